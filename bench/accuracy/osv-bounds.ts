import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadFeed } from '../../src/flows/index.ts'
import { sharedFile } from '../../test/shared-data.ts'
import type { AccuracySet, Judged } from './accuracy-set.ts'
import { drawLines } from './draw-lines.ts'
import { besideBound, familyOf, orderOf, purlOf } from './osv-ecosystems.ts'
import type { Order } from './osv-ecosystems.ts'
import { foundOf, scanParts, yearOf } from './scan-parts.ts'

const RECORDS = 5_000
/** Parts scanned at a time. */
const BATCH = 5_000

interface Event {
  readonly introduced?: string
  readonly fixed?: string
  readonly last_affected?: string
  readonly limit?: string
}

interface Affected {
  readonly package?: { readonly ecosystem: string; readonly name: string }
  readonly ranges?: readonly { readonly type: string; readonly events: readonly Event[] }[]
  readonly versions?: readonly string[]
}

interface OsvRecord {
  readonly id: string
  readonly aliases?: readonly string[]
  readonly upstream?: readonly string[]
  readonly affected?: readonly Affected[]
}

interface Asked {
  readonly record: OsvRecord
  readonly ecosystem: string
  readonly purl: string
  readonly version: string
  readonly truth: Judged['truth']
}

/** Each bound of 5,000 OSV records drawn by chance, made into a package at it, below and above it, judged by the evaluation of the OSV schema. */
export const osvBounds: AccuracySet = {
  id: 'osv-bounds',
  what: `every version bound of ${RECORDS} random OSV records, as packages at, below and above it`,
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async (ground) => {
    const files = readdirSync(sharedFile('osv')).filter((name) => name.endsWith('.ndjson.zst'))
    const lines = await drawLines(
      files.sort().map((name) => sharedFile(join('osv', name))),
      { count: RECORDS, seed: 'osv-bounds', holds: (line) => !line.includes('"withdrawn":"') },
    )
    const path = join(await ground.scratch(), 'drawn.ndjson')
    await writeFile(path, `${lines.join('\n')}\n`)
    const store = await ground.emptyStore()
    await loadFeed(store, { path, feed: 'osv' })
    const left = new Map<string, number>()
    const asked = lines.flatMap((line) => askedOf(JSON.parse(line) as OsvRecord, left))
    const judged: Judged[] = []
    for (let from = 0; from < asked.length; from += BATCH) {
      const some = asked.slice(from, from + BATCH)
      const found = await scanParts(store, some)
      judged.push(...some.map((each, place) => toJudged(each, foundOf(found[place]?.get(each.record.id)))))
    }
    const remarks = [...left]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([because, count]) => `${count} left out: ${because}`)
    return { judged, remarks: [`${lines.length} records`, ...remarks] }
  },
}

function toJudged({ record, ecosystem, purl, truth }: Asked, found: Pick<Judged, 'found' | 'because'>): Judged {
  const year = yearOf(record.id, ...(record.aliases ?? []), ...(record.upstream ?? []))
  return { source: `OSV ${familyOf(ecosystem)}`, year, subject: purl, vulnerability: record.id, truth, ...found }
}

function askedOf(record: OsvRecord, left: Map<string, number>): Asked[] {
  const leave = (because: string): void => void left.set(because, (left.get(because) ?? 0) + 1)
  const asked = new Map<string, Asked>()
  for (const [, entries] of Map.groupBy(record.affected ?? [], nameOf)) {
    const named = entries[0]?.package
    if (named === undefined) continue
    const order = orderOf(named.ecosystem)
    for (const version of new Set(entries.flatMap((entry) => versionsBeside(named.ecosystem, entry)))) {
      const purl = purlOf(named.ecosystem, named.name, version)
      const truth = truthOf(version, entries, order)
      if (purl === undefined) leave(`no purl type for ${named.ecosystem}`)
      else if (truth === undefined) leave(`${familyOf(named.ecosystem)}: order of bounds not for this check to say`)
      else asked.set(purl, { record, ecosystem: named.ecosystem, purl, version, truth })
    }
  }
  return [...asked.values()]
}

function nameOf({ package: named }: Affected): string {
  return `${named?.ecosystem} ${named?.name}`
}

/** At most this many of a list of versions are asked for. */
const LISTED = 10

function versionsBeside(ecosystem: string, { ranges, versions }: Affected): string[] {
  const bounds = (ranges ?? [])
    .filter(({ type }) => type !== 'GIT')
    .flatMap(({ events }) => events.flatMap((event) => [event.introduced, event.fixed, event.last_affected]))
    .flatMap((bound) => (bound === undefined || bound === '0' ? [] : [bound]))
  return [...bounds.flatMap((bound) => besideBound(ecosystem, bound)), ...(versions ?? []).slice(0, LISTED)]
}

/** The evaluation algorithm of the OSV schema; undefined where the order of two versions cannot be told. */
function truthOf(version: string, entries: readonly Affected[], order: Order): Judged['truth'] | undefined {
  const said = entries.flatMap(({ ranges, versions }) => [
    (versions ?? []).includes(version),
    ...(ranges ?? []).filter(({ type }) => type !== 'GIT').map(({ events }) => isInEvents(version, events, order)),
  ])
  if (said.includes(true)) return 'affected'
  return said.includes(undefined) ? undefined : 'notAffected'
}

function isInEvents(version: string, events: readonly Event[], order: Order): boolean | undefined {
  const limits = events.flatMap(({ limit }) => limit ?? [])
  if (limits.length > 0 && !limits.includes('*')) return undefined
  const signs = events.flatMap((event) => signOf(version, event, order))
  if (signs.includes(undefined)) return undefined
  const [opened, closed] = [
    signs.filter((sign) => sign === 'opens').length,
    signs.filter((sign) => sign === 'closes').length,
  ]
  return opened > closed
}

/** What an event at or before the version does to it. Events of a range alternate, so more openings than endings before a version mean inside. */
function signOf(version: string, event: Event, order: Order): ('opens' | 'closes' | undefined)[] {
  const { introduced, fixed, last_affected: last } = event
  if (introduced !== undefined)
    return ifTold(introduced === '0' ? 1 : order(version, introduced), (sign) => sign >= 0, 'opens')
  if (fixed !== undefined) return ifTold(order(version, fixed), (sign) => sign >= 0, 'closes')
  if (last !== undefined) return ifTold(order(version, last), (sign) => sign > 0, 'closes')
  return []
}

function ifTold(
  order: number | undefined,
  test: (order: number) => boolean,
  sign: 'opens' | 'closes',
): ('opens' | 'closes' | undefined)[] {
  if (order === undefined) return [undefined]
  return test(order) ? [sign] : []
}
