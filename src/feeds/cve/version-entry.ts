import { lookup } from '../../model/index.ts'
import { toRange, type SchemeId, type VersionBounds } from '../../versions/index.ts'
import { plainText } from '../text.ts'
import type { Version } from './schema.ts'
import { readVersionText } from './version-text.ts'

/** Status words of the CVE record format; what is not stated is `unknown`. */
export type Status = 'affected' | 'unaffected' | 'unknown'

/** A place in the order of versions: at a version, just above it, or, without a version, an open end. */
export interface Edge {
  readonly bytes: Uint8Array
  readonly version?: string
  readonly side: 'at' | 'above'
}

/** Versions of one status, with the changes inside. Without a shape it holds versions of every shape. */
export interface Segment {
  readonly is: 'segment'
  readonly shape: string | undefined
  readonly low: Edge
  readonly high: Edge
  readonly status: Status
  readonly changes: readonly { readonly at: Edge; readonly status: Status }[]
}

/** An entry of `versions`, read. `lost`: it cannot be ordered, and why. `commits`: it names commits. */
export type Entry =
  | Segment
  | { readonly is: 'lost'; readonly status: Status; readonly because: string }
  | { readonly is: 'commits' }

export const openEnds = {
  low: { bytes: new Uint8Array(0), side: 'at' },
  high: { bytes: Uint8Array.of(0xff, 0xff, 0xff, 0xff), side: 'at' },
} as const satisfies Record<string, Edge>

const commitTypes = new Set(['git', 'hg', 'svn'])
const packageTypes = lookup<SchemeId>({ rpm: 'rpm', deb: 'deb', dpkg: 'deb', apk: 'apk' })
/** What stands for "from the first version on". */
const lowest = /^(?:0|\*|-|n\/?a|unspecified|unknown|all|any|all versions|)$/i
/** Above any number that a branch has had: `5.10.*` ends behind `5.10.999999999999`. */
const lastOfBranch = '999999999999'
const maxShown = 100

/** The status word of a record. */
export function toStatus(text: string | null | undefined): Status {
  return text === 'affected' || text === 'unaffected' ? text : 'unknown'
}

/** One entry: usually one segment; several when its text names alternatives, none when its bounds leave no version between them. */
export function readEntry(scheme: SchemeId, entry: Version): readonly Entry[] {
  const status = toStatus(entry.status)
  const type = (entry.versionType ?? '').trim().toLowerCase()
  if (commitTypes.has(type)) return [{ is: 'commits' }]
  const needed = packageTypes[type]
  if (needed !== undefined && needed !== scheme)
    return [
      {
        is: 'lost',
        status,
        because: `its versions are of ${type} packages, and the package they belong to is not told`,
      },
    ]
  const isRange = typeof entry.lessThan === 'string' || typeof entry.lessThanOrEqual === 'string'
  return isRange ? [readRange(scheme, entry, status)] : readSingle(scheme, entry, status)
}

function readRange(scheme: SchemeId, entry: Version, status: Status): Entry {
  const version = plainText(entry.version ?? '').trim()
  const to = plainText(entry.lessThanOrEqual ?? entry.lessThan ?? '').trim()
  const isOpen = to === '*' || lowest.test(to)
  const bounds: VersionBounds = {
    ...(lowest.test(version) ? {} : { from: version }),
    ...(isOpen ? {} : { to, toInclusive: typeof entry.lessThanOrEqual === 'string' || to.endsWith('*') }),
  }
  const segment = toSegment(scheme, bounds, status)
  if (segment.is !== 'segment') return segment
  return withChanges(scheme, segment, entry)
}

function readSingle(scheme: SchemeId, entry: Version, status: Status): readonly Entry[] {
  const read = readVersionText(plainText(entry.version ?? ''))
  switch (read.is) {
    case 'all':
      return [withChanges(scheme, { is: 'segment', shape: undefined, ...ends, status, changes: [] }, entry)]
    case 'untold':
      return [
        { is: 'segment', shape: undefined, ...ends, status: status === 'unaffected' ? status : 'unknown', changes: [] },
      ]
    case 'stretches':
      return read.stretches.map((bounds) => toSegment(scheme, bounds, status))
    case 'version':
      return [toSegment(scheme, { from: read.version, to: read.version, toInclusive: true }, status)]
  }
}

const ends = { low: openEnds.low, high: openEnds.high }

function toSegment(scheme: SchemeId, { from, to, fromInclusive, toInclusive }: VersionBounds, status: Status): Entry {
  const low = from === undefined ? undefined : edgeAt(scheme, from, fromInclusive === false ? 'above' : 'at')
  const high = to === undefined ? undefined : edgeAt(scheme, to, toInclusive === true ? 'above' : 'at')
  const unordered =
    from !== undefined && low === undefined ? from : to !== undefined && high === undefined ? to : undefined
  if (unordered !== undefined)
    return { is: 'lost', status, because: `“${unordered.slice(0, maxShown)}” is no version that can be ordered` }
  if (low !== undefined && high !== undefined && low.shape !== high.shape) {
    const because = `“${from?.slice(0, maxShown)}” and “${to?.slice(0, maxShown)}” have no common order`
    return { is: 'lost', status, because }
  }
  const shape = low?.shape ?? high?.shape
  const [lowEdge, highEdge] = [low?.edge ?? openEnds.low, high?.edge ?? openEnds.high]
  if (Buffer.compare(lowEdge.bytes, highEdge.bytes) >= 0) {
    const because = `no version lies between “${from?.slice(0, maxShown)}” and “${to?.slice(0, maxShown)}”`
    return { is: 'lost', status, because }
  }
  return { is: 'segment', shape, low: lowEdge, high: highEdge, status, changes: [] }
}

/** The changes of the segment's own shape. One that cannot be ordered leaves open what comes behind. */
function withChanges(scheme: SchemeId, segment: Segment, { changes }: Version): Segment {
  if (changes === undefined || changes === null || changes.length === 0) return segment
  const read = changes.map(({ at, status }) => ({
    edge: edgeAt(scheme, plainText(at).trim(), 'at'),
    status: toStatus(status),
  }))
  const shape = segment.shape ?? read.find(({ edge }) => edge !== undefined)?.edge?.shape
  const known = read.flatMap(({ edge, status }) => (edge?.shape === shape && edge ? [{ at: edge.edge, status }] : []))
  if (known.length < read.length) return { ...segment, status: 'unknown', changes: [] }
  return { ...segment, shape, changes: known }
}

function edgeAt(
  scheme: SchemeId,
  text: string,
  side: 'at' | 'above',
): { readonly shape: string; readonly edge: Edge } | undefined {
  const isBranch = text.endsWith('*')
  const version = isBranch ? `${text.slice(0, -1).replace(/\.$/, '')}.${lastOfBranch}` : text
  const range = toRange(scheme, { from: version, fromInclusive: side === 'at' && !isBranch })
  if (range.is !== 'interval') return undefined
  return {
    shape: range.shape,
    edge: { bytes: range.lo, version: text.slice(0, maxShown), side: isBranch ? 'above' : side },
  }
}
