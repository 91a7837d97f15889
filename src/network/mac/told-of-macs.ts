import type { Observation } from '../../model/index.ts'
import { factsOf } from '../facts.ts'
import type { ObservedBatch } from '../source.ts'
import { macHolder } from './prefixes.ts'

/** Then those seen before may be told again. */
const maxMacs = 200_000

/**
 * Adds to each batch who holds the prefix of every interface that is seen in it for the first time: `macMaker`, a hint, and `maker` where the holder
 * makes medical devices and nothing else. What is told stands beside the observation that showed the interface, under the id `mac-prefix`.
 */
export async function* withMacMakers(batches: AsyncIterable<ObservedBatch>): AsyncGenerator<ObservedBatch> {
  const seen = new Set<string>()
  for await (const batch of batches) {
    const told: Observation[] = []
    for (const observation of batch.observations) {
      const { mac } = observation.subject
      if (mac === undefined || seen.has(mac)) continue
      if (seen.size >= maxMacs) seen.clear()
      seen.add(mac)
      told.push(...toldOf(mac, observation))
    }
    yield told.length === 0 ? batch : { ...batch, observations: [...batch.observations, ...told] }
  }
}

function toldOf(mac: string, { firstSeenAt, lastSeenAt, place }: Observation): Observation[] {
  const holder = macHolder(mac)
  if (holder === undefined) return []
  const shared = { subject: { mac }, protocol: 'mac-prefix', firstSeenAt, lastSeenAt, count: 1, place } as const
  const hint: Observation = { ...shared, facts: factsOf({ macMaker: holder.name }), confidence: 'weak' }
  if (holder.deviceMaker === undefined) return [hint]
  return [hint, { ...shared, facts: factsOf({ maker: holder.deviceMaker }), confidence: 'strong' }]
}
