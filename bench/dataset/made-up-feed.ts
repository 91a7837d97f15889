import { below, oneOf, seededRandom, shareOut } from '../random.ts'
import type { Random } from '../random.ts'
import { wellKnown } from './well-known.ts'

/** Ranges per package key as counted in the NVD and OSV: share of the keys that have at most so many. */
const quantiles: readonly (readonly [share: number, ranges: number])[] = [
  [0, 1],
  [0.5, 2],
  [0.9, 13],
  [0.99, 179],
  [0.999, 2_436],
  [1, 85_400],
]

const MEAN_RANGES = 18
const MOST_IN_RECORD = 12
const YEARS = 27

/** NVD records with about so many ranges, as skewed over package keys as the real ones, one JSON line each: for machines without the collected data. */
export function* madeUpNvd(ranges: number): Generator<string> {
  const random = seededRandom('made-up feed')
  const keys = Math.max(wellKnown.length, Math.round(ranges / MEAN_RANGES))
  const shares = Array.from({ length: keys }, (_, index) => rangesAt((index + 0.5) / keys)).reverse()
  let record = 0
  for (const [index, count] of shareOut(Math.max(ranges, keys), shares).entries()) {
    const product = productAt(random, index)
    for (let left = count; left > 0; left -= MOST_IN_RECORD) {
      yield JSON.stringify(recordOn(random, product, record, Math.min(left, MOST_IN_RECORD)))
      record += 1
    }
  }
}

/** How many ranges a key at this place of the distribution has; between the known places straight on logarithmic axes. */
function rangesAt(share: number): number {
  const upper = quantiles.findIndex(([at]) => at >= share)
  const [[fromShare, from], [toShare, to]] = [quantiles[upper - 1] ?? [0, 1], quantiles[upper] ?? [1, 1]]
  const rest = (at: number): number => Math.log(Math.max(1 - at, 1e-5))
  const along = (rest(share) - rest(fromShare)) / (rest(toShare) - rest(fromShare))
  return Math.exp(Math.log(from) + along * (Math.log(to) - Math.log(from)))
}

interface MadeUpProduct {
  readonly cpe: string
  /** The hardware that its configurations ask for, for firmware. */
  readonly hardware: string | undefined
}

function productAt(random: Random, index: number): MadeUpProduct {
  const known = wellKnown.flatMap((key) => /^cpe\/([aoh])\/([^/]+)\/([^/]+)$/.exec(key)?.slice(1).join(':') ?? [])
  const cpe = known[index]
  if (cpe !== undefined) return { cpe, hardware: undefined }
  const name = `vendor${index % 9_973}:product${index}`
  return random() < 0.08
    ? { cpe: `o:${name}_firmware`, hardware: `h:${name}` }
    : { cpe: `a:${name}`, hardware: undefined }
}

function recordOn(random: Random, { cpe, hardware }: MadeUpProduct, record: number, ranges: number): object {
  const year = 2000 + (record % YEARS)
  const matches = Array.from({ length: ranges }, () => matchOn(random, cpe))
  const environment = { vulnerable: false, criteria: `cpe:2.3:${hardware ?? ''}:-:*:*:*:*:*:*:*` }
  const nodes = [{ operator: 'OR', negate: false, cpeMatch: matches }]
  const both = [...nodes, { operator: 'OR', negate: false, cpeMatch: [environment] }]
  const cve = {
    id: `CVE-${year}-${100_000 + record}`,
    published: `${year}-03-01T00:00:00.000`,
    lastModified: `${year}-04-01T00:00:00.000`,
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: `a made-up flaw in ${cpe}` }],
    metrics: {},
    references: [],
    configurations: [hardware === undefined ? { nodes } : { operator: 'AND', nodes: both }],
  }
  return { cve }
}

function matchOn(random: Random, cpe: string): object {
  const version = madeUpVersion(random)
  if (random() < 0.8) return { vulnerable: true, criteria: `cpe:2.3:${cpe}:${version}:*:*:*:*:*:*:*` }
  const end = oneOf(random, ['versionEndExcluding', 'versionEndIncluding'])
  return { vulnerable: true, criteria: `cpe:2.3:${cpe}:*:*:*:*:*:*:*:*`, [end]: version }
}

/** A version as most are written: three small numbers. */
export function madeUpVersion(random: Random): string {
  return `${below(random, 6)}.${below(random, 20)}.${below(random, 15)}`
}
