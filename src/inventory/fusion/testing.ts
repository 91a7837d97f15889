import fc from 'fast-check'
import type { KeptSighting } from '../../model/index.ts'
import { keyOfSighting } from './sightings.ts'

const DAY_MS = 86_400_000
const BEGIN = Date.UTC(2026, 0, 1)

/** A sighting with what is given; days are counted from the first of January 2026. */
export function sighted(
  given: Partial<Omit<KeptSighting, 'sightingId' | 'firstSeenAt' | 'lastSeenAt'>>,
  days: readonly [first: number, last: number] = [0, 1],
): KeptSighting {
  const sighting = {
    macs: [],
    ips: [],
    aeTitle: null,
    hostName: null,
    serialKey: null,
    isRouter: false,
    isOwn: false,
    ...given,
  }
  const [firstSeenAt, lastSeenAt] = [BEGIN + days[0] * DAY_MS, BEGIN + days[1] * DAY_MS]
  return { ...sighting, sightingId: `${keyOfSighting(sighting)} ${days.join('-')}`, firstSeenAt, lastSeenAt }
}

const few = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.option(few(values), { freq: 2 })
const days = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 30 }))
  .map(([from, long]) => [from, from + long] as const)

/** Few names for many sightings, so that they meet in every way. */
export const anySightings: fc.Arbitrary<KeptSighting[]> = fc
  .array(
    fc
      .tuple(
        fc.record({
          macs: fc.uniqueArray(
            few([
              '00:09:fb:00:00:01',
              '00:09:fb:00:00:02',
              '00:09:fb:00:00:03',
              '52:54:00:00:00:01',
              '00:00:5e:00:01:01',
            ]),
            { maxLength: 2 },
          ),
          ips: fc.uniqueArray(few(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '192.0.2.1']), {
            maxLength: 1,
          }),
          aeTitle: maybe(['CT1', 'PACS']),
          hostName: maybe(['ct1', 'ws7']),
          serialKey: fc.option(few(['philips 1', 'philips 2', 'ge 1']), { freq: 4 }),
          isRouter: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
          isOwn: fc.boolean(),
        }),
        days,
      )
      .map(([given, span]) => sighted({ ...given, macs: given.macs.toSorted() }, span)),
    { maxLength: 25 },
  )
  .map((all) => [...new Map(all.map((each) => [each.sightingId, each])).values()])
