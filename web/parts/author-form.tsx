import type { SubmitEvent } from 'react'
import { useAuthor } from '../author.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import './author-form.css'

interface AuthorFormProps {
  readonly id: string
  /** That something waits for the name. */
  readonly isWaiting: boolean
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void
}

/** Who decides: asked once, and remembered until the browser's tab is closed. */
export function AuthorForm({ id, isWaiting, onSubmit }: AuthorFormProps) {
  const { net } = useNetworkWords()
  const author = useAuthor()
  return (
    <form className="author-form" onSubmit={onSubmit}>
      <label htmlFor={id}>{net.reconcile.author}</label>
      <input
        key={author}
        id={id}
        name="author"
        autoComplete="name"
        maxLength={200}
        required
        defaultValue={author}
        aria-describedby={`${id}-note`}
      />
      <button type="submit" className="plain-button is-framed">
        {net.reconcile.remember}
      </button>
      <p id={`${id}-note`} role="alert">
        {isWaiting ? net.reconcile.authorFirst : ''}
      </p>
    </form>
  )
}
