import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords, makerKey } from '../model/index.ts'
import type { OrganisationId, Slice } from '../model/index.ts'
import type { ModelVersionNames } from './describe.ts'
import { likeText } from './fleet.ts'
import { judgedCounts } from './judged-devices.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import type { Transaction } from './transaction.ts'

/** A model version with how many devices in scope are judged by it, and the live SBOMs that describe it, oldest first. */
export interface ModelVersionRow extends ModelVersionNames {
  readonly devices: number
  readonly sbomIds: readonly number[]
}

const order: readonly OrderedBy[] = [
  ...['maker', 'model', 'version'].map((column) => ({ by: sql.ref(column), type: 'text' as const })),
  { by: sql.ref('model_version_id'), type: 'integer' },
]
const mostWords = 8

/** Which model versions are asked for: by words or parts of words of their names, or one of them. */
export interface ModelVersionsAsked {
  readonly organisationId: OrganisationId
  readonly text?: string
  readonly modelVersionId?: number
}

/** The model versions of the fleet and those that readable SBOMs describe, by maker, model and version. */
export async function sliceOfModelVersions(
  trx: Transaction,
  { organisationId, text = '', modelVersionId }: ModelVersionsAsked,
  { limit, after }: Slice,
): Promise<ModelVersionRow[]> {
  const { rows } = await sql<ModelVersionRow>`
    with chosen as materialized (
      select *
      from ${modelNames(organisationId)} as named
      where ${holdsWords(text)} and ${isModelVersion(modelVersionId)} and ${comesAfter(order, after)}
      order by ${inOrderOf(order)}
      limit ${limit}
    )
    select model_version_id as "modelVersionId", maker, model, version,
      coalesce(counted.devices, 0) as devices,
      array(
        select sbom_id from readable_sbom_target target join readable_sbom sbom using (sbom_id)
        where target.model_version_id = chosen.model_version_id and sbom.valid_to = 'infinity'
        order by sbom_id
      ) as "sbomIds"
    from chosen left join ${judgedCounts(organisationId, sql`select model_version_id from chosen`)} as counted using (model_version_id)
    order by ${inOrderOf(order)}`.execute(trx.query)
  return rows
}

/**
 * `(model_version_id, maker, model, version, maker_key, model_key, version_key)`: the model versions that the organisation may see, as its own
 * list spells them. `among` narrows them to some ids.
 */
export function modelNames(organisationId: OrganisationId, among?: RawBuilder<unknown>): RawBuilder<unknown> {
  const isAmong = among === undefined ? sql`true` : sql`model_version_id in (${among})`
  return sql`(
    select named.model_version_id, coalesce(own.maker, named.maker) as maker, coalesce(own.model, named.model) as model,
      coalesce(own.version, named.version) as version, maker_key, model_key, version_key
    from (select * from readable_model_version where ${isAmong}) as named
    left join (
      select counted.model_version_id, spelled.*
      from (
        select distinct model_version_id from device_count where organisation_id = ${organisationId} and ${isAmong}
      ) as counted
      cross join lateral (
        select maker, model, software_version as version
        from device
        where organisation_id = ${organisationId} and model_version_id = counted.model_version_id
        order by device_id
        limit 1
      ) as spelled
    ) as own using (model_version_id)
  )`
}

function isModelVersion(modelVersionId: number | undefined): RawBuilder<unknown> {
  return modelVersionId === undefined ? sql`true` : sql`model_version_id = ${modelVersionId}`
}

function holdsWords(text: string): RawBuilder<unknown> {
  const words = foldWords(text)
    .split('-')
    .filter((word) => word !== '')
  if (words.length === 0) return sql`true`
  const names = sql`concat_ws('-', maker_key, model_key, version_key, lower(maker), lower(model), lower(version))`
  const parts = words.slice(0, mostWords).map((word) => sql`${names} like ${`%${likeText(word)}%`}`)
  return sql`(maker_key = ${makerKey(text)} or ${sql.join(parts, sql` and `)})`
}
