import { useId } from 'react'
import { useWords } from '../words/use-words.ts'
import { toRefusal } from './states.ts'
import './said-form.css'

interface AuthorFieldProps {
  readonly name: 'author' | 'by'
  /** The name that stands there at first. */
  readonly defaultValue?: string
}

/** Who says what a form says. */
export function AuthorField(field: AuthorFieldProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{useWords().words.said.author}</label>
      <input id={id} autoComplete="name" maxLength={200} required {...field} />
    </>
  )
}

interface SayButtonProps {
  readonly text: string
  readonly isPending: boolean
  readonly error: unknown
}

/** Says what a form says, and tells why it was refused. */
export function SayButton({ text, isPending, error }: SayButtonProps) {
  const { words } = useWords()
  return (
    <>
      <button type="submit" className="plain-button is-framed" disabled={isPending}>
        {text}
      </button>
      <p role="alert">{error === null ? '' : toRefusal(error, words)}</p>
    </>
  )
}
