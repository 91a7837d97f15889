import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ApiError } from '../api.ts'
import { isPassing, isSignedOut } from '../client.ts'
import { useWords } from '../words/use-words.ts'
import { SignIn } from './sign-in.tsx'
import { toBusy, toFailure } from './states.ts'
import './states.css'

/** A question to the server on its way. */
export interface Loading {
  readonly error: unknown
  /** Why the last try failed, while it is being repeated. */
  readonly failureReason: unknown
  readonly refetch: () => unknown
}

interface WaitingProps {
  readonly query: Loading
  /** What stands in place of the page until it comes. */
  readonly skeleton?: ReactNode
}

/** Whatever a page shows instead of what it asked for: that it loads, that it must wait, that it failed, or that one has to sign in. */
export function Waiting({ query, skeleton }: WaitingProps) {
  const { error, failureReason, refetch } = query
  if (isSignedOut(error)) return <SignIn />
  if (error !== null) return <Failed error={error} onRetry={refetch} />
  if (isPassing(failureReason)) return <Busy reason={failureReason} />
  return skeleton ?? <Lines />
}

interface FailedProps {
  readonly error: unknown
  readonly onRetry: () => unknown
}

/** What went wrong, what to do, and where it may pass a button to try again. */
export function Failed({ error, onRetry }: FailedProps) {
  const { words } = useWords()
  const { title, detail, mayPass } = toFailure(error, words)
  return (
    <section className="state" data-state="failed" role="alert">
      <h1>{title}</h1>
      <p>{detail}</p>
      {mayPass ? (
        <button type="button" className="plain-button is-framed" onClick={() => void onRetry()}>
          {words.states.retry}
        </button>
      ) : null}
    </section>
  )
}

function Busy({ reason }: { readonly reason: ApiError }) {
  const { words, formats } = useWords()
  return (
    <section className="state" data-state="busy" role="status">
      <h1>{words.states.busy}</h1>
      <p>{toBusy(reason, { words, formats })}</p>
      <progress aria-label={words.states.busy} />
    </section>
  )
}

/** A few grey lines, told to a screen reader in a word. */
function Lines() {
  const { words } = useWords()
  return (
    <div className="state" data-state="loading" role="status">
      <span className="unseen">{words.states.loading}</span>
      <Skeleton height="1rem" />
      <Skeleton height="1rem" />
      <Skeleton height="1rem" width="60%" />
    </div>
  )
}
