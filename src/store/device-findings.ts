import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt, Place, Slice } from '../model/index.ts'
import { weighedFlaws } from './device-flaws.ts'
import type { DeviceJudged } from './device-flaws.ts'
import { saidByRegistry } from './disputes.ts'
import { membersOf } from './flaw-members.ts'
import type { EvidenceFacts } from './evidence.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import type { Transaction } from './transaction.ts'

/** A flaw of a device. `truth`: 2 affected, 1 cannot tell. */
export interface FlawOfDevice {
  /** The cluster of the flaw. */
  readonly flaw: number
  readonly vulnerability: string
  /** All its names, a CVE first. */
  readonly names: readonly string[]
  readonly truth: 1 | 2
  /** The most telling of what cannot be told. */
  readonly doubt: Doubt | null
  /** What is stated of it in the whole device. */
  readonly stated: 'affected' | 'underInvestigation' | null
  readonly summary: string | null
  readonly cvssBase: number | null
  readonly exploitedSince: string | null
  readonly epssProbability: number | null
  /** What it stands on, the most telling first; at most 20. */
  readonly evidence: readonly EvidenceFacts[]
  readonly place: readonly (number | string)[]
}

/** How many flaws a device has, or may have. */
export interface FlawCounts {
  readonly affected: number
  readonly unknown: number
}

export async function countFlaws(trx: Transaction, device: DeviceJudged): Promise<FlawCounts> {
  const { rows } = await sql<FlawCounts>`
    with ${weighedFlaws(device)}
    select count(*) filter (where truth = 2)::integer as affected, count(*) filter (where truth = 1)::integer as unknown
    from judged`.execute(trx.query)
  return rows[0] ?? { affected: 0, unknown: 0 }
}

const mostEvidence = 20

/** The first three of an order are at hand for every flaw; the score and the name are looked up for those that tie, and for those shown. */
const urgency: readonly OrderedBy[] = [
  { by: sql`2 - truth`, type: 'integer' },
  { by: sql`(exploited is null)::integer`, type: 'integer' },
  { by: sql`-coalesce(epss, -1)`, type: 'real' },
]
const order: readonly OrderedBy[] = [
  ...urgency,
  { by: sql`-coalesce(cvss, -1)`, type: 'real' },
  { by: sql`name`, type: 'text' },
]

/** The flaws of a device: affected first, then those exploited, then by EPSS, CVSS and name. */
export async function sliceOfFlawsOf(
  trx: Transaction,
  device: DeviceJudged,
  { limit, after }: Slice,
): Promise<FlawOfDevice[]> {
  const { rows } = await sql<FlawOfDevice>`
    with ${weighedFlaws(device)},
    ${urgentFlaws},
    near as (
      select * from urgent where ${isAt(urgency, after)}
      union all
      (select * from urgent where ${comesAfter(urgency, after?.slice(0, urgency.length))} order by ${inOrderOf(urgency)} fetch first (${limit}) rows with ties)
    ),
    ${scoredFlaws},
    page as materialized (
      select * from scored where ${comesAfter(order, after)} order by ${inOrderOf(order)} limit ${limit}
    ),
    ${evidenceOfPage}
    select page.flaw, name as vulnerability, names, truth, doubt, stated, best.summary, page.cvss as "cvssBase", exploited as "exploitedSince",
      epss as "epssProbability", coalesce(told.evidence, '[]') as evidence, json_build_array(${inOrderOf(order)}) as place
    from page
    left join told using (flaw)
    left join lateral (
      select summary
      from advisory
      where vulnerability_id in (select vulnerability_id from ${membersOf(sql`page.flaw`)} as member) and valid_to = 'infinity'
      order by withdrawn, feed <> 'nvd', feed, key
      limit 1
    ) as best on true
    order by ${inOrderOf(order)}`.execute(trx.query)
  return rows
}

