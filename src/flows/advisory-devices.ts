import { meetProduct } from '../csaf/index.ts'
import type { Asset } from '../csaf/index.ts'
import { makerKey } from '../model/index.ts'
import type { AdvisoryDocument, AdvisoryProduct, DeviceId, OrganisationId, Page, PageAsked } from '../model/index.ts'
import {
  documentsOf,
  inOrganisation,
  namesJudgedBy,
  productsOfMakers,
  remediationsOf,
  sliceOfDevicesOf,
} from '../store/index.ts'
import type { DeviceRow, Organisation, RemediationRow, Store, Transaction } from '../store/index.ts'
import { documentNamed } from './advisories.ts'
import { isOpen, judgeAssets, workOn } from './advisory-judgement.ts'
import type { FlawOfAsset, ProductMet, WorkState } from './advisory-judgement.ts'
import { assetOf, judgeModels, modelsOfMakersIn } from './advisory-models.ts'
import { deviceOf } from './devices.ts'
import type { Device } from './devices.ts'
import { FlowError } from './error.ts'
import { pageOf, placeAfter, sliceOf } from './page.ts'
import { withoutNulls } from './without-nulls.ts'

/** More than all advisories of a maker name. */
const maxProducts = 200_000

/** A flaw of an advisory on a device: what is said, and where the work stands. */
export type FlawOfDevice = FlawOfAsset & WorkState

/** A device that an advisory names, with the evidence for it. */
export interface DeviceNamedByAdvisory {
  readonly device: Device
  readonly met: readonly ProductMet[]
  readonly flaws: readonly FlawOfDevice[]
}

export interface OfAdvisoryOptions {
  readonly organisation: Organisation
  readonly id: string
  readonly page: PageAsked
}

/** The devices of an organisation that an advisory names or may name, in the order of lists. */
export async function devicesOfAdvisory(
  store: Store,
  { organisation, id, page }: OfAdvisoryOptions,
): Promise<Page<DeviceNamedByAdvisory>> {
  const { organisationId } = organisation
  const slice = sliceOf(page, ['text'])
  return inOrganisation(store, organisationId, async (trx) => {
    const { document } = await documentNamed(trx, id)
    const models = await modelsOfMakersIn(trx, organisationId, [document])
    const modelVersionIds = judgeModels(document, models).map(({ modelVersionId }) => modelVersionId)
    const rows = await sliceOfDevicesOf(trx, { organisationId, modelVersionIds }, slice)
    const said = await remediationsOf(trx, organisationId, [document.key])
    const assets = await assetsOf(trx, organisationId, rows)
    return pageOf(rows, page, {
      placeOf: (row) => [row.place],
      toItem: ({ place: _place, ...row }) => {
        const device = withoutNulls(row)
        return { device, ...onDevice(document, { device, assets: assets.get(row.deviceId) ?? [] }, said) }
      },
    })
  })
}

/** What each of some devices may be: its model in each version that it may run, by its serial number too. */
export async function assetsOf(
  trx: Transaction,
  organisationId: OrganisationId,
  devices: readonly Pick<DeviceRow, 'deviceId' | 'serial'>[],
): Promise<ReadonlyMap<DeviceId, readonly Asset[]>> {
  const serials = new Map(devices.map(({ deviceId, serial }) => [deviceId, serial]))
  const named = await namesJudgedBy(trx, organisationId, [...serials.keys()])
  const grouped = Map.groupBy(named, ({ deviceId }) => deviceId)
  return new Map(
    [...grouped].map(([deviceId, each]) => {
      const serial = serials.get(deviceId) ?? undefined
      return [deviceId, each.map((name) => ({ ...assetOf(name), ...(serial !== undefined && { serial }) }))]
    }),
  )
}

interface DeviceAsked {
  readonly device: Device
  /** What it may be. */
  readonly assets: readonly Asset[]
}

function onDevice(
  document: AdvisoryDocument,
  { device, assets }: DeviceAsked,
  said: readonly RemediationRow[],
): Omit<DeviceNamedByAdvisory, 'device'> {
  const { met, flaws } = judgeAssets(document, assets)
  return { met, flaws: flaws.map((flaw) => ({ ...flaw, ...workOn(flaw, said, device) })) }
}

/** An advisory that names a device. */
export interface AdvisoryOfDevice {
  readonly key: string
  readonly trackingId: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly releasedAt?: string
  /** Something is left to be done. */
  readonly open: boolean
  readonly met: readonly ProductMet[]
  readonly flaws: readonly FlawOfDevice[]
}

export interface OfDevice {
  readonly organisation: Organisation
  readonly deviceId: string
  readonly page: PageAsked
}

/** The advisories that name a device or may name it, newest first. Throws `notFound`. */
export async function advisoriesOfDevice(
  store: Store,
  { organisation, deviceId, page }: OfDevice,
): Promise<Page<AdvisoryOfDevice>> {
  const { organisationId } = organisation
  const [after] = placeAfter(page, ['integer']) ?? []
  return inOrganisation(store, organisationId, async (trx) => {
    const row = await deviceOf(trx, organisationId, deviceId)
    const assets = (await assetsOf(trx, organisationId, [row])).get(row.deviceId) ?? []
    const makerKeys = [...new Set(assets.map(({ maker }) => makerKey(maker)))]
    const products = await productsOfMakers(trx, makerKeys, maxProducts)
    const ids = documentsNaming(products, assets)
    const from = after === undefined ? 0 : ids.indexOf(Number(after)) + 1
    const rows = ids.slice(from, from + page.limit + 1)
    const documents = new Map((await documentsOf(trx, rows)).map((each) => [each.documentId, each.document]))
    const said = await remediationsOf(
      trx,
      organisationId,
      [...documents.values()].map(({ key }) => key),
    )
    return pageOf(rows, page, {
      placeOf: (id) => [id],
      toItem: (id) => toAdvisoryOfDevice(documents.get(id), { device: withoutNulls(row), assets }, said),
    })
  })
}

/** A product within others is found by these: they are products of the document too. */
const nothingElse: ReadonlyMap<string, AdvisoryProduct> = new Map()

function documentsNaming(
  products: Awaited<ReturnType<typeof productsOfMakers>>,
  assets: readonly Asset[],
): readonly number[] {
  const ids = new Set<number>()
  for (const { documentId, product } of products) {
    if (ids.has(documentId)) continue
    if (assets.some((asset) => meetProduct(product, asset, nothingElse) !== undefined)) ids.add(documentId)
  }
  return [...ids]
}

function toAdvisoryOfDevice(
  document: AdvisoryDocument | undefined,
  asked: DeviceAsked,
  said: readonly RemediationRow[],
): AdvisoryOfDevice {
  if (document === undefined) throw new FlowError('notFound', 'an advisory changed while it was read; ask again')
  const { met, flaws } = onDevice(
    document,
    asked,
    said.filter(({ documentKey }) => documentKey === document.key),
  )
  return {
    key: document.key,
    trackingId: document.trackingId,
    title: document.title,
    publisher: document.publisher.name,
    version: document.version,
    ...(document.currentReleaseAt !== undefined && { releasedAt: document.currentReleaseAt }),
    open: flaws.some((flaw) => isOpen(flaw) && flaw.state !== 'done'),
    met,
    flaws,
  }
}
