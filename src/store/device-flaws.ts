import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, Doubt, OrganisationId } from '../model/index.ts'
import { conditionTruth, operandsAmongHeld } from './conditions.ts'
import { isSoftwareElsewhere } from './judged.ts'
import { withStated } from './device-stated.ts'
import type { StatedOfDevice } from './device-stated.ts'
import { sbomIdsOfDevice } from './sbom-list.ts'

/** A device by what it is judged by: its model version, and its own id for SBOMs of it alone. */
export interface DeviceJudged {
  readonly organisationId: OrganisationId
  readonly deviceId: DeviceId
  readonly modelVersionId: number
  /** What is stated of flaws in it and holds; absent: nothing. */
  readonly stated?: StatedOfDevice
}

/**
 * Which flaws the software of one device has or may have, as the common table expressions up to `weighed (flaw, component_id, truth, doubt, tier,
 * range_id)` and `judged (flaw, truth, doubt, stated)`: truth 2 affected, 1 cannot tell, 0 excluded by a configuration. The same that `partition` finds flaw by flaw; a test holds the
 * two together. `flaw` is the cluster of a vulnerability. An advisory that passes on other flaws (OSV `upstream`) counts for those.
 *
 * `components` narrows it to some of what the device holds; the configurations are settled by all of it.
 */
export function weighedFlaws(device: DeviceJudged, components?: readonly number[]): RawBuilder<unknown> {
  const isAsked = components === undefined ? sql`true` : sql`component_id = any(${components}::integer[])`
  return sql`
    own_sbom as materialized (
      select sbom.sbom_id, sbom.complete, sbom.describes_operating_system, sbom.describes_firmware
      from ${sbomIdsOfDevice(device)} as own join readable_sbom sbom using (sbom_id)
      where sbom.valid_to = 'infinity'
    ),
    held as materialized (
      select 1 as target, component_id, min(sbom_id) as sbom_id
      from (
        select line.component_id, sbom_id
        from own_sbom join readable_sbom_component line using (sbom_id)
        where line.deployed
        union all
        select component_id, null from own_model_version where model_version_id = ${device.modelVersionId}
      ) as each
      group by component_id
    ),
    held_key as materialized (
      select distinct key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id
      from own_sbom join listed_key key using (sbom_id)
      union
      select key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id
      from own_model_key key
      where key.model_version_id = ${device.modelVersionId}
    ),
    found as materialized (
      select component_id, finding.vulnerability_id, finding.range_id, finding.tier, finding.doubt::text, finding.conditional,
        case when finding.doubt is null then 2 else 1 end as truth
      from held join finding using (component_id)
      where finding.valid_to = 'infinity' and ${isAsked}
    ),
    named as materialized ${flawsOf(sql`found`)},
    ${foundElsewhere(isAsked)},
    conditioned as materialized (
      select found.*, range.advisory_id, range.condition
      from found join affected_range range using (range_id)
      where found.conditional
    ),
    needed as materialized (select distinct 1 as target, advisory_id, condition from conditioned),
    target_complete as materialized (
      select 1 as target, coalesce(bool_and(complete), false) as complete,
        coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
        coalesce(bool_or(describes_firmware), false) as describes_firmware
      from own_sbom
    ),
    ${conditionTruth(sql`held_key`, operandsAmongHeld)},
    weighed_alone as materialized (
      select flaw, component_id, tier, range_id, truth, doubt
      from found join named using (vulnerability_id)
      where not conditional
      union all
      select named.flaw, each.component_id, each.tier, each.range_id,
        case settled when 2 then each.truth when 0 then 0 else least(each.truth, 1) end,
        case settled when 2 then each.doubt when 0 then null else coalesce(each.doubt, ${'conditionNotSettled' satisfies Doubt}) end
      from (
        select *, case when ${isSettled(2)} then 2 when ${isSettled(0)} then 0 else 1 end as settled from conditioned
      ) as each join named using (vulnerability_id)
      union all
      select flaw, component_id, 5, range_id, 1, ${'otherFeedOnly' satisfies Doubt} from elsewhere
    ),
    ${withStated(device.stated)}`
}

/** SQL condition: the configuration of the row comes to this. Looked up by hash: the planner takes a join of thousands with thousands for one of few with one. */
function isSettled(truth: 0 | 2): RawBuilder<unknown> {
  return sql`(advisory_id, condition) in (select advisory_id, condition from condition_truth where truth = ${sql.lit(truth)})`
}

/**
 * A relation `(vulnerability_id, flaw)`: the flaws that each vulnerability of a relation counts for. One that only passes others on is none
 * by itself.
 */
