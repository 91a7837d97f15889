import { subjectsOfProduct } from '../findings/index.ts'
import { makerKey, modelKey } from '../model/index.ts'
import type {
  Justification,
  OrganisationId,
  Page,
  PageAsked,
  ProductNamed,
  SignatureState,
  StatementFormat,
  StatementRole,
  StatementStatus,
} from '../model/index.ts'
import {
  findFlaw,
  inOrganisation,
  linksOfStatements,
  modelVersionsHere,
  nearestModelVersions,
  sliceOfStatements,
} from '../store/index.ts'
import type {
  ModelVersionHere,
  NearlyNamed,
  Organisation,
  StatementLinks,
  StatementRow,
  Store,
  Transaction,
} from '../store/index.ts'
import { pageOf, sliceOf } from './page.ts'
import { modelsOf } from './stated.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A statement as it is listed: what was said, by whom, and what here it speaks of. */
export interface StatementListed {
  readonly statementId: number
  readonly documentId: number
  readonly status: StatementStatus
  readonly vulnerability: string
  readonly justification?: Justification
  readonly impact?: string
  readonly action?: string
  readonly remediation?: string
  readonly compensatingControl?: string
  readonly note?: string
  /** ISO 8601: when its author said so last. */
  readonly at?: string
  readonly product: ProductNamed
  readonly component?: ProductNamed
  readonly source: {
    readonly format: StatementFormat
    readonly id?: string
    readonly revision?: string
    readonly author: string
    readonly role: StatementRole
    readonly signature: SignatureState
    /** What a signature that came later says where it proves nothing. */
    readonly laterSignature?: SignatureState
  }
  /** The model versions here that it speaks of. */
  readonly models: readonly ModelNamed[]
  /** It speaks of several versions at once, and clears none: only what is said of an exact version does. */
  readonly clearsNothing?: true
  /** For how many days it has been under investigation, once that is so long that its author should be asked. */
  readonly overdueDays?: number
  /** How many components here it speaks of, wherever they are. */
  readonly components: number
  /** Where it speaks of nothing here: what it could have meant. */
  readonly nearest: readonly ModelNamed[]
}

/** A model version here, and how many devices in scope are judged by it. */
export type ModelNamed = WithoutNulls<Omit<ModelVersionHere, 'statementId'>> & {
  /** Whether it is among the versions that the statement speaks of cannot be told. */
  readonly isInDoubt?: true
}

export interface ListStatementsOptions {
  readonly organisation: Organisation
  /** Those that speak of something here, or of nothing that is here yet. */
  readonly matched?: boolean
  readonly modelVersionId?: number
  /** Any name of a flaw. */
  readonly vulnerability?: string
  readonly page: PageAsked
  readonly now: Date
}

/** An investigation that takes longer is one to ask about. */
const remindAfterDays = 30
const dayMs = 86_400_000

/** The live statements that an organisation may read, the newest first. One that speaks of nothing here stands with what it could have meant. */
export async function listStatements(store: Store, options: ListStatementsOptions): Promise<Page<StatementListed>> {
  const { organisation, page, vulnerability, matched, modelVersionId, now } = options
  const { organisationId } = organisation
  const slice = sliceOf(page, ['integer'])
  return inOrganisation(store, organisationId, async (trx) => {
    const flaws = vulnerability === undefined ? undefined : (await findFlaw(trx, vulnerability)).same
    const asked = {
      ...(matched === undefined ? {} : { matched }),
      ...(modelVersionId === undefined ? {} : { modelVersionId }),
      ...(flaws === undefined ? {} : { flaws }),
    }
    const rows = await sliceOfStatements(trx, asked, slice)
    const toItem = await itemsWithPlaces(trx, organisationId, rows)
    const withAge = (row: StatementRow): StatementListed => ({ ...toItem(row), ...ageOf(row, now) })
    return pageOf(rows, page, { placeOf: ({ statementId }) => [statementId], toItem: withAge })
  })
}

