import type { ErrorComponentProps } from '@tanstack/react-router'
import { Failed } from '../parts/states.tsx'
import { useWords } from '../words/use-words.ts'

/** An address that leads nowhere. */
export function NothingPage() {
  const { words } = useWords()
  return (
    <section className="state" data-state="failed">
      <title>{`${words.states.notFound} – Auscult`}</title>
      <h1>{words.states.notFound}</h1>
      <p>{words.states.notFoundDetail}</p>
    </section>
  )
}

/** A fault of the pages themselves. */
export function FaultPage({ error, reset }: ErrorComponentProps) {
  return <Failed error={error} onRetry={reset} />
}
