import { sql } from 'kysely'
import type { ProductLifecycle, Slice, SupportEnd } from '../model/index.ts'
import { copyRows } from './copy.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

const productColumns = ['product', 'title', 'category', 'purls', 'cpes'] as const
const cycleColumns = [
  'product',
  'cycle',
  'label',
  'released_on',
  'long_term',
  'active_ends',
  'security_ends',
  'extended_ends',
  'latest',
] as const

/** Puts what is told of products in the place of what is stored of them; products that are not among them stay. Returns how many rows differ. */
export async function replaceLifecycles(trx: Transaction, lifecycles: readonly ProductLifecycle[]): Promise<number> {
  const products = new Map(lifecycles.map((each) => [each.product, each]))
  await sql`create temporary table staged_product_lifecycle (like product_lifecycle) on commit drop`.execute(trx.query)
  await sql`create temporary table staged_release_cycle (like release_cycle) on commit drop`.execute(trx.query)
  for (const table of ['staged_product_lifecycle', 'staged_release_cycle'])
    await sql`alter table ${sql.table(table)} alter column valid_from set default now(), alter column valid_to set default 'infinity'`.execute(
      trx.query,
    )
  await copyRows(
    trx,
    'staged_product_lifecycle',
    [...productColumns],
    [...products.values()].map((each) => [each.product, each.title, each.category, each.purls, each.cpes]),
  )
  await copyRows(trx, 'staged_release_cycle', [...cycleColumns], [...products.values()].flatMap(toCycleRows))
  return (
    (await replaceRows(trx, 'product_lifecycle', productColumns)) +
    (await replaceRows(trx, 'release_cycle', cycleColumns))
  )
}

function toCycleRows({ product, cycles }: ProductLifecycle) {
  return cycles.map((each) => [
    product,
    each.cycle,
    each.label,
    each.releasedOn,
    each.isLongTerm,
    toDate(each.activeSupport),
    toDate(each.securitySupport),
    toDate(each.extendedSupport),
    each.latest,
  ])
}

function toDate(end: SupportEnd | undefined): string | null {
  if (end === undefined) return null
  if (end.is === 'on') return end.day
  return end.is === 'open' ? 'infinity' : '-infinity'
}

async function replaceRows(
  trx: Transaction,
  table: 'product_lifecycle' | 'release_cycle',
  columns: readonly string[],
): Promise<number> {
  const [old, next] = [sql.table(table), sql.table(`staged_${table}`)]
  const named = sql.join(columns.map((column) => sql.ref(column)))
  const isSame = sql.join(
    columns.map((column) => sql`${sql.ref(`next.${column}`)} is not distinct from ${sql.ref(`old.${column}`)}`),
    sql` and `,
  )
  const closed = await sql`
    update ${old} old set valid_to = ${closing('old')}
    where valid_to = 'infinity'
      and exists (select from staged_product_lifecycle told where told.product = old.product)
      and not exists (select from ${next} next where ${isSame})`.execute(trx.query)
  const opened = await sql`
    insert into ${old} (${named}, valid_from)
    select ${named}, now()
    from ${next} next
    where not exists (select from ${old} old where old.valid_to = 'infinity' and ${isSame})`.execute(trx.query)
  return Number((closed.numAffectedRows ?? 0n) + (opened.numAffectedRows ?? 0n))
}

/** A cycle with its product. Ends as `release_cycle` has them, in the words of ISO 8601, `infinity` and `-infinity`. */
export interface CycleRow {
  readonly product: string
  readonly title: string
  readonly category: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly cycle: string
  readonly label: string | null
  readonly releasedOn: string | null
  readonly isLongTerm: boolean
  readonly activeEnds: string | null
  readonly securityEnds: string | null
  readonly extendedEnds: string | null
  readonly latest: string | null
}

const order: readonly OrderedBy[] = [
  { by: sql`product collate "C"`, type: 'text' },
  { by: sql`cycle collate "C"`, type: 'text' },
]

/** What is known of the releases of products, or of one, in the order of product and cycle. */
export async function sliceOfCycles(
  trx: Transaction,
  product: string | undefined,
  { limit, after }: Slice,
): Promise<CycleRow[]> {
  const { rows } = await sql<CycleRow>`
    select product, title, category, purls, cpes, cycle, label, released_on::text as "releasedOn", long_term as "isLongTerm",
      active_ends::text as "activeEnds", security_ends::text as "securityEnds", extended_ends::text as "extendedEnds", latest
    from release_cycle join product_lifecycle using (product)
    where release_cycle.valid_to = 'infinity' and product_lifecycle.valid_to = 'infinity'
      and ${product === undefined ? sql`true` : sql`product = ${product}`}
      and ${comesAfter(order, after)}
    order by ${inOrderOf(order)}
    limit ${limit}`.execute(trx.query)
  return rows
}