export function flawsOf(spoken: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with spoken as materialized (select distinct vulnerability_id from ${spoken} as each),
    passed as materialized (
      select distinct spoken.vulnerability_id, edge.other_id
      from spoken join advisory_alias edge using (vulnerability_id)
      where edge.kind = 'upstream' and edge.valid_to = 'infinity'
    )
    select distinct each.vulnerability_id, coalesce(alias.cluster_id, each.other_id) as flaw
    from (
      select vulnerability_id, other_id from passed
      union all
      select vulnerability_id, vulnerability_id from spoken where vulnerability_id not in (select vulnerability_id from passed)
    ) as each
    left join vulnerability_alias alias on alias.vulnerability_id = each.other_id and alias.valid_to = 'infinity'
  )`
}

/**
 * `elsewhere (flaw, component_id, range_id)`: where only distributions' packages have ranges, the same product under another identity
 * cannot be told.
 */
export function foundElsewhere(isAsked = sql`true`): RawBuilder<unknown> {
  return sql`
    bare as materialized (
      select distinct component_id, package_key.name_key
      from held_key join package_key using (key_id)
      where ${isAsked} and ${isSoftwareElsewhere} and component_id not in (
        select component_id from held_key join package_key using (key_id) where package_key.packaged
      )
    ),
    packaged_range as materialized (
      select range.vulnerability_id, named.name_key, min(range.range_id) as range_id
      from (
        select key_id, name_key from package_key where packaged and name_key in (select name_key from bare)
      ) as named
      cross join lateral (
        select vulnerability_id, range_id from affected_range where key_id = named.key_id and valid_to = 'infinity' and kind = 'interval'
        union all
        select vulnerability_id, range_id from affected_range where key_id = named.key_id and valid_to = 'infinity' and kind <> 'interval'
      ) as range
      group by range.vulnerability_id, named.name_key
    ),
    packaged_flaw as materialized (
      select named.flaw, packaged_range.name_key, min(packaged_range.range_id) as range_id
      from packaged_range join ${flawsOf(sql`packaged_range`)} as named using (vulnerability_id)
      group by named.flaw, packaged_range.name_key
    ),
    packaged_alone as materialized (
      select flaw
      from (select distinct flaw from packaged_flaw) as each
      where not ${hasOtherRange(sql`each.flaw`)}
    ),
    packaged_name as materialized (
      select flaw, flaw as vulnerability_id from packaged_alone
      union
      select flaw, alias.vulnerability_id
      from packaged_alone join vulnerability_alias alias on alias.cluster_id = flaw
      where alias.valid_to = 'infinity'
    ),
    packaged_member as materialized (
      select flaw, vulnerability_id from packaged_name
      union
      select flaw, carrier.vulnerability_id
      from packaged_name join advisory_alias carrier on carrier.other_id = packaged_name.vulnerability_id
      where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
    ),
    packaged_only as materialized (
      select flaw
      from packaged_alone
      where flaw not in (
        select flaw
        from packaged_member
        where vulnerability_id in (
          select vulnerability_id
          from (select distinct vulnerability_id from packaged_member) as each
          where ${hasOtherRange(sql`each.vulnerability_id`)}
        )
      )
    ),
    elsewhere as materialized (
      select packaged_flaw.flaw, bare.component_id, min(packaged_flaw.range_id) as range_id
      from packaged_only join packaged_flaw using (flaw) join bare using (name_key)
      where not exists (
        select from found join named using (vulnerability_id)
        where named.flaw = packaged_flaw.flaw and found.component_id = bare.component_id
      )
      group by packaged_flaw.flaw, bare.component_id
    )`
}

/** SQL condition: a source names something other than distributions' packages. Most flaws are told apart by their own name, which is looked at first. One after the other (`offset 0`): the first range tells, and a join would read them all. */
function hasOtherRange(vulnerability: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (
    select from affected_range other join package_key using (key_id)
    where other.vulnerability_id = ${vulnerability} and other.valid_to = 'infinity' and not package_key.packaged
    offset 0
  )`
}

/** A relation `(vulnerability_id)`: the names of a flaw, and what passes it on. */
export function membersOf(flaw: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with same as (
      select ${flaw} as vulnerability_id
      union
      select vulnerability_id from vulnerability_alias where cluster_id = ${flaw} and valid_to = 'infinity'
    )
    select vulnerability_id from same
    union
    select carrier.vulnerability_id
    from same join advisory_alias carrier on carrier.other_id = same.vulnerability_id
    where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
  )`
}
