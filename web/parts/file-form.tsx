import { useId } from 'react'
import type { ComponentProps, ReactNode } from 'react'
import type { Sending } from '../sending.ts'
import { SendingLine } from './sending.tsx'

interface FileFormProps {
  /** What file is asked for. */
  readonly file: string
  /** What the button says. */
  readonly send: string
  readonly sending: Sending | undefined
  readonly error: unknown
  readonly onSubmit: ComponentProps<'form'>['onSubmit']
  /** What else is asked. */
  readonly children?: ReactNode
  /** What came of the last file, in words. */
  readonly outcome?: ReactNode
}

/** Brings a file from this computer: what is asked, how far it is on its way, and what came of it. */
export function FileForm({ file, send, sending, error, onSubmit, children, outcome }: FileFormProps) {
  const id = useId()
  return (
    <form className="said-form" onSubmit={onSubmit}>
      <label htmlFor={id}>{file}</label>
      <input id={id} name="file" type="file" required />
      {children}
      <button type="submit" className="plain-button is-framed" disabled={sending !== undefined}>
        {send}
      </button>
      <SendingLine sending={sending} error={error}>
        {outcome}
      </SendingLine>
    </form>
  )
}
