import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { OrganisationId, Slice } from '../model/index.ts'
import { judgedCounts } from './judged-devices.ts'
import { modelNames } from './model-list.ts'
import { statementColumns } from './stated.ts'
import type { StatementRow } from './stated.ts'
import type { Transaction } from './transaction.ts'

/** Which statements are asked for. */
export interface StatementsAsked {
  /** Those that speak of something here, or of nothing that is here yet. */
  readonly matched?: boolean
  readonly modelVersionId?: number
  /** Ids of the names of a flaw. */
  readonly flaws?: readonly number[]
}

/** The live statements that the organisation may read, the newest first; the place of one is its id. */
export async function sliceOfStatements(
  trx: Transaction,
  asked: StatementsAsked,
  { limit, after }: Slice,
): Promise<StatementRow[]> {
  const { rows } = await sql<StatementRow>`
    select ${statementColumns}
    from readable_statement as stated
    where valid_to = 'infinity' and ${after === undefined ? sql`true` : sql`statement_id < ${after[0]}::integer`} and ${isAsked(asked)}
    order by statement_id desc
    limit ${limit}`.execute(trx.query)
  return rows
}

function isAsked({ matched, modelVersionId, flaws }: StatementsAsked): RawBuilder<unknown> {
  const isHere = sql`(
    exists (
      select from stated_model model join readable_model_version using (model_version_id) where model.statement_id = stated.statement_id
    ) or exists (
      select from stated_component component join listing using (component_id)
      where component.statement_id = stated.statement_id and component.part = 'product'
    )
  )`
  const tests = [
    ...(matched === undefined ? [] : [matched ? isHere : sql`not ${isHere}`]),
    ...(flaws === undefined
      ? []
      : [
          sql`statement_id in (select statement_id from stated_flaw where vulnerability_id = any(${flaws}::integer[]))`,
        ]),
    ...(modelVersionId === undefined
      ? []
      : [sql`statement_id in (select statement_id from stated_model where model_version_id = ${modelVersionId})`]),
  ]
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}

/** A model version as the organisation's own list spells it, and how many of its devices are judged by it. */
export interface ModelVersionHere {
  readonly statementId: number
  readonly modelVersionId: number
  readonly maker: string
  readonly model: string
  readonly version: string | null
  readonly devices: number
}

/** The model versions among these that the organisation may see. */
export async function modelVersionsHere(
  trx: Transaction,
  organisationId: OrganisationId,
  spoken: readonly { readonly statementId: number; readonly modelVersionId: number }[],
): Promise<ModelVersionHere[]> {
  if (spoken.length === 0) return []
  const asked = sql`
    select *, 1 as position
    from unnest(${spoken.map((each) => each.statementId)}::integer[], ${spoken.map((each) => each.modelVersionId)}::integer[])
      as each (statement_id, model_version_id)`
  return withNames(trx, organisationId, asked)
}

/** Names that a statement could have meant. */
export interface NearlyNamed {
  readonly statementId: number
  readonly makerKey: string
  readonly modelKey: string
}

const mostNearest = 5

const closeness = sql`order by (known.maker_key = each.maker_key)::integer + 2 * (known.model_key = each.model_key)::integer desc,
  known.model_key, known.version_key, known.model_version_id`

/** The model versions nearest to what statements name: of the same maker and model first, then of the same model, then of the same maker. */
export async function nearestModelVersions(
  trx: Transaction,
  organisationId: OrganisationId,
  named: readonly NearlyNamed[],
): Promise<ModelVersionHere[]> {
  if (named.length === 0) return []
  const asked = sql`
    select statement_id, near.model_version_id, near.position
    from unnest(${named.map((each) => each.statementId)}::integer[], ${named.map((each) => each.makerKey)}::text[],
      ${named.map((each) => each.modelKey)}::text[]) as each (statement_id, maker_key, model_key)
    cross join lateral (
      select model_version_id, row_number() over (${closeness}) as position
      from readable_model_version as known
      where known.model_key = each.model_key or known.maker_key = each.maker_key
      ${closeness}
      limit ${mostNearest}
    ) as near`
  return withNames(trx, organisationId, asked)
}

async function withNames(
  trx: Transaction,
  organisationId: OrganisationId,
  asked: RawBuilder<unknown>,
): Promise<ModelVersionHere[]> {
  const { rows } = await sql<ModelVersionHere>`
    with asked as materialized (${asked})
    select asked.statement_id as "statementId", named.model_version_id as "modelVersionId", maker, model, version,
      coalesce(counted.devices, 0) as devices
    from asked join ${modelNames(organisationId, sql`select model_version_id from asked`)} as named using (model_version_id)
      left join ${judgedCounts(organisationId, sql`select model_version_id from asked`)} as counted using (model_version_id)
    order by statement_id, position, maker, model, version, model_version_id`.execute(trx.query)
  return rows
}
