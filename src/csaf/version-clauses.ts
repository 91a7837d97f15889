import { intersection, reachBetween, reachOf, toWrittenVersion } from './version-bounds.ts'
import type { Ends, Reach } from './version-bounds.ts'
import type { Operator, VersionToken } from './version-tokens.ts'

/** What the pieces of a text mean together; undefined when one is not understood, or when they make up no range. */
export function reachOfTokens(tokens: readonly VersionToken[]): Reach | undefined {
  const clauses = toClauses(tokens)
  return clauses && combine(clauses)
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
