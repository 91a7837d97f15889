import { sql } from 'kysely'
import { storable } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A model version by the names people write and the keys they are compared by. `version` absent: the row "version not known". */
export interface ModelVersionName {
  readonly maker: string
  readonly makerKey: string
  readonly model: string
  readonly modelKey: string
  readonly version: string | undefined
  readonly versionKey: string
}

/** Ids of the model versions, made where they are missing, in the order asked. `componentIds` gives the component each one is. */
export async function addModelVersions(
  trx: Transaction,
  names: readonly ModelVersionName[],
  componentIds: readonly number[],
): Promise<number[]> {
  const each = JSON.stringify(
    names.map((name, index) => ({
      index,
      maker: storable(name.maker),
      maker_key: name.makerKey,
      model: storable(name.model),
      model_key: name.modelKey,
      version: name.version === undefined ? null : storable(name.version),
      version_key: storable(name.versionKey),
      component_id: componentIds[index] ?? null,
    })),
  )
  const asked = sql`jsonb_to_recordset(${each}::jsonb) as asked (
    index integer, maker text, maker_key text, model text, model_key text, version text, version_key text, component_id integer)`
  await sql`
    insert into maker (maker_key, name)
    select distinct on (maker_key) maker_key, maker from ${asked} order by maker_key, index
    on conflict (maker_key) do nothing`.execute(trx.query)
  await sql`
    insert into model (maker_id, model_key, name)
    select distinct on (maker_id, model_key) maker_id, model_key, model
    from ${asked} join maker using (maker_key)
    order by maker_id, model_key, index
    on conflict (maker_id, model_key) do nothing`.execute(trx.query)
  await sql`
    insert into model_version (model_id, version_key, version, component_id)
    select distinct on (model_id, version_key) model_id, version_key, version, component_id
    from ${asked} join maker using (maker_key) join model using (maker_id, model_key)
    order by model_id, version_key, index
    on conflict (model_id, version_key) do nothing`.execute(trx.query)
  const { rows } = await sql<{ model_version_id: number }>`
    select model_version_id
    from ${asked} join maker using (maker_key) join model using (maker_id, model_key) join model_version using (model_id, version_key)
    order by index`.execute(trx.query)
  return rows.map((row) => row.model_version_id)
}
