import type { ReactNode } from 'react'
import './page.css'
import './kept-page.css'

interface KeptPageProps {
  readonly says: { readonly title: string; readonly heading: string; readonly lead: string }
  /** What stands below what the page is for. */
  readonly head?: ReactNode
  readonly children: ReactNode
}

/** A page that lists what is kept. */
export function KeptPage({ says, head, children }: KeptPageProps) {
  return (
    <article className="page kept-page">
      <title>{says.title}</title>
      <header className="page-head">
        <h1>{says.heading}</h1>
        <p className="lead">{says.lead}</p>
        {head}
      </header>
      {children}
    </article>
  )
}
