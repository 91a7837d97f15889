import type { VersionRange } from '../model/index.ts'
import { parseVers, schemeById, versToRanges } from '../versions/index.ts'
import { intersection, reachBetween, reachOf, toWrittenVersion } from './version-bounds.ts'
import type { Ends, Reach } from './version-bounds.ts'
import { plainVersionText, versionTokens } from './version-tokens.ts'
import type { Operator, VersionToken } from './version-tokens.ts'

/**
 * What a text about versions means. A version inside `ranges` is meant; one inside `possible` may be, and `because` says why that is not sure.
 * Only a version outside both is not meant. A text that is not understood has one `unreadable` range among the possible ones.
 */
export interface VersionReading {
  readonly text: string
  readonly ranges: readonly VersionRange[]
  readonly possible: readonly VersionRange[]
  readonly because?: string
}

const maxTextChars = 500

/**
 * Reads what people write of versions: `Versions prior to 8.2`, `<= 2.1.3`, `1.0 through 3.2`, `Rev. B and earlier`, `12.2.x`, `vers:all/*`, and the same in French.
 * A text with one word that is not understood is not understood at all. Versions are in the `natural` order, or in that of their `vers:` type.
 */
export function readVersionText(given: string): VersionReading {
  const text = given.trim()
  if (text.length > maxTextChars)
    return unreadable(text.slice(0, maxTextChars), 'it is too long for a range of versions')
  if (/^vers:/i.test(text)) return readVers(text)
  return readPlain(text, plainVersionText(text))
}

