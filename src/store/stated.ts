import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type {
  Justification,
  OrganisationId,
  ProductNamed,
  SignatureState,
  StatementFormat,
  StatementRole,
  StatementStatus,
} from '../model/index.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { placeColumns, placesOf, placesOfListed } from './postings.ts'
import type { PlacesRow } from './postings.ts'
import type { Places } from '../model/index.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** A statement with what its document says of itself. */
export interface StatementRow {
  readonly statementId: number
  readonly documentId: number
  readonly vulnerability: string
  /** Other names that the document gives the flaw. */
  readonly aliases: readonly string[]
  readonly status: StatementStatus
  readonly justification: Justification | null
  readonly impact: string | null
  readonly action: string | null
  readonly remediation: string | null
  readonly compensatingControl: string | null
  readonly note: string | null
  /** ISO 8601: when its author said so last; null where the document does not tell. */
  readonly at: string | null
  /** That time lies after the day on which the document came, so it proves nothing. */
  readonly isAhead: boolean
  readonly product: ProductNamed
  readonly component: ProductNamed | null
  readonly format: StatementFormat
  readonly statedId: string | null
  readonly revision: string | null
  readonly author: string
  readonly authorKey: string
  readonly role: StatementRole
  readonly signature: SignatureState
  /** What a signature that came later says where it proves nothing. */
  readonly laterSignature: SignatureState | null
  /** The maker whose trusted key signed it, as makers are compared. */
  readonly signedFor: string | null
}

/** The columns of `StatementRow`, of a relation like `readable_statement`. */
export const statementColumns: RawBuilder<unknown> = sql`statement_id::integer as "statementId", document_id::integer as "documentId",
  vulnerability::text, aliases::text[], status::text, justification::text, impact::text, action::text, remediation::text,
  compensating_control::text as "compensatingControl", note::text, coalesce(updated_at, stated_at, issued_at)::timestamptz as at,
  coalesce(coalesce(updated_at, stated_at, issued_at) > valid_from + interval '1 day', false)::boolean as "isAhead", product::jsonb,
  component::jsonb, format::text, stated_id::text as "statedId", revision::text, author::text, author_key::text as "authorKey", role::text,
  signature::jsonb, later_signature::jsonb as "laterSignature", signed_for::text as "signedFor"`

/** Whether anybody states, or the organisation decided, anything of a flaw: mostly nobody does, and this one look at two indexes is all. */
export async function isFlawStated(
  trx: Transaction,
  organisationId: OrganisationId,
  { flaws, asOf }: { readonly flaws: readonly number[]; readonly asOf?: string | undefined },
): Promise<boolean> {
  const [row] = await rowsByKeptPlan(
    trx,
    sql<{ some: boolean }>`
    select (exists (select from stated_flaw as stated where vulnerability_id = any(${flaws}::integer[]) and ${alive('stated', asOf)})
      or exists (
        select from triage where organisation_id = ${organisationId} and vulnerability_id = any(${flaws}::integer[]) and ${alive('triage', asOf)}
      ))::boolean as some`,
  )
  return row?.some === true
}

/**
 * Most statements on one flaw that a question weighs. More are of no use to anybody, and would be held in memory. Beyond it those go that clear: a
 * document of very many must silence no alarm.
 */
const MOST_STATEMENTS = 100_000

/** SQL: the readable statements of these ids, as many as may be, those that accuse before those that clear. */
const mostTelling = (ids: RawBuilder<unknown>, most: number): RawBuilder<unknown> => sql`(
    select *
    from readable_statement
    where statement_id = any(array(${ids}))
    order by status in ('notAffected', 'fixed'), statement_id
    limit ${most}
  ) as telling`

/** The readable statements on a flaw by the ids of its names. */
export async function statementsOnFlaw(
  trx: Transaction,
  {
    flaws,
    asOf,
    most = MOST_STATEMENTS,
  }: { readonly flaws: readonly number[]; readonly asOf?: string | undefined; readonly most?: number },
): Promise<StatementRow[]> {
  return rowsByKeptPlan(
    trx,
    sql<StatementRow>`
    with asked as materialized (
      select distinct statement_id from stated_flaw as stated where vulnerability_id = any(${flaws}::integer[]) and ${alive('stated', asOf)}
    )
    select ${statementColumns}
    from ${mostTelling(sql`select statement_id from asked`, most)}
    order by statement_id`,
  )
}

