import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { verdicts } from '../model/index.ts'
import type { DeviceId, Slice, Verdict } from '../model/index.ts'
import { devicesOf } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'

/** The verdict of each model version, and of the devices that were judged alone. */
export interface VerdictMap {
  readonly models: readonly { readonly modelVersionId: number; readonly verdict: Verdict }[]
  readonly alone: readonly { readonly deviceId: DeviceId; readonly verdict: Verdict }[]
}

/** How many devices of a ward are in each class, as its own list spells site and ward; null where it names none. */
export interface WardRow {
  readonly siteKey: string
  readonly wardKey: string
  readonly site: string | null
  readonly ward: string | null
  readonly affected: number
  readonly unknown: number
  readonly notListed: number
  readonly notAffected: number
}

/** Counts by site and ward, in the order of their folded names, those without a name last. One pass over the devices. */
export async function sliceOfWards(
  trx: Transaction,
  fleet: FleetFilter,
  { limit, after, ...map }: VerdictMap & Slice,
): Promise<WardRow[]> {
  const [site, ward] = after ?? []
  const isAfter =
    after === undefined
      ? sql`true`
      : sql`(site_key = '', site_key, ward_key = '', ward_key) > (${site === ''}, ${site}::text, ${ward === ''}, ${ward}::text)`
  const counts = verdicts.map(
    (verdict, place) => sql`(count(*) filter (where verdict = ${place}))::integer as ${sql.ref(verdict)}`,
  )
  const { rows } = await sql<WardRow>`
    select site_key as "siteKey", ward_key as "wardKey", min(site) as site, min(ward) as ward, ${sql.join(counts)}
    from (
      select coalesce(site_key, '') as site_key, coalesce(ward_key, '') as ward_key, site, ward, ${verdictOf(map)} as verdict
      from ${devicesOf(fleet)} as device
      left join ${aloneTable(map.alone)} as alone using (device_id)
      where scope = 'inScope'
    ) as device
    where ${isAfter}
    group by site_key, ward_key
    order by site_key = '', site_key, ward_key = '', ward_key
    limit ${limit}`.execute(trx.query)
  return rows
}

/** The place of a device's verdict among `verdicts`, looked up by its model version in a map of bytes. */
function verdictOf({ models }: VerdictMap): RawBuilder<unknown> {
  const places = Buffer.alloc(models.reduce((most, { modelVersionId }) => Math.max(most, modelVersionId), 0) + 1, 255)
  for (const { modelVersionId, verdict } of models) places[modelVersionId] = verdicts.indexOf(verdict)
  return sql`coalesce(alone.verdict, case when model_version_id < ${places.length} then get_byte(${places}::bytea, model_version_id) end)`
}

function aloneTable(alone: VerdictMap['alone']): RawBuilder<unknown> {
  const [ids, places] = [alone.map(({ deviceId }) => deviceId), alone.map(({ verdict }) => verdicts.indexOf(verdict))]
  return sql`(select * from unnest(${ids}::uuid[], ${places}::integer[]) as alone (device_id, verdict))`
}
