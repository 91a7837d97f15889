import type { OrganisationId } from '../model/index.ts'
import { inSnapshot, isStale, isUncorrected } from '../store/index.ts'
import type { Store, Transaction } from '../store/index.ts'
import { bringCorrections } from './corrections.ts'
import { FlowError } from './error.ts'
import { rematch } from './rematch.ts'

/** While feeds are being loaded there is always something new to match. */
const mostRounds = 8

/**
 * Reads findings in one state of the database in which everything is matched: what is not yet must not pass for absent. Brings them up to
 * date first where need be. Throws `stillMatching`.
 */
export async function whenMatched<T>(
  store: Store,
  organisationId: OrganisationId,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  for (let round = 0; round < mostRounds; round += 1) {
    const done = await inSnapshot(store, organisationId, async (trx) => {
      return (await isStale(trx)) || (await isUncorrected(trx, organisationId)) ? undefined : { value: await work(trx) }
    })
    if (done !== undefined) return done.value
    await bringCorrections(store, organisationId)
    await rematch(store, 'stale')
  }
  const words =
    'feeds are being loaded at this moment and are not all matched yet, so nobody can tell: ask again when that is done'
  throw new FlowError('stillMatching', words)
}