/** `urgent (flaw, truth, doubt, stated, exploited, epss)`: what is known at once of each flaw. */
const urgentFlaws = sql`
  sibling as materialized (
    select flaw, flaw as vulnerability_id from judged
    union
    select judged.flaw, alias.vulnerability_id
    from judged join vulnerability_alias alias on alias.cluster_id = judged.flaw and alias.valid_to = 'infinity'
  ),
  urgent as materialized (
    select judged.flaw, judged.truth, judged.doubt, judged.stated, exploited.added_on as exploited, predicted.epss
    from judged
    left join (
      select flaw, min(added_on) as added_on
      from sibling join known_exploited using (vulnerability_id)
      where valid_to = 'infinity'
      group by flaw
    ) as exploited using (flaw)
    left join (
      select flaw, max(epss_probability) as epss
      from sibling join exploit_prediction using (vulnerability_id)
      where valid_to = 'infinity'
      group by flaw
    ) as predicted using (flaw)
  )`

/** `scored`: `near` with the names of each flaw, a CVE first, and its score: of the newest version of CVSS, the worst. */
const scoredFlaws = sql`
  called as materialized (
    select flaw, array_agg(name order by name !~ '^CVE-', name) as names
    from near join sibling using (flaw) join vulnerability using (vulnerability_id)
    group by flaw
  ),
  scored as materialized (
    select near.*, called.names, called.names[1] as name, score.cvss
    from near
    join called using (flaw)
    left join lateral (
      select (severity->>'base')::real as cvss
      from advisory cross join lateral jsonb_array_elements(severities) as severity
      where vulnerability_id in (select vulnerability_id from ${membersOf(sql`near.flaw`)} as member) and valid_to = 'infinity' and severity ? 'base'
      order by severity->>'cvssVersion' desc, (severity->>'base')::real desc
      limit 1
    ) as score on true
  )`

/** `told (flaw, evidence)`: what the flaws of the page stand on. */
const evidenceOfPage = sql`
  telling as (
    select *, row_number() over (partition by flaw order by truth desc, tier, component_id, range_id) as position
    from (
      select distinct on (flaw, component_id, truth) weighed.*
      from page join weighed using (flaw)
      where weighed.truth > 0
      order by flaw, component_id, weighed.truth desc, tier, range_id
    ) as each
  ),
  told as (
    select flaw, json_agg(json_build_object(
      'sbomId', held.sbom_id, 'truth', telling.truth, 'doubt', telling.doubt, 'tier', telling.tier,
      'component', json_build_object('name', component.name, 'version', component.version, 'group', component.group_name,
        'purl', component.purls[1], 'cpe', component.cpes[1]),
      'vulnerability', vulnerability.name, 'feed', advisory.feed, 'advisory', advisory.key, 'range', range.range_text,
      'problem', coalesce(range.problem, ${saidByRegistry(sql`readable_component_key`, sql`telling`)}),
      'componentId', telling.component_id, 'writtenId', acting.component_id, 'corrections', acting.corrections
    ) order by telling.position) as evidence
    from telling
    join held using (component_id)
    join readable_component component using (component_id)
    left join lateral (
      select acting.component_id, acting.corrections
      from acting_correction acting
      where acting.corrected_id = telling.component_id
        and exists (select from own_sbom join readable_sbom_component line using (sbom_id) where line.written_id = acting.component_id and line.component_id = acting.corrected_id)
      order by acting.component_id
      limit 1
    ) as acting on true
    join affected_range range using (range_id)
    join advisory using (advisory_id)
    join vulnerability on vulnerability.vulnerability_id = range.vulnerability_id
    where telling.position <= ${mostEvidence}
    group by flaw
  )`

/** SQL condition: the row stands at the place in this order. */
function isAt(columns: readonly OrderedBy[], place: Place | undefined): RawBuilder<unknown> {
  if (place === undefined) return sql`false`
  const each = columns.map(({ by, type }, index) => sql`${by} = ${place[index]}::${sql.raw(type)}`)
  return sql.join(each, sql` and `)
}
