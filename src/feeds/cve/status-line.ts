import type { VersionRange } from '../../model/index.ts'
import type { SchemeId } from '../../versions/index.ts'
import { plainText } from '../text.ts'
import type { Version } from './schema.ts'
import { openEnds, readEntry } from './version-entry.ts'
import type { Edge, Entry, Segment, Status } from './version-entry.ts'

/** What one `affected` block states of versions. */
export interface Line {
  readonly defaultStatus: Status
  readonly versions: readonly Version[]
}

/** Versions that are affected, or of which the record does not tell (`undecided`), in the source's own words. */
export interface Stretch {
  readonly range: VersionRange
  readonly text: string
  readonly undecided?: string
}

/** Cisco lists some 1,500 versions one by one. */
const maxVersions = 5_000
const notTold = 'the record does not say whether these versions are affected'

interface ReadLine {
  readonly defaultStatus: Status
  readonly entries: readonly Entry[]
}

/**
 * The versions that blocks on one package leave affected, and those that they leave unknown: the first entry that holds a version gives its
 * status, then the last of its changes at or below it; without an entry the default. Of several blocks of one container the worst counts;
 * where one container (`CNA`, `ADP`) does not tell, another may. Source: CVE record format, `affected[].versions`.
 */
export function stretchesOf(scheme: SchemeId, containers: readonly (readonly Line[])[]): readonly Stretch[] {
  const read = containers.map((lines) => withoutCommits(lines.map((line) => readLine(scheme, line))))
  const entries = read.flat().flatMap((line) => line.entries)
  const lost = entries.flatMap((entry) => (entry.is === 'lost' && entry.status !== 'unaffected' ? [entry.because] : []))
  const shapes = [
    ...new Set(entries.flatMap((each) => (each.is === 'segment' && each.shape !== undefined ? [each.shape] : []))),
  ]
  const told = shapes.length === 0 ? wholeOf(read) : shapes.flatMap((shape) => stretchesOfShape(scheme, shape, read))
  return [...told, ...[...new Set(lost)].slice(0, 3).map(unreadable)]
}

function readLine(scheme: SchemeId, { defaultStatus, versions }: Line): ReadLine {
  if (versions.length > maxVersions)
    return {
      defaultStatus,
      entries: [{ is: 'lost', status: 'unknown', because: `more than ${maxVersions} versions are listed` }],
    }
  const entries = versions.flatMap((version) => readEntry(scheme, version))
  const isExceptionLost = entries.some((entry) => entry.is === 'lost' && entry.status === 'unaffected')
  return { defaultStatus: isExceptionLost && defaultStatus === 'affected' ? 'unknown' : defaultStatus, entries }
}

/** A block that gives nothing but commits says in commits what another says in versions, as the kernel's authority does. */
function withoutCommits(lines: readonly ReadLine[]): readonly ReadLine[] {
  const isTold = ({ entries }: ReadLine): boolean => !entries.some((entry) => entry.is === 'commits')
  const told = lines.filter(isTold)
  if (told.some(({ entries }) => entries.some((entry) => entry.is === 'segment')))
    return [...told, ...lines.filter((line) => !isTold(line) && line.entries.some((entry) => entry.is === 'segment'))]
  return lines.map((line) => ({ ...line, entries: line.entries.map(orLost) }))
}

function orLost(entry: Entry): Entry {
  if (entry.is !== 'commits') return entry
  return { is: 'lost', status: 'unknown', because: 'only commits are named, which no version can be compared with' }
}

/** Nothing bounds the versions: all of them have one status. */
function wholeOf(containers: readonly (readonly ReadLine[])[]): readonly Stretch[] {
  const status = across(
    containers.map((lines) =>
      worst(
        lines.map(({ entries, defaultStatus }) => {
          const first = entries.find((entry) => entry.is === 'segment')
          return first?.status ?? defaultStatus
        }),
      ),
    ),
  )
  if (status === 'affected') return [{ range: { is: 'all' }, text: 'every version' }]
  const isLost = containers
    .flat()
    .some(({ entries }) => entries.some((entry) => entry.is === 'lost' && entry.status !== 'unaffected'))
  return status === 'unknown' && !isLost ? [unreadable('the record names the product and no version of it')] : []
}

