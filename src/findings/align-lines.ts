import {
  comparedFields,
  foldName,
  foldWords,
  formatPurl,
  keyOfCpe,
  parseCpe,
  parsePurl,
  toCurrentType,
} from '../model/index.ts'
import type { AlignedBy, ChangedLine, ComparedField, ComparedLine, ComponentChanges } from '../model/index.ts'
import { schemeById } from '../versions/index.ts'

/**
 * Tells which lines of two SBOMs speak of the same component, by what identifies it apart from its version, the surest first: purl, CPE, name
 * with group and supplier, then name and group, then a digest. At each step lines within the same assembly are paired before others, those of
 * one version before others, and the rest in the order of their versions. The same lines in any order give the same pairs.
 */
export function alignLines(before: readonly ComparedLine[], after: readonly ComparedLine[]): ComponentChanges {
  const [left, right] = [new Set(before.map(toOpen)), new Set(after.map(toOpen))]
  const pairs: { readonly one: Open; readonly other: Open; readonly by: AlignedBy }[] = []
  for (const { by, keysOf } of steps) {
    for (const [one, other] of pairBy(keysOf, left, right)) {
      left.delete(one)
      right.delete(other)
      pairs.push({ one, other, by })
    }
  }
  const compared = pairs.map(({ one, other, by }): ChangedLine => {
    return { before: one.line, after: other.line, by, fields: differences(one.line, other.line) }
  })
  const changed = compared.filter(({ fields }) => fields.length > 0)
  const linesOf = (open: ReadonlySet<Open>): ComparedLine[] => [...open].map(({ line }) => line).sort(byName)
  return {
    unchanged: compared.length - changed.length,
    added: linesOf(right),
    removed: linesOf(left),
    changed: changed.sort((a, b) => byName(a.after, b.after) || byName(a.before, b.before)),
  }
}

/** A line that has no partner yet, with what it is paired by. */
interface Open {
  readonly line: ComparedLine
  readonly purls: readonly string[]
  readonly barePurls: readonly string[]
  readonly cpes: readonly string[]
  readonly name: string
  readonly group: string
  readonly supplier: string
  /** Types of its purls; empty without one. */
  readonly registry: string
  /** The name of what holds it. */
  readonly within: string
  /** Orders it among lines of the same key. */
  readonly order: string
}

function toOpen(line: ComparedLine): Open {
  const purls = line.purls.flatMap((text) => parsePurl(text) ?? []).map(toCurrentType)
  return {
    line,
    purls: purls.map(({ version: _version, ...purl }) => formatPurl(purl)),
    barePurls: purls.map(({ type, name, namespace, subpath }) =>
      formatPurl({
        type,
        name,
        qualifiers: new Map(),
        ...(namespace === undefined ? {} : { namespace }),
        ...(subpath === undefined ? {} : { subpath }),
      }),
    ),
    cpes: line.cpes.flatMap((text) => {
      const cpe = parseCpe(text)
      return (cpe && keyOfCpe(cpe)) ?? []
    }),
    name: foldName(line.name) || line.name,
    group: foldWords(line.group ?? ''),
    supplier: foldWords(line.supplier ?? ''),
    registry: [...new Set(purls.map(({ type }) => type))].sort().join(' '),
    within: foldWords(line.within ?? ''),
    order: `${versionOrder(line.version)}\0${textOf(line)}`,
  }
}

/** Versions in the order of makers where they have one, so that 1.9 stands before 1.10. */
function versionOrder(version: string | undefined): string {
  if (version === undefined) return ''
  const key = schemeById('natural').sortKey(version)
  return key === undefined ? `~${version}` : `${key.shape} ${Buffer.from(key.bytes).toString('hex')}`
}

type Side = 'before' | 'after'

interface Step {
  readonly by: AlignedBy
  readonly keysOf: (open: Open, side: Side) => readonly string[]
}

const kinds: readonly Step[] = [
  { by: 'purl', keysOf: ({ purls }) => purls },
  { by: 'purl', keysOf: ({ barePurls }) => barePurls },
  { by: 'cpe', keysOf: ({ cpes }) => cpes },
  ...byNames(({ name, group, supplier, line }) => [name, group, supplier, line.type]),
  ...byNames(({ name, group, supplier }) => [name, group, supplier]),
  ...byNames(({ name, group }) => [name, group]),
  { by: 'digest', keysOf: ({ line }) => line.hashes },
]
const steps: readonly Step[] = kinds.flatMap(({ by, keysOf }) => [
  { by, keysOf: (open, side) => keysOf(open, side).map((key) => `${key}\0${open.within}`) },
  { by, keysOf },
])

