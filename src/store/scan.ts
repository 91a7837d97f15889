import { sql } from 'kysely'
import type { IndexedComponent } from '../model/index.ts'
import { stageComponentKeys, stageKeyTable } from './components.ts'
import { conditionTruth } from './conditions.ts'
import { matchesOf } from './matching.ts'
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
  await stageKeyTable(trx, 'scanned_staged')
  await stageComponentKeys(trx, 'scanned_staged', components)
  await sql`create temporary table scanned_component (component_id integer, identity bytea) on commit drop`.execute(
    trx.query,
  )
  await sql`
    insert into scanned_component (component_id, identity)
    select min(place)::integer - 1, identity
    from unnest(${components.map((each) => Buffer.from(each.identity))}::bytea[]) with ordinality as each (identity, place)
    group by identity`.execute(trx.query)
  await sql`
    create temporary table scanned_key on commit drop as
    select distinct component_id, key_id, staged.scheme, staged.shape, version_key, tier, attributes, doubt, guard, guard_effect
    from scanned_staged staged join scanned_component using (identity) join package_key on package_key.key = staged.package_key`.execute(
    trx.query,
  )
  await sql`analyze scanned_key`.execute(trx.query)
  const ranges = sql`(select * from affected_range where valid_to = 'infinity')`
  const matches = await matchesOf(trx, { keys: sql`scanned_key`, ranges })
  const { rows } = await sql<ScanFinding>`
    with match as materialized (${matches}),
    needed as materialized (
      select distinct 1 as target, advisory_id, condition from match join affected_range using (range_id) where conditional
    ),
    held as (select 1 as target, component_id from scanned_component),
    target_complete as (
      select 1 as target, ${complete}::boolean as complete, ${describesOperatingSystem}::boolean as describes_operating_system,
        ${describesFirmware}::boolean as describes_firmware
    ),
    ${conditionTruth(sql`scanned_key`)},
    weighed as (
      select match.*, affected_range.range_text, affected_range.problem, advisory.feed, advisory.key as advisory,
        coalesce(alias.cluster_id, match.vulnerability_id) as cluster_id,
        least(case when match.doubt is null then 2 else 1 end, case when match.conditional then coalesce(settled.truth, 1) end) as truth,
        case when not match.conditional or settled.truth = 2 then match.doubt::text when settled.truth = 0 then null else coalesce(match.doubt::text, 'conditionNotSettled') end as settled_doubt
      from match
      join affected_range using (range_id)
      join advisory using (advisory_id)
      left join vulnerability_alias alias on alias.vulnerability_id = match.vulnerability_id and alias.valid_to = 'infinity'
      left join condition_truth settled on match.conditional and settled.advisory_id = affected_range.advisory_id and settled.condition = affected_range.condition
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
