import type { Advisory, PackageKey } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { rangeColumns, toAttributes, toRangeColumns } from './ranges.ts'

/** An advisory with a digest of what it says, in hex: equal digests mean that nothing has changed. */
export interface FreshAdvisory {
  readonly advisory: Advisory
  readonly fingerprint: string
}

/** An advisory that becomes a revision, with the ids of what it speaks of. */
export interface Revision extends FreshAdvisory {
  readonly feed: string
  readonly advisoryId: number
  readonly flaw: number
  /** When the load began; microseconds matter, so it is the database's own text. */
  readonly at: string
  /** Ids by name. */
  readonly flaws: ReadonlyMap<string, number>
  readonly keys: ReadonlyMap<PackageKey, number>
}

export const advisoryColumns = [
  'advisory_id',
  'feed',
  'key',
  'vulnerability_id',
  'fingerprint',
  'summary',
  'published_at',
  'modified_at',
  'withdrawn',
  'severities',
  'assessment',
  'references_to',
  'problems',
  'range_count',
  'valid_from',
]

export function toAdvisoryRow({ advisory, fingerprint, feed, advisoryId, flaw, at }: Revision): CopyValue[] {
  return [
    advisoryId,
    feed,
    advisory.key,
    flaw,
    Buffer.from(fingerprint, 'hex'),
    advisory.summary,
    advisory.publishedAt,
    advisory.modifiedAt,
    advisory.withdrawn,
    toJson(advisory.severities),
    advisory.assessment === undefined ? null : toJson(advisory.assessment),
    advisory.references,
    advisory.problems,
    advisory.ranges.filter(({ range, undecided }) => range.is !== 'unreadable' && undecided === undefined).length,
    at,
  ]
}

const ofAdvisory = ['advisory_id', 'vulnerability_id', 'valid_from']

export const affectedColumns = [
  ...ofAdvisory,
  'key_id',
  ...rangeColumns,
  'tier',
  'attributes',
  'condition',
  'range_text',
  'problem',
]

/** What is withdrawn affects nothing. */
export function* toRangeRows({ advisory, advisoryId, flaw, at, keys }: Revision): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const { key, tier, range, text, cpe, condition, undecided } of advisory.ranges) {
    const problem = range.is === 'unreadable' ? range.because : undecided
    const columns = toRangeColumns(range)
    yield [advisoryId, flaw, at, keys.get(key), ...columns, tier, toAttributes(cpe), condition, text, problem]
  }
}

export const conditionColumns = ['advisory_id', 'condition', 'operator', 'negate']

/** A configuration without an operand says nothing. */
export function* toConditionRows({ advisory, advisoryId }: Revision): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const [index, { operator, negate, nodes }] of advisory.conditions.entries()) {
    if (nodes.some(({ operands }) => operands.length > 0)) yield [advisoryId, index, operator, negate]
  }
}

export const operandColumns = [
  'advisory_id',
  'condition',
  'node',
  'node_operator',
  'node_negate',
  'key_id',
  ...rangeColumns,
  'attributes',
  'vulnerable',
  'operand_text',
]

export function* toOperandRows({ advisory, advisoryId, keys }: Revision): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const [index, condition] of advisory.conditions.entries()) {
    for (const [at, node] of condition.nodes.entries()) {
      for (const { key, range, vulnerable, text, cpe } of node.operands) {
        yield [
          advisoryId,
          index,
          at,
          node.operator,
          node.negate,
          keys.get(key),
          ...toRangeColumns(range),
          toAttributes(cpe),
          vulnerable,
          text,
        ]
      }
    }
  }
}

export const aliasColumns = [...ofAdvisory, 'other_id', 'kind']

/** Other names of the flaw, and the flaws that the advisory passes on. */
export function* toAliasRows({ advisory, advisoryId, flaw, at, flaws }: Revision): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const [kind, names] of [
    ['alias', advisory.aliases],
    ['upstream', advisory.upstream],
  ] as const) {
    for (const name of new Set(names)) {
      const other = flaws.get(name)
      if (other !== flaw) yield [advisoryId, flaw, at, other, kind]
    }
  }
}
