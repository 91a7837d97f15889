import type { Counts, OrganisationId } from '../model/index.ts'
import { fleetOf, inSnapshot } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { countsOf, judgeTargets } from './judgement.ts'
import { toParts } from './question-parts.ts'

/** The four counts of a flaw for the whole fleet of an organisation, without all that an answer tells besides. Does not wait for what is not matched yet. */
export async function countsOfFlaw(store: Store, organisationId: OrganisationId, id: string): Promise<Counts> {
  return inSnapshot(store, organisationId, async (trx) => {
    const { targets } = await fleetOf(trx, store.standings, { organisationId })
    const parts = await toParts(trx, { is: 'flaw', id }, undefined)
    const stated = { organisationId, flaws: parts.flaw?.same ?? [] }
    return countsOf(await judgeTargets(trx, targets, { ...parts, stated }))
  })
}
