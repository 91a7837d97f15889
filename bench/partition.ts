import { layersOfFlaw, truthTable } from '../src/findings/index.ts'
import { isDistributionKey } from '../src/model/index.ts'
import type { OrganisationId } from '../src/model/index.ts'
import { findFlaw, inOrganisation, judgedByFlaw, keysOfFlaw, partition, targetsOf } from '../src/store/index.ts'
import type { Store, TargetVerdict } from '../src/store/index.ts'

/** Devices by verdict. */
export type Counts = Readonly<Record<TargetVerdict['verdict'], number>>

/** The four classes of an organisation's devices for a vulnerability, by the store's own statements in a transaction as a question has it: row policies on, nothing kept from before. */
export async function partitionOf(store: Store, organisationId: OrganisationId, name: string): Promise<Counts> {
  return inOrganisation(store, organisationId, async (trx) => {
    await trx.client.query('set transaction isolation level repeatable read, read only')
    const flaw = await findFlaw(trx, name, undefined)
    const keys = await keysOfFlaw(trx, flaw.members, undefined)
    const { targets } = await partition(trx, {
      targets: await targetsOf(trx, { organisationId }),
      judged: judgedByFlaw(flaw.members, undefined),
      question: 'flaw',
      known: flaw.ranges === 0 ? 'noRange' : 'judged',
      layers: layersOfFlaw(keys),
      isPackaged: keys.some(isDistributionKey),
      digests: [],
      rules: truthTable,
    })
    const counts = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
    for (const { verdict, devices } of targets) counts[verdict] += devices
    return counts
  })
}