/** `vers:all/<V2.0` is no VERS, yet written by the thousand: what follows the slash is then read as any other text. */
function readVers(text: string): VersionReading {
  const parsed = parseVers(text)
  if (parsed.is === 'vers' && (parsed.vers.every || parsed.vers.scheme !== undefined)) {
    const ranges = versToRanges(parsed.vers)
    return ranges.some(({ is }) => is === 'unreadable')
      ? { text, ranges: [], possible: ranges, because: reasonOf(ranges) }
      : { text, ranges, possible: [] }
  }
  return readPlain(text, plainVersionText(text.replace(/^vers:[^/]*\//i, '')))
}

function reasonOf(ranges: readonly VersionRange[]): string {
  const broken = ranges.find((range) => range.is === 'unreadable')
  return broken?.is === 'unreadable' ? broken.because : 'it cannot be ordered'
}

function readPlain(text: string, plain: string): VersionReading {
  const { rest, remarks } = withoutRemarks(plain.replace(/(?<=[<>=] ?)\((\w[\w.]*)\)/, '$1'))
  const tokens = versionTokens(rest)
  const clauses = toClauses(tokens)
  const reach = clauses && combine(clauses)
  if (reach === undefined) return readName(text, rest) ?? unreadable(text, whyNot(tokens))
  const narrowing = remarks.find((remark) => !isHarmless(remark))
  if (narrowing === undefined)
    return toReading(text, { ...reach, possible: [...reach.possible, ...perhapsYears(tokens)] })
  if (/\d/.test(narrowing) && !/^with |^model /.test(narrowing))
    return unreadable(text, `“${narrowing}” may mean other versions`)
  return { text, ranges: [], possible: [...reach.sure, ...reach.possible], because: `it holds only for “${narrowing}”` }
}

function toReading(text: string, { sure, possible }: Reach): VersionReading {
  const because = possible.some(({ is }) => is === 'unreadable') ? reasonOf(possible) : shortForm
  return { text, ranges: sure, possible, ...(possible.length > 0 && { because }) }
}

/** `2003 to 2006` may be years in which any version was sold. */
function perhapsYears(tokens: readonly VersionToken[]): readonly VersionRange[] {
  const versions = tokens.filter((token) => token.is === 'version')
  const areYears = versions.length > 0 && versions.every(({ text }) => /^(?:19|20)\d\d$/.test(text))
  return areYears ? [{ is: 'unreadable', because: 'its numbers may be years and not versions' }] : []
}

const shortForm = 'a version with more numbers may be meant by one with fewer'

/** Takes out what stands in brackets apart from a version, and what a model or option narrows a version to. */
function withoutRemarks(plain: string): { readonly rest: string; readonly remarks: readonly string[] } {
  const remarks: string[] = []
  const keep = (_: string, remark: string): string => {
    remarks.push(remark.trim())
    return ' '
  }
  const rest = plain
    .replaceAll(/(?<=^|[ ,|])\((?!build \d)([^()]*)\)/g, keep)
    .replace(/(?<=[\dx] )((?:with|model|running on|on|for|for the|pour|sur|avec) [^<>|]+)$/, keep)
  return { rest: rest.trim(), remarks }
}

/** Remarks that narrow nothing: end of life, where it is sold, which flaw is meant. */
function isHarmless(remark: string): boolean {
  return /^(?:end[- ]of[- ]life|eol|discontinued|obsolete|integrated into|not (?:sold|distributed)|impacted by cve|inclusive|included|inclus)/.test(
    remark,
  )
}

interface Constraint {
  readonly operator: Operator
  readonly version: string
}

/** `every`: all versions. `ends`: both of one clause (`1.0 through 3.2`). */
type Clause =
  | { readonly is: 'every' }
  | { readonly is: 'one'; readonly constraint: Constraint }
  | { readonly is: 'ends'; readonly from: string; readonly to: string }

/** The clauses of a text; undefined when it has none, or a piece that fits no clause. */
function toClauses(tokens: readonly VersionToken[]): readonly Clause[] | undefined {
  if (tokens.some(({ is }) => is === 'other') || mixesKinds(tokens)) return undefined
  const all = tokens.filter(({ is }) => is !== 'kind')
  const parts = all.some(({ is }) => is === 'version') ? all.filter(({ is }) => is !== 'all') : all
  if (parts.length > 0 && parts.every(({ is }) => is === 'all')) return [{ is: 'every' }]
  const clauses: Clause[] = []
  for (let at = 0; at < parts.length;) {
    if (parts[at]?.is === 'separator' && clauses.length > 0) at += 1
    const clause = clauseAt(parts, at)
    if (clause === undefined) return undefined
    clauses.push(clause.clause)
    at += clause.length
    const next = parts[at]?.is
    if (next !== undefined && next !== 'separator' && next !== 'operator') return undefined
  }
  return clauses.length === 0 ? undefined : clauses
}

/** A text that speaks of firmware after a version speaks of two things. */
function mixesKinds(tokens: readonly VersionToken[]): boolean {
  const first = tokens.findIndex(({ is }) => is === 'version')
  const kinds = tokens.filter((token) => token.is === 'kind')
  const isLate = tokens.slice(first + 1).some(({ is }) => is === 'kind')
  return isLate || kinds.some(({ text }) => !/^(?:firmware|fw|micrologiciel)$/.test(text))
}

function clauseAt(
  parts: readonly VersionToken[],
  at: number,
): { readonly clause: Clause; readonly length: number } | undefined {
  const [one, two, three, four] = parts.slice(at, at + 4)
  if (one?.is === 'between' && two?.is === 'version' && three?.is === 'separator' && four?.is === 'version')
    return { clause: { is: 'ends', from: two.text, to: four.text }, length: 4 }
  if (one?.is === 'to' && two?.is === 'version') return single('<=', two.text, 2)
  if (one?.is === 'operator' && two?.is === 'version') return single(one.operator, two.text, 2)
  if (one?.is !== 'version') return undefined
  if (two?.is === 'andBelow') return single('<=', one.text, 2)
  if (two?.is === 'andAbove') return single('>=', one.text, 2)
  if (two?.is === 'to' && three?.is === 'version')
    return { clause: { is: 'ends', from: one.text, to: three.text }, length: 3 }
  const revisions = /^([a-z])-([a-z])$/.exec(one.text)
  if (revisions !== null) return { clause: { is: 'ends', from: revisions[1] ?? '', to: revisions[2] ?? '' }, length: 1 }
  return single('=', one.text, 1)
}

function single(
  operator: Operator,
  version: string,
  length: number,
): { readonly clause: Clause; readonly length: number } {
  return { clause: { is: 'one', constraint: { operator, version } }, length }
}

/** A lower bound and the upper bound after it are one range; everything else adds to what came before. */
function combine(clauses: readonly Clause[]): Reach | undefined {
  const reaches: (Reach | undefined)[] = []
  for (let at = 0; at < clauses.length; at += 1) {
    const [clause, next] = [clauses[at], clauses[at + 1]]
    const isPair = isBound(clause, '>') && isBound(next, '<')
    reaches.push(isPair ? reachOfPair(clause, next) : reachOfClause(clause))
    if (isPair) at += 1
    else if (isBound(clause, '<') && isBound(next, '>') && isTurned(clause, next)) return undefined
  }
  const known = reaches.filter((reach) => reach !== undefined)
  if (known.length < reaches.length) return undefined
  return settleUppers(clauses, {
    sure: known.flatMap(({ sure }) => sure),
    possible: known.flatMap(({ possible }) => possible),
  })
}

type Bound = { readonly is: 'one'; readonly constraint: Constraint }

function isBound(clause: Clause | undefined, side: '<' | '>'): clause is Bound {
  return clause?.is === 'one' && clause.constraint.operator.startsWith(side)
}

function reachOfPair(low: Bound, high: Bound): Reach | undefined {
  return reachFrom({ from: low.constraint, to: high.constraint })
}

function reachOfClause(clause: Clause | undefined): Reach | undefined {
  if (clause === undefined) return undefined
  if (clause.is === 'every') return { sure: [{ is: 'all' }], possible: [] }
  if (clause.is === 'ends')
    return reachFrom({ from: { operator: '>=', version: clause.from }, to: { operator: '<=', version: clause.to } })
  const { constraint } = clause
  if (constraint.operator.startsWith('>')) return reachFrom({ from: constraint })
  if (constraint.operator.startsWith('<')) return reachFrom({ to: constraint })
  const version = toWrittenVersion(constraint.version)
  return version && reachOf(version)
}

function reachFrom(bounds: { readonly from?: Constraint; readonly to?: Constraint }): Reach | undefined {
  const ends: { -readonly [End in keyof Ends]: Ends[End] } = {}
  for (const end of ['from', 'to'] as const) {
    const constraint = bounds[end]
    if (constraint === undefined) continue
    const version = toWrittenVersion(constraint.version)
    if (version === undefined) return undefined
    ends[end] = { version, inclusive: constraint.operator.endsWith('=') }
  }
  return reachBetween(ends)
}

/** `<= 4.12 | >= 4.4`: an upper bound above the lower bound after it means what lies between or everything; nobody can tell. */
function isTurned(high: Bound, low: Bound): boolean {
  const [above, below] = [reachOfClause(low), reachOfClause(high)]
  return above?.sure.some((a) => below?.sure.some((b) => intersection(a, b) !== undefined)) === true
}

/** Several upper bounds of one kind (`< 3.0 | < 4.0`) belong to several lines of a product: only what is below all of them is sure. */
function settleUppers(clauses: readonly Clause[], reach: Reach): Reach {
  const lone = clauses.filter((clause, at) => isBound(clause, '<') && !isBound(clauses[at - 1], '>'))
  if (lone.length < 2) return reach
  const sures = lone.flatMap((clause) => reachOfClause(clause)?.sure ?? [])
  const shapes = new Set(sures.map((range) => (range.is === 'interval' ? range.shape : '')))
  if (shapes.size === sures.length) return reach
  const least = sures.reduce((a, b) => intersection(a, b) ?? a)
  return { sure: [least], possible: [...reach.sure, ...reach.possible] }
}

/** Without any operator a text may be a version of a kind of its own (`LPI 3.5.12.P30`), which is compared only with others of that kind. */
function readName(text: string, rest: string): VersionReading | undefined {
  const words = rest.split(' ').filter((word) => /^\D+$/.test(word))
  if (words.length > 1 || /[<>=|,;*()"]|\d\/\d/.test(rest)) return undefined
  const shape = schemeById('natural').sortKey(rest)?.shape
  if (shape === undefined || shape === 'numbers' || shape === 'letter') return undefined
  const version = toWrittenVersion(rest)
  const reach = version && reachOf(version)
  return reach && toReading(text, reach)
}

function whyNot(tokens: readonly VersionToken[]): string {
  const kind = tokens.find((token) => token.is === 'kind')
  if (kind?.is === 'kind') return `its versions may be those of the ${kind.text} and not of the product`
  if (tokens.some((token) => token.is === 'other' && isOfDate.test(token.text)))
    return 'it gives a date or a lot of devices, and no version'
  const strange = tokens.find((token) => token.is === 'other')
  if (strange?.is === 'other') return `“${strange.text}” is not understood in a text about versions`
  if (!tokens.some(({ is }) => is === 'version')) return 'it names no version'
  return 'its words do not make up one range of versions'
}

const isOfDate =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|distributed|manufactured|shipped|serial|lot)$/

function unreadable(text: string, because: string): VersionReading {
  return { text, ranges: [], possible: [{ is: 'unreadable', because }], because }
}
