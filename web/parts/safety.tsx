import { useWords } from '../words/use-words.ts'
import { CareIcon } from './icons.tsx'

/** The sentence that stands on every answer: what to leave alone, and whom to call. */
export function Safety({ text }: { readonly text: string }) {
  const { words } = useWords()
  return (
    <section className="safety" aria-label={words.answer.safety}>
      <CareIcon />
      <p>{text}</p>
    </section>
  )
}