function ageOf({ status, at }: StatementRow, now: Date): Pick<StatementListed, 'overdueDays'> {
  if (status !== 'underInvestigation' || at === null) return {}
  const days = Math.floor((now.getTime() - Date.parse(at)) / dayMs)
  return days > remindAfterDays ? { overdueDays: days } : {}
}

async function itemsWithPlaces(
  trx: Transaction,
  organisationId: OrganisationId,
  rows: readonly StatementRow[],
): Promise<(row: StatementRow) => StatementListed> {
  const links = await linksOfStatements(
    trx,
    rows.map(({ statementId }) => statementId),
  )
  const spoken = [...links.values()].flatMap((each) =>
    [...new Set(modelsOf(each).map(({ modelVersionId }) => modelVersionId))].map((modelVersionId) => ({
      statementId: each.statementId,
      modelVersionId,
    })),
  )
  const here = Map.groupBy(await modelVersionsHere(trx, organisationId, spoken), ({ statementId }) => statementId)
  const lost = rows.filter(
    ({ statementId, component }) =>
      !here.has(statementId) && (component !== null || (links.get(statementId)?.products.length ?? 0) === 0),
  )
  const near = Map.groupBy(
    await nearestModelVersions(trx, organisationId, lost.flatMap(nearlyNamed)),
    ({ statementId }) => statementId,
  )
  return (row) =>
    toListed(row, {
      models: here.get(row.statementId) ?? [],
      components:
        row.component === null && !here.has(row.statementId) ? (links.get(row.statementId)?.products.length ?? 0) : 0,
      nearest: near.get(row.statementId) ?? [],
      reaches: reachesOf(links.get(row.statementId)),
    })
}

type Reach = StatementLinks['models'][number]['reach']

/** How a statement came to speak of each model version; the same one may be linked more than once. */
function reachesOf(links: StatementLinks | undefined): ReadonlyMap<number, Reach> {
  return new Map(links === undefined ? [] : modelsOf(links).map(({ modelVersionId, reach }) => [modelVersionId, reach]))
}

/** Every maker and model that a product may go by, its version aside. */
function nearlyNamed({ statementId, product }: StatementRow): NearlyNamed[] {
  const { versionRange: _range, ...named } = { ...product, version: product.version ?? '0', serials: [] }
  const models = subjectsOfProduct(named).flatMap(({ model }) => model ?? [])
  const all =
    models.length > 0
      ? models
      : [{ makerKey: makerKey(product.maker ?? product.name), modelKey: modelKey(product.name) }]
  return all.slice(0, 1).map((each) => ({ statementId, makerKey: each.makerKey, modelKey: each.modelKey }))
}

interface Places {
  readonly models: readonly ModelVersionHere[]
  readonly components: number
  readonly nearest: readonly ModelVersionHere[]
  readonly reaches: ReadonlyMap<number, Reach>
}

function toListed(row: StatementRow, { models, components, nearest, reaches }: Places): StatementListed {
  const { format, statedId, revision, author, authorKey: _key, role, signature, signedFor: _for, ...rest } = row
  const { laterSignature, ...said } = rest
  return {
    ...withoutNulls(said),
    source: {
      format,
      ...(statedId === null ? {} : { id: statedId }),
      ...(revision === null ? {} : { revision }),
      author,
      role,
      signature,
      ...(laterSignature === null ? {} : { laterSignature }),
    },
    models: models.map((model) => ({
      ...toModel(model),
      ...(reaches.get(model.modelVersionId) === 'possible' && { isInDoubt: true as const }),
    })),
    ...(clearsNothing(row, reaches) && { clearsNothing: true as const }),
    components,
    nearest: nearest.map(toModel),
  }
}

function clearsNothing({ status, product }: StatementRow, reaches: ReadonlyMap<number, Reach>): boolean {
  if (status !== 'notAffected' && status !== 'fixed') return false
  const isRange = product.versionRange !== undefined && product.version === undefined
  return isRange || (reaches.size > 0 && ![...reaches.values()].includes('exact'))
}

function toModel({ statementId: _statementId, ...model }: ModelVersionHere): ModelNamed {
  return withoutNulls(model)
}
