import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadFeed } from '../../src/flows/index.ts'
import type { Finding } from '../../src/flows/index.ts'
import { formatCpe, parseCpe } from '../../src/model/index.ts'
import type { Cpe, CpeValue } from '../../src/model/index.ts'
import type { Store } from '../../src/store/index.ts'
import { sharedFile } from '../../test/shared-data.ts'
import type { AccuracySet, Judged } from './accuracy-set.ts'
import { comparePlain, isPlain, neighboursOf } from './neighbours.ts'
import { drawLines } from './draw-lines.ts'
import { foundOf, scanParts, yearOf } from './scan-parts.ts'

const RECORDS = 5_000
/** Parts scanned at a time. */
const BATCH = 5_000

interface Match {
  readonly vulnerable: boolean
  readonly criteria: string
  readonly versionStartIncluding?: string
  readonly versionStartExcluding?: string
  readonly versionEndIncluding?: string
  readonly versionEndExcluding?: string
}

interface CveRecord {
  readonly id: string
  readonly vulnStatus?: string
  readonly configurations?: readonly { readonly nodes: readonly { readonly cpeMatch: readonly Match[] }[] }[]
}

/** A component to ask about, and whether the record says that it is affected. */
interface Asked {
  readonly vulnerability: string
  readonly cpe: string
  readonly version: string
  readonly truth: Judged['truth']
}

/** Each bound of 5,000 CVEs drawn by chance, made into a component at it, right below and right above it. */
export const nvdBounds: AccuracySet = {
  id: 'nvd-bounds',
  what: `every version bound of ${RECORDS} random CVEs of the NVD, as components by CPE at, below and above it`,
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async (ground) => {
    const lines = await drawLines([sharedFile('nvd/nvd-all.ndjson.zst')], {
      count: RECORDS,
      seed: 'nvd-bounds',
      holds: (line) => line.includes('"cpeMatch"') && !line.includes('"vulnStatus":"Rejected"'),
    })
    const records = lines.map((line) => JSON.parse(line) as CveRecord)
    const path = join(await ground.scratch(), 'drawn.ndjson')
    await writeFile(path, `${lines.join('\n')}\n`)
    const store = await ground.emptyStore()
    await loadFeed(store, { path, feed: 'nvd' })
    const counts = { undecided: 0 }
    const asked = records.flatMap((record) => askedOf(record, counts))
    const judged: Judged[] = []
    for (let from = 0; from < asked.length; from += BATCH) {
      const some = asked.slice(from, from + BATCH)
      const found = await scanParts(store, some)
      for (const [place, each] of some.entries()) {
        const finding = found[place]?.get(each.vulnerability)
        judged.push(toJudged(each, foundOf(finding?.verdict === 'notAffected' ? await askAlone(store, each) : finding)))
      }
    }
    return {
      judged,
      remarks: [
        `${records.length} records; ${counts.undecided} versions beside a bound left out, since the order of letters and words in the same CVE is not for this check to say`,
      ],
    }
  },
}

/** Where a configuration does not hold, a part of another record was taken for its other side: alone, nothing is known of that. */
async function askAlone(store: Store, asked: Asked): Promise<Finding | undefined> {
  const [found] = await scanParts(store, [asked])
  return found?.get(asked.vulnerability)
}

function toJudged({ vulnerability, cpe, truth }: Asked, found: Pick<Judged, 'found' | 'because'>): Judged {
  return { source: 'NVD', year: yearOf(vulnerability), subject: cpe, vulnerability, truth, ...found }
}

/** The components of one record, each once. */
function askedOf(record: CveRecord, counts: { undecided: number }): Asked[] {
  const matches = (record.configurations ?? [])
    .flatMap(({ nodes }) => nodes.flatMap(({ cpeMatch }) => cpeMatch))
    .flatMap((match) => readMatch(match))
    .filter(({ vulnerable }) => vulnerable)
  const asked = new Map<string, Asked>()
  for (const match of matches) {
    for (const bound of boundsOf(match)) {
      for (const { version } of neighboursOf(bound)) {
        const cpe = formatCpe({ ...match.cpe, version: { is: 'value', text: version } })
        if (asked.has(cpe)) continue
        const truth = truthOf(version, match.cpe, matches)
        if (truth === undefined) counts.undecided += 1
        else asked.set(cpe, { vulnerability: record.id, cpe, version, truth })
      }
    }
  }
  return [...asked.values()]
}

