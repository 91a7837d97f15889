import type { CsafVulnerability } from '../../csaf/index.ts'
import { remediationKinds } from '../../model/index.ts'
import type { Statement } from '../../model/index.ts'
import { csafRemediations } from '../labels.ts'

type Remedy = Pick<Statement, 'action' | 'remediation'>

/** The best that a document offers against a flaw, by product; of equals the first. None for products that it offers nothing. */
export function remediesOf({ remediations }: CsafVulnerability): ReadonlyMap<string, Remedy> {
  const best = new Map<string, { readonly rank: number; readonly remedy: Remedy }>()
  for (const { category, details, url, productIds } of remediations) {
    const remediation = csafRemediations[category]
    if (remediation === undefined) continue
    const words = [details, url].filter((text) => text !== undefined && text !== '').join(' ')
    const offered = {
      rank: remediationKinds.indexOf(remediation),
      remedy: { remediation, ...(words === '' ? {} : { action: words }) },
    }
    for (const id of productIds) if (offered.rank < (best.get(id)?.rank ?? Infinity)) best.set(id, offered)
  }
  return new Map([...best].map(([id, { remedy }]) => [id, remedy]))
}
