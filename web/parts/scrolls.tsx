import type { ReactNode } from 'react'
import './scrolls.css'

interface ScrollsProps {
  /** What a screen reader says of it. */
  readonly label: string
  readonly isTall?: boolean
  readonly children: ReactNode
}

/** What is wider than a phone or longer than an eye takes in: it scrolls for itself, by keyboard too, and the page does not. */
export function Scrolls({ label, isTall = false, children }: ScrollsProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: without the focus arrow keys cannot scroll it
    <div className="scrolls" data-tall={isTall} role="region" tabIndex={0} aria-label={label}>
      {children}
    </div>
  )
}
