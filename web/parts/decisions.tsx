import type { ObservedDecision } from '../../src/server/contract.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { decisionText } from './deciding.ts'

interface DecisionsProps {
  readonly decisions: readonly ObservedDecision[]
  readonly isPending: boolean
  readonly onUndo: (decisionId: string) => void
}

/** What people decided of a device, each with the way to take it back; nothing where nobody did. */
export function Decisions({ decisions, isPending, onUndo }: DecisionsProps) {
  const { net, formats } = useNetworkWords()
  const { network: says } = net
  if (decisions.length === 0) return null
  return (
    <>
      <h3>{says.decisions}</h3>
      <ul className="kept-list">
        {decisions.map((decision) => (
          <li key={decision.decisionId}>
            <p>{decisionText(decision, net)}</p>
            <p className="soft">{says.decided(decision.author, formats.day(decision.at))}</p>
            {decision.reason === undefined ? null : <p>{decision.reason}</p>}
            <p>
              <button
                type="button"
                className="plain-button is-framed"
                disabled={isPending}
                onClick={() => onUndo(decision.decisionId)}
              >
                {says.undo} <span className="unseen">{says.undoOf(decisionText(decision, net))}</span>
              </button>
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}