function stretchesOfShape(
  scheme: SchemeId,
  shape: string,
  containers: readonly (readonly ReadLine[])[],
): readonly Stretch[] {
  const edges = edgesOf(shape, containers)
  const painted = containers.map((lines) => lines.map((line) => paint(shape, line, edges)))
  const statuses = edges
    .slice(0, -1)
    .map((_, at) => across(painted.map((lines) => worst(lines.map((line) => line[at])))))
  const runs = runsOf(statuses)
  const toStretch = ({ from, to }: Run): Stretch => {
    const [low = openEnds.low, high = openEnds.high] = [edges[from], edges[to]]
    return { range: { is: 'interval', scheme, shape, lo: low.bytes, hi: high.bytes }, text: wordsOf(low, high) }
  }
  const affected = runs.filter(({ status }) => status === 'affected').map(toStretch)
  const unknown = runs.filter(({ status }) => status === 'unknown')
  const isCertain = runs.some(({ status }) => status === 'unaffected')
  // where none is said to be unaffected, one stretch over all says of the others that they are unknown: what is affected goes first
  const undecided =
    isCertain || unknown.length === 0 ? unknown : [{ status: 'unknown', from: 0, to: edges.length - 1 } as const]
  return [...affected, ...undecided.map((run) => ({ ...toStretch(run), undecided: notTold }))]
}

/** Where the status may change, in order, from below every version to above all. */
function edgesOf(shape: string, containers: readonly (readonly ReadLine[])[]): readonly Edge[] {
  const segments = containers
    .flat()
    .flatMap(({ entries }) => entries.flatMap((each) => (isOfShape(each, shape) ? [each] : [])))
  const all = segments.flatMap(({ low, high, changes }) => [low, high, ...changes.map(({ at }) => at)])
  const sorted = [openEnds.low, ...all, openEnds.high].sort((a, b) => Buffer.compare(a.bytes, b.bytes))
  return sorted.filter((edge, at) => at === 0 || Buffer.compare(edge.bytes, sorted[at - 1]?.bytes ?? edge.bytes) !== 0)
}

function isOfShape(entry: Entry, shape: string): entry is Segment {
  return entry.is === 'segment' && (entry.shape === undefined || entry.shape === shape)
}

/** The status of each stretch between two edges, by one block. Later entries are painted first, so that the first one that holds a version stays. */
function paint(shape: string, { defaultStatus, entries }: ReadLine, edges: readonly Edge[]): readonly Status[] {
  const places = new Map(edges.map(({ bytes }, place) => [latin1(bytes), place]))
  const placeOf = ({ bytes }: Edge): number => places.get(latin1(bytes)) ?? 0
  const line = Array.from({ length: edges.length - 1 }, (): Status => defaultStatus)
  for (const entry of entries.toReversed()) {
    if (!isOfShape(entry, shape)) continue
    const [from, to] = [placeOf(entry.low), placeOf(entry.high)]
    if (from < to) line.fill(entry.status, from, to)
    const changes = entry.changes.map(({ at, status }) => ({ at: placeOf(at), status })).sort((a, b) => a.at - b.at)
    for (const { at, status } of changes) if (Math.max(at, from) < to) line.fill(status, Math.max(at, from), to)
  }
  return line
}

interface Run {
  readonly status: Status
  readonly from: number
  readonly to: number
}

function runsOf(statuses: readonly Status[]): readonly Run[] {
  const runs: Run[] = []
  for (const [at, status] of statuses.entries()) {
    const last = runs.at(-1)
    if (last?.status === status) runs[runs.length - 1] = { ...last, to: at + 1 }
    else runs.push({ status, from: at, to: at + 1 })
  }
  return runs
}

function worst(statuses: readonly (Status | undefined)[]): Status {
  if (statuses.includes('affected')) return 'affected'
  return statuses.includes('unknown') || statuses.length === 0 ? 'unknown' : 'unaffected'
}

/** One source that tells is enough where another does not. */
function across(statuses: readonly Status[]): Status {
  if (statuses.includes('affected')) return 'affected'
  return statuses.includes('unaffected') ? 'unaffected' : 'unknown'
}

function wordsOf(low: Edge, high: Edge): string {
  if (low.version !== undefined && low.version === high.version) return `= ${low.version}`
  const words = [
    low.version === undefined ? [] : `${low.side === 'at' ? '>=' : '>'} ${low.version}`,
    high.version === undefined ? [] : `${high.side === 'at' ? '<' : '<='} ${high.version}`,
  ].flat()
  return words.join(' and ') || 'every version'
}

function unreadable(because: string): Stretch {
  return { range: { is: 'unreadable', because }, text: plainText(because).slice(0, 200) }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