interface ReadMatch extends Match {
  readonly cpe: Cpe
}

/** Matches that name a product; a wildcard vendor names half the world, and no component can be made of it. */
function readMatch(match: Match): ReadMatch[] {
  const cpe = parseCpe(match.criteria)
  if (cpe === undefined) return []
  const names = [cpe.part, cpe.vendor, cpe.product]
  return names.every((name) => name.is === 'value' && !/[*?]/.test(name.text)) ? [{ ...match, cpe }] : []
}

function boundsOf(match: ReadMatch): string[] {
  const { cpe, versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding } = match
  const stated = [versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding].flatMap(
    (bound) => bound ?? [],
  )
  if (stated.length > 0) return stated
  return cpe.version.is === 'value' && !/[*?]/.test(cpe.version.text) ? [cpe.version.text] : []
}

/** What the record says of a version of a product; undefined where that depends on how words are ordered. */
function truthOf(version: string, cpe: Cpe, matches: readonly ReadMatch[]): Judged['truth'] | undefined {
  const said = matches
    .filter((match) => isSameProduct(match.cpe, cpe))
    .map((match) => holds(match, version, cpe.update))
  if (said.includes(true)) return 'affected'
  return said.includes(undefined) ? undefined : 'notAffected'
}

function isSameProduct(criteria: Cpe, component: Cpe): boolean {
  const names = ['part', 'vendor', 'product'] as const
  const attributes = ['edition', 'language', 'swEdition', 'targetSw', 'targetHw', 'other'] as const
  return (
    names.every((name) => textOf(criteria[name]) === textOf(component[name])) &&
    attributes.every((name) => mayAgree(criteria[name], component[name]))
  )
}

function mayAgree(asked: CpeValue, stated: CpeValue): boolean {
  return asked.is === 'any' || stated.is === 'any' || textOf(asked) === textOf(stated)
}

function textOf(value: CpeValue): string {
  return value.is === 'value' ? value.text : value.is
}

/** An update that comes before the release it is named with: without it, the release is meant. */
const beforeRelease = /^(?:a|alpha|b|beta|cr|dev|ea|m|milestone|pre|preview|rc|snapshot)[-_.]?\d*/

/**
 * A bound of a range speaks of versions, and only of updates where the version is the very bound. An exact version with an update also may be
 * meant by a component that leaves its update open, unless the update comes before the release.
 */
function holds(match: ReadMatch, version: string, update: CpeValue): boolean | undefined {
  const { cpe, versionStartIncluding, versionStartExcluding, versionEndIncluding, versionEndExcluding } = match
  const asked = { version, isOpen: update.is !== 'value' && cpe.update.is !== 'value' }
  const tests = [
    testBound(asked, versionStartIncluding, (order) => order >= 0),
    testBound(asked, versionStartExcluding, (order) => order > 0),
    testBound(asked, versionEndIncluding, (order) => order <= 0),
    testBound(asked, versionEndExcluding, (order) => order < 0),
  ].filter((test) => test !== 'none')
  if (tests.length > 0) return tests.includes(false) ? false : tests.includes(undefined) ? undefined : true
  if (cpe.version.is === 'any') return true
  if (testBound({ version, isOpen: true }, textOf(cpe.version), (order) => order === 0) !== true) return false
  if (update.is === 'value' || cpe.update.is !== 'value') return mayAgree(cpe.update, update)
  return !beforeRelease.test(cpe.update.text)
}

interface AskedVersion {
  readonly version: string
  /** Neither side names an update. */
  readonly isOpen: boolean
}

function testBound(
  { version, isOpen }: AskedVersion,
  bound: string | undefined,
  test: (order: number) => boolean,
): boolean | undefined | 'none' {
  if (bound === undefined) return 'none'
  const order = version === bound ? 0 : isPlain(version) && isPlain(bound) ? comparePlain(version, bound) : undefined
  return order === undefined || (order === 0 && !isOpen) ? undefined : test(order)
}
