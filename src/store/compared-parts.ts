import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ReachRow } from './aliases.ts'
import type { StatedOfDevice } from './device-stated.ts'

/** SBOMs that are judged together, live or not, and the model version they describe; 0 when it plays no part. */
export interface SoftwareAsked {
  readonly sbomIds: readonly number[]
  readonly modelVersionId: number
  /** What is stated of flaws in it and holds; absent: nothing. */
  readonly stated?: StatedOfDevice
}

/**
 * `own_sbom` by side (`target` 1 before, 2 after), `part (component_id, sides)`: each component once, with the sum of its sides, `held_key`: the keys of
 * all, `lone_key`: those of what one side holds alone, and `target_complete`: what each side says of itself.
 */
export function heldByBoth(before: SoftwareAsked, after: SoftwareAsked): RawBuilder<unknown> {
  return sql`
    own_sbom as materialized (
      select target, sbom.sbom_id, sbom.complete, sbom.describes_operating_system, sbom.describes_firmware
      from (
        select 1 as target, unnest(${before.sbomIds}::integer[]) as sbom_id
        union all
        select 2, unnest(${after.sbomIds}::integer[])
      ) as asked join readable_sbom sbom using (sbom_id)
    ),
    part as materialized (
      select component_id, bit_or(target) as sides
      from (
        select target, component_id from own_sbom join readable_sbom_component line using (sbom_id) where line.deployed
        union all
        select target, component_id
        from (values (1, ${before.modelVersionId}::integer), (2, ${after.modelVersionId}::integer)) as model (target, model_version_id)
        join own_model_version using (model_version_id)
      ) as each
      group by component_id
    ),
    held_key as materialized (
      select component_id, sides, key_id, scheme, shape, version_key, attributes, doubt, reach_id
      from keys_of(array(select component_id from part)) join part using (component_id)
    ),
    lone_key as materialized (select * from held_key where sides <> 3),
    target_complete as materialized (
      select target, coalesce(bool_and(complete), false) as complete,
        coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
        coalesce(bool_or(describes_firmware), false) as describes_firmware
      from own_sbom
      group by target
    )`
}

export const findingColumns = sql`vulnerability_id, range_id, tier, doubt, conditional`

/** The findings of components `(component_id, sides)`, by index whatever the planner thinks of their number. */
export function findingsOf(parts: RawBuilder<unknown>, isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select each.component_id, each.sides, found.*
    from ${parts} as each
    cross join lateral (
      select ${findingColumns}
      from finding
      where component_id = each.component_id and valid_to = 'infinity' and ${isMeant}
      offset 0
    ) as found`
}

/** The same of what the organisation's own aliases bring; nothing where it has none. */
export function ownFindings(reach: readonly ReachRow[], isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return reach.length === 0
    ? sql``
    : sql`union all select component_id, sides, ${findingColumns} from own_found where ${isMeant}`
}
