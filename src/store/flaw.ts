import { sql } from 'kysely'
import type { FlawSummary, PackageKey, Severity } from '../model/index.ts'
import { toIsoTime } from './column-types.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** One source's words on a flaw. */
export interface FlawRecord {
  readonly feed: string
  readonly key: string
  readonly name: string
  readonly summary: string
  readonly publishedAt: string | null
  readonly severities: readonly Severity[]
}

/** What the feeds know of a flaw, at an instant or now. */
export interface FlawKnowledge {
  /** Ids of the asked identifier, its aliases, and the distribution advisories that carry its fix. Empty: no feed knows it. */
  readonly members: readonly number[]
  /** Ids of the asked identifier and its aliases: the very same flaw. */
  readonly same: readonly number[]
  readonly names: readonly string[]
  /** Advisories that speak of it: how many in all, and how many are not withdrawn. */
  readonly advisories: number
  readonly standing: number
  /** Ranges a machine can use, over all its sources. */
  readonly ranges: number
  /** The distinct packages that its sources name as affected. */
  readonly keys: readonly PackageKey[]
  /** What each source says, those withdrawn last; at most 50. */
  readonly records: readonly FlawRecord[]
  readonly exploitedSince: string | null
  /** The highest over all its names. */
  readonly epssProbability: number | null
  /** The newest assessment by SSVC. */
  readonly ssvc: NonNullable<FlawSummary['ssvc']> | null
}

const MOST_RECORDS = 50

/** SQL condition: the row of `advisory` was weighed by SSVC. */
export const hasSsvc = sql`(assessment ? 'exploitation' or assessment ? 'automatable' or assessment ? 'technicalImpact')`

/** Looks an identifier up, whatever its case. `asOf` is an ISO instant; undefined means now. */
export async function findFlaw(trx: Transaction, id: string, asOf?: string): Promise<FlawKnowledge> {
  const statement = sql<FlawKnowledge>`
    with asked as (
      select vulnerability_id from vulnerability where upper(name) collate "C" = upper(${id})
    ),
    same as (
      select vulnerability_id from asked
      union
      select sibling.vulnerability_id
      from asked
      join vulnerability_alias mine on mine.vulnerability_id = asked.vulnerability_id and ${alive('mine', asOf)}
      join vulnerability_alias sibling on sibling.cluster_id = mine.cluster_id and ${alive('sibling', asOf)}
    ),
    member as (
      select vulnerability_id from same
      union
      select carrier.vulnerability_id
      from same
      join advisory_alias carrier on carrier.other_id = same.vulnerability_id and carrier.kind = 'upstream' and ${alive('carrier', asOf)}
    ),
    spoken as (
      select advisory.* from member join advisory using (vulnerability_id) where ${alive('advisory', asOf)}
    )
    select
      coalesce((select array_agg(vulnerability_id) from member), '{}')::integer[] as members,
      coalesce((select array_agg(vulnerability_id) from same), '{}')::integer[] as same,
      coalesce((select array_agg(name order by name) from same join vulnerability using (vulnerability_id)), '{}')::text[] as names,
      (select count(*)::integer from spoken) as advisories,
      (select count(*)::integer from spoken where not withdrawn) as standing,
      (select coalesce(sum(range_count), 0)::integer from spoken where not withdrawn) as ranges,
      array(
        select distinct key
        from member join affected_range using (vulnerability_id) join package_key using (key_id)
        where ${alive('affected_range', asOf)}
      )::text[] as keys,
      coalesce((
        select json_agg(json_build_object('feed', feed, 'key', key, 'name', name, 'summary', summary,
          'publishedAt', published_at::text, 'severities', severities) order by withdrawn, feed, key)
        from (select * from spoken order by withdrawn, feed, key limit ${MOST_RECORDS}) as first join vulnerability using (vulnerability_id)
      ), '[]')::json as records,
      (select min(added_on) from member join known_exploited using (vulnerability_id) where ${alive('known_exploited', asOf)})::date as "exploitedSince",
      (select max(epss_probability) from member join exploit_prediction using (vulnerability_id) where ${alive('exploit_prediction', asOf)})::real
        as "epssProbability",
      (
        select assessment - 'exploitedSince'
        from spoken
        where not withdrawn and ${hasSsvc}
        order by assessment->>'assessedAt' desc nulls last, advisory_id desc
        limit 1
      )::jsonb as ssvc`
  const [flaw] = await rowsByKeptPlan(trx, statement)
  if (flaw === undefined) throw new Error('PostgreSQL answered no row to a query that always has one')
  const records = flaw.records.map(({ publishedAt, ...record }) => ({
    ...record,
    publishedAt: publishedAt === null ? null : toIsoTime(publishedAt),
  }))
  return { ...flaw, records }
}
