import { sql } from 'kysely'
import type { Component, ComponentKey, ComponentType, OrganisationId } from '../model/index.ts'
import { ofDevices, ofMatch } from './correction-reach.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** A component whose corrections, as the rules say now, are others than those it is judged by. */
export interface Uncorrected {
  readonly componentId: number
  /** What is said of it now; none: nothing any more. */
  readonly parts: readonly CorrectedPart[]
}

/** Live corrections that speak of a component, in order, and the SBOMs in which they do; null: all. */
export interface CorrectedPart {
  readonly corrections: readonly number[]
  readonly sbomIds: readonly number[] | null
}

/** Whether components are judged otherwise than the corrections say now. An organisation without corrections has it told by two looks at empty indexes. */
export async function isUncorrected(trx: Transaction, organisationId: OrganisationId): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from correction where owner = ${organisationId} and valid_to = 'infinity')
      or exists (select from corrected_component where organisation_id = ${organisationId} and valid_to = 'infinity') as has`.execute(
    trx.query,
  )
  return rows[0]?.has === true && (await uncorrected(trx, organisationId)).length > 0
}

/** From here on the transaction sees what was judged as something else at this instant. */
export async function lookBackTo(trx: Transaction, instant: string): Promise<void> {
  await sql`select set_config('auscult.as_of', ${instant}, true)`.execute(trx.query)
}

/** Components that are judged otherwise than the corrections say now. */
export async function uncorrected(trx: Transaction, organisationId: OrganisationId): Promise<Uncorrected[]> {
  const { rows } = await sql<Uncorrected>`
    with meant as materialized (
      select component.component_id, rule.correction_id, rule.of_maker_key, rule.of_model_key
      from correction rule
      cross join lateral (select component_id from correctable_component component where ${ofMatch(sql`rule`)}) as component
      where rule.owner = ${organisationId} and rule.valid_to = 'infinity'
    ),
    apart as materialized (select distinct component_id from meant where of_maker_key is not null),
    listed_in as materialized (
      select distinct component_id, sbom_id
      from (
        select component_id, ids_in(sbom_ids) as sbom_id from written_listing join apart using (component_id)
        union all
        select component_id, bucket * 512 + bit
        from written_further_listing join apart using (component_id)
        cross join lateral generate_series(0, 511) as bit
        where get_bit(sbom_bits, bit) = 1
      ) as each
    ),
    said as (
      select sbom.component_id, sbom.sbom_id, array_agg(rule.correction_id order by rule.correction_id) as corrections
      from listed_in sbom join meant rule on rule.component_id = sbom.component_id and ${ofDevices(sql`rule`)}
      group by sbom.component_id, sbom.sbom_id
    ),
    part as (
      select component_id, corrections, array_agg(sbom_id order by sbom_id) as sbom_ids from said group by component_id, corrections
      union all
      select component_id, array_agg(correction_id order by correction_id), null
      from meant where component_id not in (select component_id from apart)
      group by component_id
    ),
    wanted as (
      select component_id, jsonb_agg(jsonb_build_object('corrections', corrections, 'sbomIds', sbom_ids) order by corrections, sbom_ids) as parts
      from part group by component_id
    ),
    held as (
      select component_id, jsonb_agg(jsonb_build_object('corrections', corrections, 'sbomIds', sbom_ids) order by corrections, sbom_ids) as parts
      from corrected_component where organisation_id = ${organisationId} and valid_to = 'infinity'
      group by component_id
    )
    select component_id as "componentId", coalesce(wanted.parts, '[]') as parts
    from wanted full join held using (component_id)
    where wanted.parts is distinct from held.parts
    order by component_id
    limit 100000`.execute(trx.query)
  return rows
}

interface WrittenRow {
  readonly componentId: number
  readonly type: ComponentType
  readonly group: string | null
  readonly name: string
  readonly version: string | null
  readonly supplier: string | null
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly swids: readonly string[]
  readonly hashes: readonly string[]
  readonly sourcePackages: readonly string[]
}

/** Components as they are written, by their ids. */
export async function writtenComponents(
  trx: Transaction,
  componentIds: readonly number[],
): Promise<Map<number, Component>> {
  const { rows } = await sql<WrittenRow>`
    select component_id as "componentId", type, group_name as "group", name, version, supplier, purls, cpes, swids, hashes,
      source_packages as "sourcePackages"
    from correctable_component
    where component_id = any(${componentIds}::integer[])`.execute(trx.query)
  return new Map(rows.map((row) => [row.componentId, toComponent(row)]))
}

function toComponent({ componentId, group, version, supplier, hashes, ...row }: WrittenRow): Component {
  return {
    ...row,
    ref: String(componentId),
    ...(group === null ? {} : { group }),
    ...(version === null ? {} : { version }),
    ...(supplier === null ? {} : { supplier }),
    hashes: hashes.map((text) => ({
      algorithm: text.slice(0, text.indexOf(':')),
      hex: text.slice(text.indexOf(':') + 1),
    })),
    licences: [],
    deployed: true,
  }
}

/** The keys of what components were made from: that is told by their SBOM, and not kept but as keys. */
export async function ancestorKeys(
  trx: Transaction,
  componentIds: readonly number[],
): Promise<Map<number, readonly ComponentKey[]>> {
  const { rows } = await sql<AncestorRow>`
    select component_id as "componentId", package_key.key, scheme, shape, version_key as "versionKey", tier::integer, guard, guard_effect as "guardEffect"
    from readable_component_key own
    join package_key using (key_id)
    where component_id = any(${componentIds}::integer[]) and doubt = 'ancestorOnly' and reach_id is null
    order by component_id, package_key.key, scheme, shape, version_key
    limit 100000`.execute(trx.query)
  const groups = Map.groupBy(rows, ({ componentId }) => componentId)
  return new Map([...groups].map(([componentId, group]) => [componentId, group.map(toAncestorKey)]))
}

interface AncestorRow extends Pick<ComponentKey, 'key' | 'scheme' | 'shape' | 'tier'> {
  readonly componentId: number
  readonly versionKey: Buffer | null
  readonly guard: readonly string[] | null
  readonly guardEffect: ComponentKey['guardEffect'] | null
}

function toAncestorKey({
  componentId: _componentId,
  versionKey,
  guard,
  guardEffect,
  ...key
}: AncestorRow): ComponentKey {
  return {
    ...key,
    doubt: 'ancestorOnly',
    guard: guard ?? [],
    ...(versionKey === null ? {} : { versionKey }),
    ...(guardEffect === null || guardEffect === undefined ? {} : { guardEffect }),
  }
}

/** What a component is judged as from now on, part by part. */
export interface Corrected {
  readonly componentId: number
  readonly parts: readonly (CorrectedPart & {
    /** Null: it is not on the device. */
    readonly correctedId: number | null
  })[]
}

/** Ends what was held of these components, and holds what is said now. */
export async function holdCorrected(
  trx: Transaction,
  organisationId: OrganisationId,
  corrected: readonly Corrected[],
): Promise<void> {
  const ids = corrected.map(({ componentId }) => componentId)
  await sql`
    update corrected_component set valid_to = ${closing('corrected_component')}
    where organisation_id = ${organisationId} and component_id = any(${ids}::integer[]) and valid_to = 'infinity'`.execute(
    trx.query,
  )
  const held = corrected.flatMap(({ componentId, parts }) =>
    parts.map((each, part) => ({ componentId, part, ...each })),
  )
  await sql`
    insert into corrected_component (organisation_id, component_id, part, corrected_id, corrections, sbom_ids)
    select ${organisationId}, "componentId", part, "correctedId", corrections, "sbomIds"
    from json_to_recordset(${JSON.stringify(held)}::json) as each ("componentId" integer, part integer, "correctedId" integer, corrections integer[], "sbomIds" integer[])
    on conflict do nothing`.execute(trx.query)
}
