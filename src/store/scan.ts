import { sql } from 'kysely'
import type { IndexedComponent } from '../model/index.ts'
import { addAliasedKeys } from './alias-keys.ts'
import { keyColumns, orderColumns, toKeyColumns, toOrderColumns } from './components.ts'
import { conditionTruth } from './conditions.ts'
import { copyRows } from './copy.ts'
import { saidByRegistry } from './disputes.ts'
import { matchesOfComponents } from './matching-components.ts'
import { addPackageKeys } from './package-keys.ts'
import type { Transaction } from './transaction.ts'

/** A match of a component of a scanned file. `component` is its place in the list scanned; equal components have equal findings, told at the first. */
export interface ScanFinding {
  readonly component: number
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly tier: number
  /** 2 affected, 1 unknown, 0 excluded by a configuration that does not hold. */
  readonly truth: 0 | 1 | 2
  readonly doubt: string | null
  readonly feed: string
  readonly advisory: string
  readonly range: string
  readonly problem: string | null
}

/** What a scanned file says of itself as a whole. */
export interface ScannedWhole {
  /** It lists the whole device: a part it does not list, of a layer it describes, is not there. */
  readonly complete: boolean
  readonly describesOperatingSystem: boolean
  readonly describesFirmware: boolean
}

/**
 * Matches components with the loaded feeds by the statement that a rematch uses; run it where nothing stays (`inScratch`). One row for
 * each component and flaw, the worst of its names.
 */
export async function scanComponents(
  trx: Transaction,
  components: readonly IndexedComponent[],
  { complete, describesOperatingSystem, describesFirmware }: ScannedWhole,
): Promise<ScanFinding[]> {
  await stageScanned(trx, components)
  const [keys, orders] = [sql`scanned_key`, sql`scanned_order`]
  const matches = matchesOfComponents({ keys, orders }, sql`(select distinct component_id from scanned_key)`, sql`true`)
  const { rows } = await sql<ScanFinding>`
    with match as materialized (${matches}),
    needed as materialized (
      select distinct advisory_id, condition from match join affected_range using (range_id) where conditional
    ),
    held_key as (select *, 1 as sides from scanned_key),
    target_complete as (
      select 1 as target, ${complete}::boolean as complete, ${describesOperatingSystem}::boolean as describes_operating_system,
        ${describesFirmware}::boolean as describes_firmware
    ),
    ${conditionTruth()},
    weighed as (
      select match.*, range.range_text, coalesce(range.problem, ${saidByRegistry(keys, sql`match`)}) as problem, advisory.feed, advisory.key as advisory,
        coalesce(alias.cluster_id, match.vulnerability_id) as cluster_id,
        least(case when match.doubt is null then 2 else 1 end, case when match.conditional then coalesce(settled.truth, 1) end) as truth,
        case when not match.conditional or settled.truth = 2 then match.doubt::text when settled.truth = 0 then null else coalesce(match.doubt::text, 'conditionNotSettled') end as settled_doubt
      from match
      join affected_range range using (range_id)
      join advisory using (advisory_id)
      left join vulnerability_alias alias on alias.vulnerability_id = match.vulnerability_id and alias.valid_to = 'infinity'
      left join condition_truth settled on match.conditional and settled.advisory_id = range.advisory_id and settled.condition = range.condition
    ),
    worst as (
      select distinct on (component_id, cluster_id) * from weighed order by component_id, cluster_id, truth desc, tier, range_id
    )
    select worst.component_id as component, tier, truth, settled_doubt as doubt, feed, advisory, range_text as range, problem, names[1] as vulnerability, names[2:] as aliases
    from worst
    cross join lateral (
      select array_agg(name order by name !~ '^CVE-', name) as names
      from (
        select vulnerability_id from vulnerability_alias where cluster_id = worst.cluster_id and valid_to = 'infinity'
        union
        select worst.vulnerability_id
      ) as member join vulnerability using (vulnerability_id)
    ) as named
    order by component, truth desc, vulnerability`.execute(trx.query)
  return rows
}

/** `scanned_key` and `scanned_order`: like the tables of components, with the place of a component for its id. Equal ones stand at the first. */
async function stageScanned(trx: Transaction, components: readonly IndexedComponent[]): Promise<void> {
  const places = new Map(components.map((each, place) => [each.identity, place] as const).reverse())
  const each = [...places.values()].flatMap((place) =>
    components.slice(place, place + 1).map((one) => ({ place, one })),
  )
  const keyIds = await addPackageKeys(trx, new Set(each.flatMap(({ one }) => one.keys.map(({ key }) => key))))
  await sql`create temporary table scanned_key (like component_key) on commit drop`.execute(trx.query)
  await sql`create temporary table scanned_order (like component_order) on commit drop`.execute(trx.query)
  const keys = each.flatMap(({ place, one }) =>
    one.keys.map((key) => [place, keyIds.get(key.key), ...toKeyColumns(key)]),
  )
  await copyRows(trx, 'scanned_key', ['component_id', 'key_id', ...keyColumns], keys)
  const orders = each.map(({ place, one }) => [place, ...toOrderColumns(one)])
  await copyRows(trx, 'scanned_order', ['component_id', ...orderColumns], orders)
  await sql`create index on scanned_key (component_id)`.execute(trx.query)
  await sql`create index on scanned_order (component_id)`.execute(trx.query)
  await addAliasedKeys(trx, { table: 'scanned_key', componentIds: each.map(({ place }) => place) })
  await sql`analyze scanned_key, scanned_order`.execute(trx.query)
}
