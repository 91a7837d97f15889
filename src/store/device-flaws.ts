import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, Doubt, OrganisationId } from '../model/index.ts'
import { conditionTruth } from './conditions.ts'
import { bareParts, foundElsewhere, packagedRanges } from './elsewhere.ts'
import { flawsOf } from './flaw-members.ts'
import { withStated } from './device-stated.ts'
import type { StatedOfDevice } from './device-stated.ts'
import { sbomIdsOfDevice } from './sbom-list.ts'

/** A device by what it is judged by: its model version, or the several that it may be, and its own id for SBOMs of it alone. */
export interface DeviceJudged {
  readonly organisationId: OrganisationId
  readonly deviceId: DeviceId
  readonly modelVersionIds: readonly number[]
  /** What is stated of flaws in it and holds; absent: nothing. */
  readonly stated?: StatedOfDevice
}

/**
 * Which flaws the software of one device has or may have, as the common table expressions up to `weighed (flaw, component_id, truth, doubt, tier,
 * range_id)` and `judged (flaw, truth, doubt, stated)`: truth 2 affected, 1 cannot tell, 0 excluded by a configuration. The same that `partition` finds
 * flaw by flaw; a test holds the two together. `flaw` is the cluster of a vulnerability. An advisory that passes on other flaws (OSV `upstream`) counts for
 * those.
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
      select component_id, min(sbom_id) as sbom_id
      from (
        select line.component_id, sbom_id
        from own_sbom join readable_sbom_component line using (sbom_id)
        where line.deployed
        union all
        select component_id, null from own_model_version where model_version_id = any(${device.modelVersionIds}::integer[])
      ) as each
      group by component_id
    ),
    held_key as materialized (
      select distinct key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id, 1 as sides
      from own_sbom join listed_key key using (sbom_id)
      union
      select key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id, 1 as sides
      from own_model_key key
      where key.model_version_id = any(${device.modelVersionIds}::integer[])
    ),
    found as materialized (
      select component_id, finding.vulnerability_id, finding.range_id, finding.tier, finding.doubt::text, finding.conditional,
        case when finding.doubt is null then 2 else 1 end as truth
      from held join finding using (component_id)
      where finding.valid_to = 'infinity' and ${isAsked}
    ),
    named as materialized ${flawsOf(sql`found`)},
    conditioned as materialized (
      select found.*, range.advisory_id, range.condition
      from found join affected_range range using (range_id)
      where found.conditional
    ),
    needed as materialized (select distinct advisory_id, condition from conditioned),
    target_complete as materialized (
      select 1 as target, coalesce(bool_and(complete), false) as complete,
        coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
        coalesce(bool_or(describes_firmware), false) as describes_firmware
      from own_sbom
    ),
    ${conditionTruth()},
    ${bareParts(isAsked)},
    packaged_range as materialized ${packagedRanges(sql`bare`)},
    packaged_flaw as materialized (
      select named.flaw, packaged_range.name_key, min(packaged_range.range_id) as range_id
      from packaged_range join ${flawsOf(sql`packaged_range`)} as named using (vulnerability_id)
      group by named.flaw, packaged_range.name_key
    ),
    ${foundElsewhere},
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
      select flaw, component_id, 5, range_id, 1, doubt from elsewhere
    ),
    ${withStated(device.stated)}`
}

/** SQL condition: the configuration of the row comes to this. Looked up by hash: the planner takes a join of thousands with thousands for one of few with one. */
function isSettled(truth: 0 | 2): RawBuilder<unknown> {
  return sql`(advisory_id, condition) in (select advisory_id, condition from condition_truth where truth = ${sql.lit(truth)})`
}
