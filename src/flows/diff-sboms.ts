import { alignLines } from '../findings/index.ts'
import type { ComponentChanges, FlawChange, FlawTurn, SbomHeader } from '../model/index.ts'
import { compareLines, headersOfSboms, modelVersionsOfSbom, sideBySide } from '../store/index.ts'
import type { ComparedLines, Organisation, Store, Transaction } from '../store/index.ts'
import { withCorrections } from './correcting.ts'
import { flawChanges, hearSides } from './diff-flaws.ts'
import type { SoftwareCompared } from './diff-flaws.ts'
import { FlowError } from './error.ts'
import { modelVersionOf } from './models.ts'
import { headerOf } from './sboms.ts'
import { whenMatched } from './when-matched.ts'

/** What is compared: one SBOM, live or not, or a model version by its live SBOMs. */
export type NomenclatureAsked = { readonly sbomId: number } | { readonly modelVersionId: number }

/** One side of a comparison. */
export interface Nomenclature {
  readonly modelVersionId?: number
  /** Of a model version: maker, model and version. */
  readonly name?: string
  readonly sboms: readonly SbomHeader[]
}

/** What changed from one nomenclature to another. Lists are in a total order. */
export interface SbomDiff {
  readonly before: Nomenclature
  readonly after: Nomenclature
  readonly components: ComponentChanges
  readonly flaws: Readonly<Record<FlawTurn, readonly FlawChange[]>>
}

/** The two sides, the older first. */
export interface DiffAsked {
  readonly before: NomenclatureAsked
  readonly after: NomenclatureAsked
}

/**
 * What changed from one SBOM, or model version, to another, and what it means. Flaws are judged as the organisation's own answers judge a device that
 * holds that software: by what the SBOMs list and the feeds say, its aliases and corrections, and what is stated. Throws `notFound` and `stillMatching`.
 */
export async function diffSboms(store: Store, organisation: Organisation, asked: DiffAsked): Promise<SbomDiff> {
  return comparing(store, organisation, asked, async (trx, sides) => {
    const { organisationId } = organisation
    const [flaws, components] = await sideBySide(
      { store, organisationId, trx },
      async (one) => flawChanges(one, await hearSides(one, organisation, sides)),
      async (other) => componentChanges(await linesOf(other, sides)),
    )
    return { before: sides.before.shown, after: sides.after.shown, components, flaws }
  })
}

/** The components alone. Throws as `diffSboms` does. */
export async function diffOfComponents(
  store: Store,
  organisation: Organisation,
  asked: DiffAsked,
): Promise<SbomDiff['components']> {
  return comparing(store, organisation, asked, async (trx, sides) => componentChanges(await linesOf(trx, sides)))
}

/** The flaws alone. Throws as `diffSboms` does. */
export async function diffOfFlaws(
  store: Store,
  organisation: Organisation,
  asked: DiffAsked,
): Promise<SbomDiff['flaws']> {
  return comparing(store, organisation, asked, async (trx, sides) =>
    flawChanges(trx, await hearSides(trx, organisation, sides)),
  )
}

interface Side extends SoftwareCompared {
  readonly shown: Nomenclature
}

interface Sides {
  readonly before: Side
  readonly after: Side
}

async function comparing<Result>(
  store: Store,
  organisation: Organisation,
  asked: DiffAsked,
  work: (trx: Transaction, sides: Sides) => Promise<Result>,
): Promise<Result> {
  return whenMatched(store, organisation.organisationId, async (trx) =>
    work(trx, {
      before: await sideOf(trx, organisation, asked.before),
      after: await sideOf(trx, organisation, asked.after),
    }),
  )
}

async function linesOf(trx: Transaction, { before, after }: Sides): Promise<ComparedLines> {
  return withCorrections(trx, await compareLines(trx, before.sbomIds, after.sbomIds))
}

function componentChanges({ before, after, unchanged }: ComparedLines): ComponentChanges {
  const aligned = alignLines(before, after)
  return { ...aligned, unchanged: unchanged + aligned.unchanged }
}

async function sideOf(trx: Transaction, organisation: Organisation, asked: NomenclatureAsked): Promise<Side> {
  return 'sbomId' in asked ? sideOfSbom(trx, asked.sbomId) : sideOfModel(trx, organisation, asked.modelVersionId)
}

async function sideOfSbom(trx: Transaction, sbomId: number): Promise<Side> {
  const header = await headerOf(trx, sbomId)
  const modelVersionIds = await modelVersionsOfSbom(trx, sbomId)
  return { shown: { sboms: [header] }, sbomIds: [sbomId], modelVersionId: 0, modelVersionIds }
}

async function sideOfModel(trx: Transaction, { organisationId }: Organisation, modelVersionId: number): Promise<Side> {
  const row = await modelVersionOf(trx, organisationId, modelVersionId)
  const headers = await headersOfSboms(trx, row.sbomIds)
  const name = [row.maker, row.model, row.version].filter((part) => part !== null).join(' ')
  if (headers.size === 0)
    throw new FlowError('notFound', `no SBOM describes ${name}, so there is nothing to compare; add one first`)
  return {
    shown: { modelVersionId, name, sboms: row.sbomIds.flatMap((id) => headers.get(id) ?? []) },
    sbomIds: row.sbomIds,
    modelVersionId,
    modelVersionIds: [modelVersionId],
  }
}
