import { sql } from 'kysely'
import type { FlawSummary, PackageKey, Slice } from '../model/index.ts'
import { isBlindSpot } from './blind-spots.ts'
import { hasSsvc } from './flaw.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import type { Transaction } from './transaction.ts'

/** A flaw by one of its names. Absent facts are null. */
export interface FlawRow {
  /** The name as its feed writes it. */
  readonly id: string
  readonly names: readonly string[]
  readonly summary: string
  readonly publishedAt: string | null
  readonly cvss: NonNullable<FlawSummary['cvss']> | null
  readonly exploitedSince: string | null
  readonly epssProbability: number | null
  readonly ssvc: NonNullable<FlawSummary['ssvc']> | null
  readonly blindSpot: boolean
  readonly sources: readonly string[]
  /** Its place in the list: the name in upper case. */
  readonly place: string
}

/** SQL: ids of all names of the row of `vulnerability`, and of the advisories that pass it on. */
const membersOf = sql`array(
  with same as (
    select vulnerability.vulnerability_id as id
    union
    select sibling.vulnerability_id
    from vulnerability_alias mine
    join vulnerability_alias sibling on sibling.cluster_id = mine.cluster_id and sibling.valid_to = 'infinity'
    where mine.vulnerability_id = vulnerability.vulnerability_id and mine.valid_to = 'infinity'
  )
  select id from same
  union
  select carrier.vulnerability_id
  from same join advisory_alias carrier on carrier.other_id = same.id and carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
)`

const order: readonly OrderedBy[] = [{ by: sql`upper(name) collate "C"`, type: 'text' }]
const mostSources = 50

export interface FlawsAsked {
  /** How the name begins, in whatever case. */
  readonly prefix: string
  /** Only those for which no source gives a range that a machine can use, or only the others. */
  readonly blindSpot?: boolean
}

/** Flaws that loaded feeds know by a name that begins so, in the order of names. */
export async function sliceOfFlaws(
  trx: Transaction,
  { prefix, blindSpot }: FlawsAsked,
  { limit, after }: Slice,
): Promise<FlawRow[]> {
  const { rows } = await sql<FlawRow>`
    with asked as materialized (
      select vulnerability_id, name
      from vulnerability
      where upper(name) collate "C" >= upper(${prefix}) and upper(name) collate "C" < upper(${prefix}) || ${'\u{10FFFF}'}
        and ${comesAfter(order, after)}
        and (exists (select from advisory where advisory.vulnerability_id = vulnerability.vulnerability_id and valid_to = 'infinity')
          or exists (select from advisory_alias where other_id = vulnerability.vulnerability_id and valid_to = 'infinity'))
        and ${blindSpot === undefined ? sql`true` : sql`${isBlindSpot(membersOf)} = ${blindSpot}::boolean`}
      order by ${inOrderOf(order)}
      limit ${limit}
    )
    select asked.name as id, same.names, best.summary, best.published_at as "publishedAt", scored.cvss,
      urgency."exploitedSince", urgency."epssProbability", weighed.ssvc, ${isBlindSpot(sql`member.ids`)} as "blindSpot",
      spoken.sources, upper(asked.name) as place
    from asked
    cross join lateral (
      select array_agg(vulnerability_id) as ids, array_agg(name order by name) as names
      from (
        select asked.vulnerability_id
        union
        select sibling.vulnerability_id
        from vulnerability_alias mine
        join vulnerability_alias sibling on sibling.cluster_id = mine.cluster_id and sibling.valid_to = 'infinity'
        where mine.vulnerability_id = asked.vulnerability_id and mine.valid_to = 'infinity'
      ) as each join vulnerability using (vulnerability_id)
    ) as same
    cross join lateral (
      select same.ids || coalesce(array_agg(vulnerability_id), '{}') as ids
      from advisory_alias
      where other_id = any(same.ids) and kind = 'upstream' and valid_to = 'infinity'
    ) as member
    cross join lateral (
      select summary, published_at
      from advisory
      where vulnerability_id = any(member.ids) and valid_to = 'infinity'
      order by withdrawn, feed <> 'nvd', feed, key
      limit 1
    ) as best
    cross join lateral (
      select array_agg(source) as sources
      from (
        select distinct feed || ' ' || key as source
        from advisory
        where vulnerability_id = any(member.ids) and valid_to = 'infinity'
        order by source
        limit ${mostSources}
      ) as each
    ) as spoken
    left join lateral (
      select jsonb_build_object('base', severity->'base', 'vector', severity->'vector', 'source', severity->'source') as cvss
      from advisory cross join lateral jsonb_array_elements(severities) as severity
      where vulnerability_id = any(member.ids) and valid_to = 'infinity' and severity ? 'base'
      order by severity->>'cvssVersion' desc, (severity->>'base')::real desc
      limit 1
    ) as scored on true
    cross join lateral (
      select
        (select min(added_on) from known_exploited where vulnerability_id = any(member.ids) and valid_to = 'infinity') as "exploitedSince",
        (select max(epss_probability) from exploit_prediction where vulnerability_id = any(member.ids) and valid_to = 'infinity') as "epssProbability"
    ) as urgency
    left join lateral (
      select assessment - 'exploitedSince' as ssvc
      from advisory
      where vulnerability_id = any(member.ids) and valid_to = 'infinity' and not withdrawn and ${hasSsvc}
      order by assessment->>'assessedAt' desc nulls last, advisory_id desc
      limit 1
    ) as weighed on true
    order by upper(asked.name) collate "C"`.execute(trx.query)
  return rows
}

/** What one source says of a flaw, with the packages and versions that it names. */
export interface AdvisoryRow {
  readonly feed: string
  readonly key: string
  readonly summary: string
  readonly publishedAt: string | null
  readonly withdrawn: boolean
  readonly references: readonly string[]
  /** The first ones, by package. */
  readonly ranges: readonly { readonly key: PackageKey; readonly range: string; readonly problem: string | null }[]
  readonly rangesTotal: number
}

const mostAdvisories = 200
const mostRanges = 50

/** The live advisories of a flaw, those withdrawn last, the NVD first; at most 200, each with at most 50 of its ranges. */
export async function advisoriesOfFlaw(trx: Transaction, members: readonly number[]): Promise<AdvisoryRow[]> {
  const { rows } = await sql<AdvisoryRow>`
    select feed, advisory.key, summary, published_at as "publishedAt", withdrawn, references_to as references,
      (
        select coalesce(json_agg(json_build_object('key', first.key, 'range', range_text, 'problem', problem)), '[]')
        from (
          select package_key.key, range_text, problem
          from affected_range join package_key using (key_id)
          where affected_range.advisory_id = advisory.advisory_id and affected_range.vulnerability_id = advisory.vulnerability_id
            and affected_range.valid_to = 'infinity'
          order by package_key.key, range_id
          limit ${mostRanges}
        ) as first
      ) as ranges,
      (
        select count(*)::integer
        from affected_range
        where affected_range.advisory_id = advisory.advisory_id and affected_range.vulnerability_id = advisory.vulnerability_id
          and affected_range.valid_to = 'infinity'
      ) as "rangesTotal"
    from advisory
    where vulnerability_id = any(${members}::integer[]) and valid_to = 'infinity'
    order by withdrawn, feed <> 'nvd', feed, key
    limit ${mostAdvisories}`.execute(trx.query)
  return rows
}
