import type { AffectedRange, Condition } from '../../model/index.ts'
import { plainText } from '../text.ts'
import { readCriteria, type Criteria } from './criteria.ts'
import type { Configuration, CpeMatch } from './schema.ts'

const maxProblems = 20

export interface Applicability {
  readonly ranges: readonly AffectedRange[]
  readonly conditions: readonly Condition[]
  readonly problems: readonly string[]
}

/**
 * The ranges of all configurations, and those configurations whose truth depends on several components at once. A CVE applies when one of its
 * configurations holds. Only matches marked vulnerable become ranges: the others are the environment, and never make a finding.
 */
export function readConfigurations(configurations: readonly Configuration[]): Applicability {
  const ranges: AffectedRange[] = []
  const conditions: Condition[] = []
  const problems: string[] = []
  for (const configuration of configurations) {
    const read = readNodes(configuration)
    const isWhole = read.lost.length === 0
    problems.push(...read.lost.map(problemOf))
    if (isPlain(configuration)) ranges.push(...rangesOf(read))
    else if (isWhole) {
      const condition = conditions.push(toCondition(configuration, read)) - 1
      ranges.push(...rangesOf(read).map((range) => ({ ...range, condition })))
    } else ranges.push(...rangesOf(read).map(unsettled))
  }
  return { ranges, conditions, problems: [...new Set(problems)].slice(0, maxProblems) }
}

/** True when one vulnerable component is enough: nothing is joined by AND, nothing is negated. */
function isPlain(configuration: Configuration): boolean {
  const isJoined = configuration.operator === 'AND' && configuration.nodes.length > 1
  if (isJoined || configuration.negate === true) return false
  return configuration.nodes.every((node) => {
    const isJoinedInside = node.operator === 'AND' && node.cpeMatch.length > 1
    return !isJoinedInside && node.negate !== true
  })
}

interface ReadMatch {
  readonly vulnerable: boolean
  readonly criteria: Criteria
}

interface ReadNodes {
  /** As many as the configuration has nodes. */
  readonly nodes: readonly (readonly ReadMatch[])[]
  /** Matches that no package can be looked up by. */
  readonly lost: readonly CpeMatch[]
}

function readNodes(configuration: Configuration): ReadNodes {
  const lost: CpeMatch[] = []
  const nodes = configuration.nodes.map((node) => {
    const read: ReadMatch[] = []
    for (const match of node.cpeMatch) {
      const criteria = readCriteria(match)
      if (criteria === undefined) lost.push(match)
      else read.push({ vulnerable: match.vulnerable, criteria })
    }
    return read
  })
  return { nodes, lost }
}

function rangesOf({ nodes }: ReadNodes): readonly AffectedRange[] {
  const vulnerable = nodes.flat().flatMap((match) => (match.vulnerable ? [match.criteria] : []))
  return [...vulnerable.map((criteria) => toAffected(criteria)), ...openUpdates(vulnerable)]
}

function toAffected({ key, range, text, cpe, undecided }: Criteria): AffectedRange {
  return { tier: 2, key, range, text, ...(cpe !== undefined && { cpe }), ...(undecided !== undefined && { undecided }) }
}

/** Versions whose updates alone are named, each once: who states such a version may have the update, and many lists leave it out. */
function openUpdates(vulnerable: readonly Criteria[]): AffectedRange[] {
  const undecided = 'the source names updates of this version, and which one is installed is not stated'
  const open = vulnerable.flatMap(({ openUpdate, key }): [string, AffectedRange][] =>
    openUpdate === undefined
      ? []
      : [[[key, openUpdate.text, openUpdate.cpe].join('\n'), { ...toAffected({ key, ...openUpdate }), undecided }]],
  )
  return [...new Map(open).values()]
}

function toCondition(configuration: Configuration, { nodes }: ReadNodes): Condition {
  return {
    operator: configuration.operator ?? 'OR',
    negate: configuration.negate === true,
    nodes: configuration.nodes.map((node, index) => ({
      operator: node.operator ?? 'OR',
      negate: node.negate === true,
      operands: (nodes[index] ?? []).map(({ vulnerable, criteria: { key, range, text, cpe } }) => ({
        key,
        range,
        text,
        vulnerable,
        ...(cpe !== undefined && { cpe }),
      })),
    })),
  }
}

/** A range of a configuration that cannot be settled says `unknown` for whoever has the package, never "no". */
function unsettled(range: AffectedRange): AffectedRange {
  return { ...range, range: { is: 'unreadable', because: 'its configuration names a part that cannot be looked up' } }
}

function problemOf({ criteria }: CpeMatch): string {
  return `the criteria ${plainText(criteria).slice(0, 300)} cannot be looked up: they name no single vendor and product`
}
