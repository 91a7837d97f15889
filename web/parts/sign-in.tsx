import { useId } from 'react'
import { isSignedOut } from '../client.ts'
import { useWords } from '../words/use-words.ts'
import { useSignIn } from './sign-in.ts'
import { toFailure } from './states.ts'
import './sign-in.css'

/** Asks for the token, and says where it stands. */
export function SignIn() {
  const { words } = useWords()
  const id = useId()
  const { isPending, error, submit } = useSignIn()
  return (
    <section className="state sign-in">
      <title>{`${words.signIn.title} – Auscult`}</title>
      <h1>{words.signIn.title}</h1>
      <p>{words.signIn.lead}</p>
      <p>{words.signIn.where}</p>
      <p className="commands">
        <code>{words.signIn.command}</code>
      </p>
      <form onSubmit={submit}>
        <label htmlFor={id}>{words.signIn.token}</label>
        <input
          id={id}
          name="token"
          type="password"
          autoComplete="current-password"
          required
          aria-describedby={`${id}-wrong`}
        />
        <button type="submit" className="plain-button is-framed" disabled={isPending}>
          {words.signIn.submit}
        </button>
      </form>
      <p id={`${id}-wrong`} role="alert">
        {error === null ? '' : isSignedOut(error) ? words.signIn.wrong : toFailure(error, words).detail}
      </p>
    </section>
  )
}
