import type { CsafVulnerability } from '../../csaf/index.ts'
import { remediationKinds } from '../../model/index.ts'
import type { Statement } from '../../model/index.ts'
import { csafRemediations } from '../labels.ts'

/** The best that a document offers against a flaw in a product; undefined where it offers nothing. */
export function remedyFor(
  flaw: CsafVulnerability,
  productId: string,
): Pick<Statement, 'action' | 'remediation'> | undefined {
  const offered = flaw.remediations.filter(({ productIds }) => productIds.includes(productId))
  const ranked = offered.flatMap(({ category, details, url }) => {
    const kind = csafRemediations[category]
    return kind === undefined
      ? []
      : [{ kind, words: [details, url].filter((text) => text !== undefined && text !== '').join(' ') }]
  })
  const [best] = ranked.toSorted((a, b) => remediationKinds.indexOf(a.kind) - remediationKinds.indexOf(b.kind))
  if (best === undefined) return undefined
  return { remediation: best.kind, ...(best.words === '' ? {} : { action: best.words }) }
}
