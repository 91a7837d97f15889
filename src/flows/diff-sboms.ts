import { setImmediate } from 'node:timers/promises'
import { alignLines, toTargets, turnedDown, turnedUp } from '../findings/index.ts'
import type { ComponentChanges, FlawChange, FlawTurn, SbomHeader } from '../model/index.ts'
import {
  absentFlaws,
  compareLines,
  headersOfSboms,
  nameComponents,
  saidBySboms,
  sliceOfModelVersions,
  tellFlaws,
  turnedFlaws,
} from '../store/index.ts'
import type { Organisation, SoftwareAsked, Store, Transaction, TurnedFlaw } from '../store/index.ts'
import { withCorrections } from './correcting.ts'
import { FlowError } from './error.ts'
import { whenMatched } from './when-matched.ts'
import { withoutNulls } from './without-nulls.ts'

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
 * What changed from one SBOM, or model version, to another, and what it means. Flaws are judged by what the SBOMs list and the feeds say, as for
 * a device that holds that software. Throws `notFound` and `stillMatching`.
 */
export async function diffSboms(store: Store, organisation: Organisation, asked: DiffAsked): Promise<SbomDiff> {
  return whenMatched(store, organisation.organisationId, async (trx) => {
    const before = await sideOf(trx, organisation, asked.before)
    const after = await sideOf(trx, organisation, asked.after)
    const lines = await withCorrections(trx, await compareLines(trx, before.software.sbomIds, after.software.sbomIds))
    const [flaws, aligned] = await Promise.all([
      flawChanges(trx, before.software, after.software),
      onceOthersWait(() => alignLines(lines.before, lines.after)),
    ])
    const components = { ...aligned, unchanged: lines.unchanged + aligned.unchanged }
    return { before: before.shown, after: after.shown, components, flaws }
  })
}

/** Works here while the database works on what has just been asked of it: a tenth of a second for thousands of changed lines. */
async function onceOthersWait<Result>(work: () => Result): Promise<Result> {
  await setImmediate()
  return work()
}

interface Side {
  readonly shown: Nomenclature
  readonly software: SoftwareAsked
}

async function sideOf(trx: Transaction, organisation: Organisation, asked: NomenclatureAsked): Promise<Side> {
  return 'sbomId' in asked ? sideOfSbom(trx, asked.sbomId) : sideOfModel(trx, organisation, asked.modelVersionId)
}

async function sideOfSbom(trx: Transaction, sbomId: number): Promise<Side> {
  const header = (await headersOfSboms(trx, [sbomId])).get(sbomId)
  if (header === undefined)
    throw new FlowError(
      'notFound',
      `no SBOM ${sbomId} that this organisation may read; look it up in the list of SBOMs`,
    )
  return { shown: { sboms: [header] }, software: { sbomIds: [sbomId], modelVersionId: 0 } }
}

async function sideOfModel(trx: Transaction, { organisationId }: Organisation, modelVersionId: number): Promise<Side> {
  const [row] = await sliceOfModelVersions(trx, { organisationId, modelVersionId }, { limit: 1, after: undefined })
  if (row === undefined)
    throw new FlowError(
      'notFound',
      `no model version ${modelVersionId} in this organisation; look it up in the list of models`,
    )
  const headers = await headersOfSboms(trx, row.sbomIds)
  const name = [row.maker, row.model, row.version].filter((part) => part !== null).join(' ')
  if (headers.size === 0)
    throw new FlowError('notFound', `no SBOM describes ${name}, so there is nothing to compare; add one first`)
  return {
    shown: { modelVersionId, name, sboms: row.sbomIds.flatMap((id) => headers.get(id) ?? []) },
    software: { sbomIds: row.sbomIds, modelVersionId },
  }
}

async function flawChanges(trx: Transaction, before: SoftwareAsked, after: SoftwareAsked): Promise<SbomDiff['flaws']> {
  const turned = await turnedFlaws(trx, before, after)
  const flaws = turned.map(({ flaw }) => flaw)
  const gone = await goneFlaws(trx, after, turned)
  const told = await tellFlaws(trx, flaws)
  const shown = [...new Set(turned.flatMap(({ componentIds }) => componentIds))]
  const names = await nameComponents(trx, shown)
  const changes = turned.map((each): FlawChange => {
    const { flaw: _flaw, names: all, ...weight } = withoutNulls(told.get(each.flaw) ?? { ...untold, flaw: each.flaw })
    const components = each.componentIds.flatMap((id) => {
      const named = names.get(id)
      return named === undefined ? [] : [withoutNulls(named)]
    })
    const vulnerability = all[0] ?? String(each.flaw)
    return { ...(gone.get(each.flaw) ?? turnedUp(each)), ...weight, names: all, vulnerability, components }
  })
  changes.sort(byUrgency)
  const of = (asked: FlawTurn): FlawChange[] => changes.filter(({ turn }) => turn === asked)
  return {
    newlyAffected: of('newlyAffected'),
    newlyUnknown: of('newlyUnknown'),
    noLongerTold: of('noLongerTold'),
    fixed: of('fixed'),
  }
}

/** A flaw that the feeds have dropped meanwhile has no names. */
const untold = { names: [], exploitedSince: null, epssProbability: null, cvssBase: null }

/** What became of the flaws that reach nothing in the newer side. */
async function goneFlaws(
  trx: Transaction,
  after: SoftwareAsked,
  turned: readonly TurnedFlaw[],
): Promise<Map<number, ReturnType<typeof turnedDown>>> {
  const gone = new Map(turned.flatMap((each) => (each.after === 0 ? [[each.flaw, each] as const] : [])))
  const said = await saidBySboms(trx, after.sbomIds)
  const targets = toTargets([...said].map(([sbomId, facts]) => ({ sbomId, facts })))
  const absent = await absentFlaws(trx, after, [...gone.keys()])
  return new Map(
    absent.flatMap((each) => {
      const truths = gone.get(each.flaw)
      return truths === undefined ? [] : [[each.flaw, turnedDown(truths, each, targets)] as const]
    }),
  )
}

/** Known to be exploited first, then by EPSS, CVSS and name. */
function byUrgency(a: FlawChange, b: FlawChange): number {
  const order = (one: boolean, other: boolean): number => Number(other) - Number(one)
  return (
    order(a.exploitedSince !== undefined, b.exploitedSince !== undefined) ||
    (b.epssProbability ?? -1) - (a.epssProbability ?? -1) ||
    (b.cvssBase ?? -1) - (a.cvssBase ?? -1) ||
    (a.vulnerability < b.vulnerability ? -1 : 1)
  )
}