/**
 * Lines of one name are the same component where their purls are of one type, or only one of the two has a purl: `requests` of npm is not that
 * of PyPI.
 */
function byNames(namesOf: (open: Open) => readonly string[]): Step[] {
  const keyed = (open: Open, kind: string): string[] => (open.name === '' ? [] : [[...namesOf(open), kind].join('\0')])
  const side = (hasPurl: boolean): Side => (hasPurl ? 'before' : 'after')
  return [
    { by: 'name', keysOf: (open) => keyed(open, open.registry) },
    { by: 'name', keysOf: (open, from) => keyed(open, side(open.registry !== '') === from ? 'older' : 'newer') },
  ]
}

/** Pairs lines that share a key. One line may have several keys, and is paired by the first that finds a partner. */
function pairBy(keysOf: Step['keysOf'], left: ReadonlySet<Open>, right: ReadonlySet<Open>): [Open, Open][] {
  const ones = groupByKey(left, (open) => keysOf(open, 'before'))
  const others = groupByKey(right, (open) => keysOf(open, 'after'))
  const taken = new Set<Open>()
  const pairs: [Open, Open][] = []
  for (const key of [...ones.keys()].sort()) {
    const free = (group: readonly Open[] = []): Open[] => group.filter((open) => !taken.has(open)).sort(byOrder)
    for (const pair of pairWithin(free(ones.get(key)), free(others.get(key)))) {
      pairs.push(pair)
      for (const open of pair) taken.add(open)
    }
  }
  return pairs
}

function groupByKey(lines: ReadonlySet<Open>, keysOf: (open: Open) => readonly string[]): Map<string, Open[]> {
  const groups = new Map<string, Open[]>()
  for (const open of lines) {
    for (const key of new Set(keysOf(open))) {
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [open])
      else group.push(open)
    }
  }
  return groups
}

/** Those of one version first, then the rest one after the other in the order of their versions; what is too many stays. */
function pairWithin(ones: readonly Open[], others: readonly Open[]): [Open, Open][] {
  const pairs: [Open, Open][] = []
  const byVersion = Map.groupBy(others, ({ line }) => line.version ?? '')
  const [leftOnes, gone] = [[] as Open[], new Set<Open>()]
  for (const one of ones) {
    const same = byVersion.get(one.line.version ?? '')?.shift()
    if (same === undefined) leftOnes.push(one)
    else {
      gone.add(same)
      pairs.push([one, same])
    }
  }
  const leftOthers = others.filter((other) => !gone.has(other))
  for (const [index, one] of leftOnes.entries()) {
    const other = leftOthers[index]
    if (other !== undefined) pairs.push([one, other])
  }
  return pairs
}

function byOrder(a: Open, b: Open): number {
  return compare(a.order, b.order) || a.line.sbomId - b.line.sbomId || a.line.ordinal - b.line.ordinal
}

function byName(a: ComparedLine, b: ComparedLine): number {
  return compare(placeOf(a), placeOf(b)) || a.sbomId - b.sbomId || a.ordinal - b.ordinal
}

function placeOf(line: ComparedLine): string {
  return [line.name.toLowerCase(), line.group ?? '', line.version ?? '', line.type].join('\0')
}

/** Texts by their code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function textOf({ sbomId: _sbomId, ordinal: _ordinal, componentId: _componentId, ...facts }: ComparedLine): string {
  return JSON.stringify(comparedFields.map((field) => (field === 'other' ? undefined : valueOf(facts, field))))
}

/** Fields in which two lines differ; the order of identifiers does not count. */
function differences(before: ComparedLine, after: ComparedLine): ComparedField[] {
  const shown = comparedFields.filter((field) => field !== 'other')
  const fields: ComparedField[] = shown.filter((field) => valueOf(before, field) !== valueOf(after, field))
  return fields.length === 0 && before.componentId !== after.componentId ? ['other'] : fields
}

function valueOf(
  line: Omit<ComparedLine, 'sbomId' | 'ordinal' | 'componentId'>,
  field: Exclude<ComparedField, 'other'>,
): string {
  if (field === 'corrected') return insteadOf(line)
  const value = line[field]
  return Array.isArray(value) ? JSON.stringify(value.map(String).sort()) : String(value ?? '')
}

/** What is judged in the place of a line: empty where it is judged as written. Who says so, and why, plays no part. */
function insteadOf({ corrected }: Pick<ComparedLine, 'corrected'>): string {
  return corrected === undefined ? '' : JSON.stringify(corrected.instead ?? 'notOnDevice')
}
