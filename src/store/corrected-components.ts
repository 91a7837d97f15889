import { sql } from 'kysely'
import type { Component, ComponentKey, ComponentType, OrganisationId } from '../model/index.ts'
import { ofMatch } from './correction-reach.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** A component whose corrections, as the rules say now, are others than those it is judged by. */
export interface Uncorrected {
  readonly componentId: number
  /** Live corrections that speak of it, in order; empty: none any more. */
  readonly corrections: readonly number[]
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
    with wanted as (
      select component.component_id, array_agg(rule.correction_id order by rule.correction_id) as corrections
      from correction rule
      cross join lateral (select component_id from correctable_component component where ${ofMatch(sql`rule`)}) as component
      where rule.owner = ${organisationId} and rule.valid_to = 'infinity'
      group by component.component_id
    ),
    held as (
      select component_id, corrections from corrected_component where organisation_id = ${organisationId} and valid_to = 'infinity'
    )
    select component_id as "componentId", coalesce(wanted.corrections, '{}') as corrections
    from wanted full join held using (component_id)
    where wanted.corrections is distinct from held.corrections
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

/** What a component is judged as from now on. */
export interface Corrected extends Uncorrected {
  /** Null: it is not on the device. */
  readonly correctedId: number | null
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
  const held = corrected.filter(({ corrections }) => corrections.length > 0)
  await sql`
    insert into corrected_component (organisation_id, component_id, corrected_id, corrections)
    select ${organisationId}, "componentId", "correctedId", corrections
    from json_to_recordset(${JSON.stringify(held)}::json) as each ("componentId" integer, "correctedId" integer, corrections integer[])
    on conflict do nothing`.execute(trx.query)
}
