import { useWords } from '../words/use-words.ts'
import { CareIcon } from './icons.tsx'
import './safety.css'

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

/** That the hospital is invented, where it is. */
export function Fictional({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : <p className="fictional">{text}</p>
}
