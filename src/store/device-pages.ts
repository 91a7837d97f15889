import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords } from '../model/index.ts'
import type { DeviceId, Slice } from '../model/index.ts'
import { shownOfDevice, testOfFact } from './devices.ts'
import type { DeviceFactAsked, DeviceRow } from './devices.ts'
import { devicesOf } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'

/** Devices that were judged as one with their model version, or alone because they have an SBOM of their own. */
export interface JudgedDevices {
  readonly modelVersionIds: readonly number[]
  readonly alone: readonly DeviceId[]
  /** Devices that were judged alone, and are not wanted whatever their model version. */
  readonly others: readonly DeviceId[]
}

/** Which devices of a fleet are listed. */
export interface DevicesWanted {
  /** In scope, of these; absent: whatever their verdict, also those out of scope. */
  readonly judged?: JudgedDevices
  readonly named?: { readonly fact: DeviceFactAsked; readonly value: string }
  /** The site, in any spelling; an empty text means devices whose list names none. */
  readonly site?: string
  readonly ward?: string
}

/** A device with where it stands in the order. */
export type PlacedDevice = DeviceRow & { readonly place: string }

/** Devices in their order, a slice of them. */
export async function sliceOfJudged(
  trx: Transaction,
  fleet: FleetFilter,
  { limit, after, ...wanted }: DevicesWanted & Slice,
): Promise<PlacedDevice[]> {
  const isAfter = after === undefined ? sql`true` : sql`place > ${after[0]}::text`
  const { rows } = await sql<PlacedDevice>`
    select ${shownOfDevice}, place
    from ${devicesOf(fleet)} as device
    where ${isWanted(fleet, wanted)} and ${isAfter}
    order by place
    limit ${limit}`.execute(trx.query)
  return rows
}

/** How many devices a question about devices finds, in scope and in all. */
export async function countNamed(
  trx: Transaction,
  fleet: FleetFilter,
  wanted: DevicesWanted,
): Promise<{ inScope: number; total: number }> {
  const { rows } = await sql<{ inScope: number; total: number }>`
    select (count(*) filter (where scope = 'inScope'))::integer as "inScope", count(*)::integer as total
    from ${devicesOf(fleet)} as device
    where ${isWanted(fleet, wanted)}`.execute(trx.query)
  return rows[0] ?? { inScope: 0, total: 0 }
}

function isWanted(fleet: FleetFilter, { judged, named, site, ward }: DevicesWanted): RawBuilder<unknown> {
  const tests = [
    ...(judged === undefined ? [] : [sql`scope = 'inScope'`, isJudged(judged)]),
    ...(named === undefined ? [] : [sql`(${testOfFact(fleet, named.fact, named.value)})`]),
    ...(site === undefined ? [] : [sql`coalesce(site_key, '') = ${foldWords(site)}`]),
    ...(ward === undefined ? [] : [sql`coalesce(ward_key, '') = ${foldWords(ward)}`]),
  ]
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}

function isJudged({ modelVersionIds, alone, others }: JudgedDevices): RawBuilder<unknown> {
  const isOfModel = isOneOf(modelVersionIds)
  const isWithModel = others.length === 0 ? isOfModel : sql`${isOfModel} and device_id <> all(${others}::uuid[])`
  return alone.length === 0 ? isWithModel : sql`(${isWithModel} or device_id = any(${alone}::uuid[]))`
}

/** So many values are looked up in an index; more are a map of bits, which costs nothing to plan and one step a row. */
const FEW = 200

function isOneOf(modelVersionIds: readonly number[]): RawBuilder<unknown> {
  if (modelVersionIds.length <= FEW) return sql`model_version_id = any(${modelVersionIds}::integer[])`
  const bits = Buffer.alloc(modelVersionIds.reduce((most, id) => Math.max(most, id), 0) / 8 + 1)
  for (const id of modelVersionIds) bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7))
  return sql`case when model_version_id < ${bits.length * 8} then get_bit(${bits}::bytea, model_version_id) = 1 else false end`
}

/** A line of an answer by model version: the devices that share a verdict for one reason. */
export interface LineOfDevices {
  readonly modelVersionId: number
  /** Devices without an SBOM of their own are among them. */
  readonly withModel: boolean
  readonly alone: readonly DeviceId[]
}

/** The first device of each line, in the order of the lines; undefined where an organisation keeps counts and no devices. */
export async function firstDevices(
  trx: Transaction,
  fleet: FleetFilter,
  lines: readonly LineOfDevices[],
  allAlone: readonly DeviceId[],
): Promise<(DeviceRow | undefined)[]> {
  const ofModel = [...lines.entries()].filter(([, line]) => line.withModel)
  const alone = [...lines.entries()].flatMap(([place, line]) => line.alone.map((deviceId) => ({ place, deviceId })))
  const devices = devicesOf(fleet)
  const { rows } = await sql<DeviceRow & { line: number }>`
    select distinct on (line) line, ${shownOfDevice}
    from (
      select asked.line, device.*
      from unnest(${ofModel.map(([place]) => place)}::integer[], ${ofModel.map(([, line]) => line.modelVersionId)}::integer[])
        as asked (line, model_version_id)
      cross join lateral (
        select * from ${devices} as device
        where device.model_version_id = asked.model_version_id and scope = 'inScope' and device_id <> all(${allAlone}::uuid[])
        order by place
        limit 1
      ) as device
      union all
      select asked.line, device.*
      from unnest(${alone.map(({ place }) => place)}::integer[], ${alone.map(({ deviceId }) => deviceId)}::uuid[]) as asked (line, device_id)
      join ${devices} as device using (device_id)
    ) as device
    order by line, place`.execute(trx.query)
  const byLine = new Map(rows.map(({ line, ...row }) => [line, row]))
  return lines.map((_, place) => byLine.get(place))
}
