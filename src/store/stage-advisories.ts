import { sql } from 'kysely'
import type { Advisory, PackageKey } from '../model/index.ts'
import { copyRows, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { rangeColumns, toAttributes, toRangeColumns } from './ranges.ts'
import type { Transaction } from './transaction.ts'

/** An advisory with a digest of what it says, in hex: equal digests mean that nothing has changed. */
export interface StagedAdvisory {
  readonly advisory: Advisory
  readonly fingerprint: string
}

const stagedRange = ['n', 'package_key', ...rangeColumns, 'tier', 'attributes', 'condition', 'range_text', 'problem']
const stagedOperand = [
  'n',
  'condition',
  'operator',
  'negate',
  'node',
  'node_operator',
  'node_negate',
  'package_key',
  ...rangeColumns,
  'attributes',
  'vulnerable',
  'operand_text',
]

/** Opens the staging tables of one feed load, which vanish with the transaction; until it ends other loads wait, of whatever feed. */
export async function stageAdvisories(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('feed load', 0))`.execute(trx.query)
  await sql`create temporary table staged_place (n integer, key text, modified_at timestamptz) on commit drop`.execute(
    trx.query,
  )
  await sql`
    create temporary table staged_advisory (
      n integer, key text, name text, aliases text[], upstream text[], fingerprint bytea, summary text, published_at timestamptz,
      modified_at timestamptz, withdrawn boolean, severities jsonb, references_to text[], problems text[], range_count integer
    ) on commit drop`.execute(trx.query)
  await sql`
    create temporary table staged_range (
      n integer, package_key text, kind text, scheme text, shape text, lo bytea, hi bytea, tier smallint, attributes text[],
      condition integer, range_text text, problem text
    ) on commit drop`.execute(trx.query)
  await sql`
    create temporary table staged_operand (
      n integer, condition integer, operator text, negate boolean, node integer, node_operator text, node_negate boolean,
      package_key text, kind text, scheme text, shape text, lo bytea, hi bytea, attributes text[], vulnerable boolean, operand_text text
    ) on commit drop`.execute(trx.query)
}

/**
 * Stages those of a batch that differ from what is stored; `n` is the place of the first in the whole load. Their package keys are to
 * be there already: see `keysOfAdvisories`.
 */
export async function stageChanged(
  trx: Transaction,
  feed: string,
  batch: readonly StagedAdvisory[],
  n: number,
): Promise<void> {
  const known = await fingerprintsOf(
    trx,
    feed,
    batch.map((each) => each.advisory.key),
  )
  const placed = batch.map((each, index) => ({ ...each, n: n + index }))
  const seen = placed.map((each) => [each.n, each.advisory.key, each.advisory.modifiedAt])
  await copyRows(trx, 'staged_place', ['n', 'key', 'modified_at'], seen)
  const changed = placed.filter(({ advisory, fingerprint }) => known.get(advisory.key) !== fingerprint)
  await copyRows(
    trx,
    'staged_advisory',
    [
      'n',
      'key',
      'name',
      'aliases',
      'upstream',
      'fingerprint',
      'summary',
      'published_at',
      'modified_at',
      'withdrawn',
      'severities',
      'references_to',
      'problems',
      'range_count',
    ],
    changed.map((each) => toAdvisoryRow(each, each.n)),
  )
  await copyRows(
    trx,
    'staged_range',
    stagedRange,
    flatMap(changed, (each) => toRangeRows(each.advisory, each.n)),
  )
  await copyRows(
    trx,
    'staged_operand',
    stagedOperand,
    flatMap(changed, (each) => toOperandRows(each.advisory, each.n)),
  )
}

async function fingerprintsOf(trx: Transaction, feed: string, keys: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ key: string; fingerprint: string }>`
    select key, encode(fingerprint, 'hex') as fingerprint from advisory where feed = ${feed} and key = any(${keys}) and valid_to = 'infinity'`.execute(
    trx.query,
  )
  return new Map(rows.map((row) => [row.key, row.fingerprint]))
}

/**
 * The package keys that advisories speak of. They are added in a transaction of their own: names that nothing refers to do no harm, and
 * a long load would otherwise keep everyone waiting who needs one of them.
 */
export function keysOfAdvisories(advisories: readonly StagedAdvisory[]): ReadonlySet<PackageKey> {
  return new Set(advisories.flatMap((each) => keysOf(each.advisory)))
}

function keysOf(advisory: Advisory): PackageKey[] {
  const operands = advisory.conditions.flatMap((condition) => condition.nodes.flatMap((node) => node.operands))
  return [...advisory.ranges, ...operands].map((each) => each.key)
}

function* flatMap<From, To>(all: readonly From[], toMany: (each: From) => Iterable<To>): Generator<To> {
  for (const each of all) yield* toMany(each)
}

function toAdvisoryRow({ advisory, fingerprint }: StagedAdvisory, n: number): CopyValue[] {
  return [
    n,
    advisory.key,
    advisory.id,
    advisory.aliases,
    advisory.upstream,
    Buffer.from(fingerprint, 'hex'),
    advisory.summary,
    advisory.publishedAt,
    advisory.modifiedAt,
    advisory.withdrawn,
    toJson(advisory.severities),
    advisory.references,
    advisory.problems,
    advisory.ranges.filter(({ range }) => range.is !== 'unreadable').length,
  ]
}

function* toRangeRows(advisory: Advisory, n: number): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const { key, tier, range, text, cpe, condition } of advisory.ranges) {
    const problem = range.is === 'unreadable' ? range.because : null
    yield [n, key, ...toRangeColumns(range), tier, toAttributes(cpe), condition, text, problem]
  }
}

function* toOperandRows(advisory: Advisory, n: number): Generator<CopyValue[]> {
  if (advisory.withdrawn) return
  for (const [index, condition] of advisory.conditions.entries()) {
    for (const [at, node] of condition.nodes.entries()) {
      for (const { key, range, vulnerable, text, cpe } of node.operands) {
        yield [
          n,
          index,
          condition.operator,
          condition.negate,
          at,
          node.operator,
          node.negate,
          key,
          ...toRangeColumns(range),
          toAttributes(cpe),
          vulnerable,
          text,
        ]
      }
    }
  }
}
