import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords, makerKey, modelKey } from '../model/index.ts'
import type { OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** Which devices of whom, and when. Texts are compared without regard to case; `asOf` is an ISO instant, absent means now. */
export interface FleetFilter {
  readonly organisationId: OrganisationId
  readonly site?: string
  readonly ward?: string
  readonly maker?: string
  readonly model?: string
  readonly asOf?: string
}

/** The devices that pass the filter, in scope or not, as a relation with the columns of `device`. */
export function devicesOf(filter: FleetFilter): RawBuilder<unknown> {
  return sql`(select * from ${devicesThen(filter)} as device where ${passes(filter)})`
}

/** `(model_version_id, scope, devices)`: how many devices there are. From the kept counts when nothing narrows the fleet. */
export function countsOf(filter: FleetFilter): RawBuilder<unknown> {
  if (!isWhole(filter)) {
    return sql`(
      select model_version_id, scope, count(*)::integer as devices
      from ${devicesOf(filter)} as device
      group by model_version_id, scope
    )`
  }
  return sql`(
    select model_version_id, scope, devices
    from device_count
    where organisation_id = ${filter.organisationId} and devices > 0
  )`
}

/** Nothing narrows the fleet, and it is that of now. */
export function isWhole({ asOf, site, ward, maker, model }: FleetFilter): boolean {
  return [asOf, site, ward, maker, model].every((text) => text === undefined)
}

function devicesThen({ organisationId, asOf }: FleetFilter): RawBuilder<unknown> {
  if (asOf === undefined) return sql`(select * from device where organisation_id = ${organisationId})`
  return sql`(
    select * from device where organisation_id = ${organisationId} and valid_from <= ${asOf}::timestamptz
    union all
    select past.*
    from device_history
    cross join lateral jsonb_populate_record(null::device, device_history.device) as was
    cross join lateral jsonb_populate_record(was, jsonb_build_object('place',
      device_place(was.site, was.ward, was.maker, was.model, was.software_version, was.asset_tag, was.serial, was.device_id))) as past
    where device_history.organisation_id = ${organisationId}
      and device_history.valid_from <= ${asOf}::timestamptz and device_history.valid_to > ${asOf}::timestamptz
  )`
}

function passes(filter: FleetFilter): RawBuilder<unknown> {
  const { site, ward, maker, model } = filter
  const tests = [
    ...(site === undefined ? [] : [holdsWords('site_key', foldWords(site))]),
    ...(ward === undefined ? [] : [holdsWords('ward_key', foldWords(ward))]),
    ...(maker === undefined ? [] : [sql`(${isOfMaker(maker)} or ${isSeenAs(filter, isOfMaker(maker))})`]),
    ...(model === undefined ? [] : [sql`(${isOfModel(model)} or ${isSeenAs(filter, isOfModel(model))})`]),
  ]
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}

/** Its list names no model, and the network tells one that is meant. `isMeant` speaks of the columns of a model version. */
function isSeenAs({ organisationId, asOf }: FleetFilter, isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    device.model_version_id = 0 and device.device_id in (
      select device_id
      from device_version version join readable_model_version using (model_version_id)
      where version.organisation_id = ${organisationId} and ${alive('version', asOf)} and ${isMeant}
    )
  )`
}

/** The device's maker is this one, in any spelling of it. */
export function isOfMaker(text: string): RawBuilder<unknown> {
  return holdsWords('maker_key', makerKey(text))
}

/** The device's model is this one, however its words are joined. */
export function isOfModel(text: string): RawBuilder<unknown> {
  return holdsWords('model_key', modelKey(text))
}

/** The folded text holds these folded words side by side: `nord` is in `hopital-nord`. Nothing is in what has no letter or digit. */
function holdsWords(column: string, words: string): RawBuilder<unknown> {
  return words === '' ? sql`false` : sql`'-' || ${sql.ref(column)} || '-' like ${`%-${likeText(words)}-%`}`
}

/** Names that a filter could have meant: the most frequent ones of the fleet. */
export async function namesInFleet(
  trx: Transaction,
  { organisationId, asOf }: FleetFilter,
  column: 'site' | 'ward' | 'maker' | 'model',
): Promise<string[]> {
  const fleet = devicesOf({ organisationId, ...(asOf === undefined ? {} : { asOf }) })
  const { rows } = await sql<{ name: string }>`
    select min(${sql.ref(column)}) as name
    from ${fleet} as device
    where ${sql.ref(column)} is not null
    group by ${sql.ref(`${column}_key`)}
    order by count(*) desc, name
    limit 8`.execute(trx.query)
  return rows.map((row) => row.name)
}

/** A text in which LIKE finds only itself. */
export function likeText(text: string): string {
  return text.replace(/[%_\\]/g, String.raw`\$&`)
}
