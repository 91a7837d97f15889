import type { Signature } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { SealIcon } from './icons.tsx'
import { bornBySeal } from './signature-mark.ts'
import './signature-mark.css'

interface SignatureMarkProps {
  readonly is: Signature['is']
  /** What the server says of it; without it the state is told in a word. */
  readonly says?: string | undefined
}

/** What a signature proves, in words and with a sign; colour only repeats it. */
export function SignatureMark({ is, says }: SignatureMarkProps) {
  const { words } = useWords()
  return (
    <span className="signature-mark" data-is={is}>
      <SealIcon path={bornBySeal[is]} /> {says ?? words.said.signatures[is]}
    </span>
  )
}