/** What a statement speaks of among what is stored. */
export interface StatementLinks {
  readonly statementId: number
  /** The model versions, each with the SBOM line (`componentId`) where it speaks of a part by a link. */
  readonly models: readonly {
    readonly modelVersionId: number
    readonly makerKey: string
    readonly componentId: number | null
    readonly sbomId: number | null
    /** Of exactly this version, of a range that it lies in, or of versions among which it may be. */
    readonly reach: 'exact' | 'inside' | 'possible'
  }[]
  /** Components that its product is. */
  readonly products: readonly number[]
  /** Components that its part is. */
  readonly parts: readonly number[]
}

/** What statements speak of, found anew each time: what came after them is found too. */
export async function linksOfStatements(
  trx: Transaction,
  statementIds: readonly number[],
): Promise<Map<number, StatementLinks>> {
  if (statementIds.length === 0) return new Map()
  const rows = await rowsByKeptPlan(
    trx,
    sql<StatementLinks>`
    with asked as materialized (select unnest(${statementIds}::integer[]) as statement_id)
    select asked.statement_id::integer as "statementId", coalesce(model.models, '[]')::jsonb as models,
      coalesce(component.products, '{}')::integer[] as products, coalesce(component.parts, '{}')::integer[] as parts
    from asked
    left join (
      select statement_id, jsonb_agg(distinct jsonb_build_object('modelVersionId', model_version_id, 'makerKey', maker_key, 'componentId', component_id, 'sbomId', sbom_id, 'reach', reach)) as models
      from stated_model
      where statement_id = any(${statementIds}::integer[])
      group by statement_id
    ) as model using (statement_id)
    left join (
      select statement_id, array_agg(distinct component_id) filter (where part = 'product') as products,
        array_agg(distinct component_id) filter (where part = 'component') as parts
      from stated_component
      where statement_id = any(${statementIds}::integer[])
      group by statement_id
    ) as component using (statement_id)`,
  )
  return new Map(rows.map((row) => [row.statementId, row]))
}

/** Where components are listed, by their ids. */
export async function placesOfComponents(
  trx: Transaction,
  componentIds: readonly number[],
): Promise<Map<number, Places>> {
  if (componentIds.length === 0) return new Map()
  const rows = await rowsByKeptPlan(
    trx,
    sql<PlacesRow & { componentId: number }>`
    with asked as materialized (select each as component_id, each as component from unnest(${componentIds}::integer[]) as each),
    listed as (${placesOfListed(sql`asked`, ['component'])})
    select component::integer as "componentId", ${placeColumns}
    from listed`,
  )
  const groups = Map.groupBy(rows, ({ componentId }) => componentId)
  return new Map([...groups].map(([componentId, group]) => [componentId, placesOf(group)]))
}

/** Statements that speak of a model version, or of components that it holds, each with the flaws (clusters) that it is about. */
export interface StatementNear extends StatementRow {
  readonly flaws: readonly number[]
}

/** Whether anything at all is stated that the organisation may read, or decided by it: mostly nothing is, and nothing more is looked up. */
export async function isAnythingStated(trx: Transaction, organisationId: OrganisationId): Promise<boolean> {
  const [row] = await rowsByKeptPlan(
    trx,
    sql<{ some: boolean }>`
    select (exists (select from readable_statement_document where valid_to = 'infinity')
      or exists (select from triage where organisation_id = ${organisationId} and valid_to = 'infinity'))::boolean as some`,
  )
  return row?.some === true
}

/** The readable statements that speak of model versions, or of what SBOMs list. */
export async function statementsNear(
  trx: Transaction,
  { modelVersionIds, sbomIds }: { readonly modelVersionIds: readonly number[]; readonly sbomIds: readonly number[] },
): Promise<StatementNear[]> {
  return rowsByKeptPlan(
    trx,
    sql<StatementNear>`
    with held as materialized (
      select distinct component_id from readable_sbom_component where sbom_id = any(${sbomIds}::integer[]) and deployed
    ),
    near as materialized (
      select statement_id from stated_model where model_version_id = any(${modelVersionIds}::integer[])
      union
      select stated.statement_id from held join stated_component stated using (component_id) where stated.part = 'product'
    ),
    spoken as materialized (
      select statement_id, array_agg(distinct coalesce(alias.cluster_id, stated.vulnerability_id)) as flaws
      from near
      join stated_flaw stated using (statement_id)
      left join vulnerability_alias alias on alias.vulnerability_id = stated.vulnerability_id and alias.valid_to = 'infinity'
      where stated.valid_to = 'infinity'
      group by statement_id
    )
    select ${statementColumns}, spoken.flaws::integer[] as flaws
    from spoken join ${mostTelling(sql`select statement_id from spoken`, MOST_STATEMENTS)} using (statement_id)
    order by statement_id`,
  )
}
