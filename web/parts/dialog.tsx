import type { ReactNode } from 'react'
import { useId } from 'react'
import { useWords } from '../words/use-words.ts'
import { useDialog } from './dialog.ts'
import './dialog.css'
import './said-form.css'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** What stands in it; `close` ends it. */
  readonly children: (close: () => void) => ReactNode
}

/** A sheet above the page, for one thing that a person does. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const { words } = useWords()
  const id = useId()
  const { show, close } = useDialog()
  return (
    <dialog className="dialog" ref={show} aria-labelledby={id} onClose={onClose}>
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="plain-button" onClick={close}>
          {words.close}
        </button>
      </div>
      {children(close)}
    </dialog>
  )
}
