import type { FlawSummary } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { BlindIcon } from './icons.tsx'
import './blind-spot.css'

/** That nobody can tell by matching whom a flaw reaches, where it is so. */
export function BlindSpot({ flaw }: { readonly flaw: Pick<FlawSummary, 'blindSpot'> }) {
  const { words } = useWords()
  if (!flaw.blindSpot) return null
  return (
    <p className="blind-spot">
      <BlindIcon /> {words.vulnerability.blindSpot}
    </p>
  )
}
