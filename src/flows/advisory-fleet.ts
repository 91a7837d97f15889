import type { AdvisoryDocument, DeviceId, OrganisationId } from '../model/index.ts'
import { devicesAlike, devicesJudgedAs, remediationsOf } from '../store/index.ts'
import type {
  DeviceJudgedAs,
  DevicesAlike,
  RemediationRow,
  RemediationState,
  Transaction,
  WholeDocument,
} from '../store/index.ts'
import { advisoryVerdicts, isOpen, judgeAsset, workOn, worstOfAssets } from './advisory-judgement.ts'
import type { AdvisoryVerdict, AssetJudged } from './advisory-judgement.ts'
import { assetOf, judgeModels, modelsOfMakersIn } from './advisory-models.ts'
import type { ModelJudged } from './advisory-models.ts'
import { unmatchedIn } from './advisory-unmatched.ts'
import type { UnmatchedProduct } from './advisory-unmatched.ts'

/** What an advisory means for a fleet. Devices are counted by their worst flaw; states by device and flaw where something is to be done. */
export interface AdvisoryFleet {
  readonly verdicts: { readonly [Verdict in AdvisoryVerdict]?: number }
  readonly states: { readonly [State in RemediationState]?: number }
  readonly unmatched: readonly UnmatchedProduct[]
}

/** What some advisories mean for the fleet of an organisation, by the id of the document: the same that its devices, listed one by one, add up to. */
export async function fleetsOf(
  trx: Transaction,
  organisationId: OrganisationId,
  documents: readonly WholeDocument[],
): Promise<ReadonlyMap<number, AdvisoryFleet>> {
  const all = documents.map(({ document }) => document)
  const models = await modelsOfMakersIn(trx, organisationId, all)
  const named = documents.map(({ documentId, document }) =>
    toNamed(documentId, document, judgeModels(document, models)),
  )
  const said = await remediationsOf(
    trx,
    organisationId,
    all.map(({ key }) => key),
  )
  const alike = await devicesAlike(trx, organisationId, idsOf(named))
  const alone = await devicesJudgedAs(trx, organisationId, {
    modelVersionIds: idsOf(named.filter(({ asksSerials }) => asksSerials)),
    deviceIds: [...new Set(said.flatMap(({ deviceId }) => deviceId ?? []))],
  })
  return new Map(
    named.map((each) => {
      const ofDocument = said.filter(({ documentKey }) => documentKey === each.document.key)
      const counts = countDevices(each, { alike, alone, said: ofDocument })
      return [each.documentId, { ...counts, unmatched: unmatchedIn(each.document, [...each.models.values()], models) }]
    }),
  )
}

/** A document with the model versions of the fleet that it names. */
interface NamedFleet {
  readonly documentId: number
  readonly document: AdvisoryDocument
  readonly models: ReadonlyMap<number, ModelJudged>
  /** One of the products that are met is meant in some serial numbers only: devices of one model version may differ. */
  readonly asksSerials: boolean
}

function toNamed(documentId: number, document: AdvisoryDocument, models: readonly ModelJudged[]): NamedFleet {
  const met = new Set(models.flatMap(({ judged }) => judged.met.map(({ productId }) => productId)))
  return {
    documentId,
    document,
    models: new Map(models.map((model) => [model.modelVersionId, model])),
    asksSerials: document.products.some(({ id, identifiers }) => identifiers.serialNumbers.length > 0 && met.has(id)),
  }
}

function idsOf(named: readonly NamedFleet[]): readonly number[] {
  return [...new Set(named.flatMap(({ models }) => [...models.keys()]))]
}

interface Devices {
  readonly alike: readonly DevicesAlike[]
  /** Those of which a serial number is asked, or of which something was said by itself. */
  readonly alone: readonly DeviceJudgedAs[]
  readonly said: readonly RemediationRow[]
}

/** Devices that an advisory says the same of: several that are judged alike, or one. */
interface Group extends DevicesAlike {
  readonly deviceId?: DeviceId
  readonly serial?: string | null
}

function countDevices(named: NamedFleet, devices: Devices): Pick<AdvisoryFleet, 'verdicts' | 'states'> {
  const verdicts: { [Verdict in AdvisoryVerdict]?: number } = {}
  const states: { [State in RemediationState]?: number } = {}
  for (const group of groupsOf(named, devices)) {
    const { flaws } = judgeGroup(named, group)
    const worst = advisoryVerdicts.find((verdict) => flaws.some((flaw) => flaw.verdict === verdict))
    if (worst !== undefined) verdicts[worst] = (verdicts[worst] ?? 0) + group.devices
    for (const flaw of flaws.filter(isOpen)) {
      const { state } = workOn(flaw, devices.said, group)
      states[state] = (states[state] ?? 0) + group.devices
    }
  }
  return { verdicts, states }
}

/** The devices that a document names, those of which nothing is said by itself counted together. */
function groupsOf({ models, asksSerials }: NamedFleet, { alike, alone, said }: Devices): readonly Group[] {
  const isNamed = ({ judgedAs }: Pick<Group, 'judgedAs'>): boolean => judgedAs.some((id) => models.has(id))
  const each = alone.filter(isNamed).map((device) => ({ ...device, devices: 1 }))
  if (asksSerials) return each
  const spokenOf = new Set(said.map(({ deviceId }) => deviceId))
  const apart = each.filter(({ deviceId }) => spokenOf.has(deviceId))
  const taken = Map.groupBy(apart, nameOf)
  const others = alike
    .filter(isNamed)
    .map((group) => ({ ...group, devices: Math.max(0, group.devices - (taken.get(nameOf(group))?.length ?? 0)) }))
  return [...others, ...apart]
}

function nameOf({ modelVersionId, judgedAs }: Pick<Group, 'modelVersionId' | 'judgedAs'>): string {
  return [modelVersionId, ...judgedAs].join(' ')
}

/** The worst by the versions that the devices may run. */
function judgeGroup({ document, models, asksSerials }: NamedFleet, { judgedAs, serial }: Group): AssetJudged {
  const some = judgedAs.flatMap((id) => models.get(id) ?? [])
  if (!asksSerials || typeof serial !== 'string') return worstOfAssets(some.map(({ judged }) => judged))
  return worstOfAssets(some.map((model) => judgeAsset(document, { ...assetOf(model), serial })))
}
