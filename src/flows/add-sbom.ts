import { indexComponent } from '../findings/index.ts'
import type { IndexedComponent, OrganisationId, Sbom, SbomId, SignatureShown } from '../model/index.ts'
import { mayBeSigned } from '../signatures/index.ts'
import {
  addSboms,
  attachToDevice,
  attachToModelVersions,
  countDevices,
  ensureComponents,
  findSboms,
  inheritDevices,
  inheritModelVersions,
  inKnowledgeOf,
  inOrganisation,
  keepAcceptedColumns,
  noteSigned,
  signatureStates,
  untilAborted,
} from '../store/index.ts'
import type { Reread, SbomToStore, Store, Transaction } from '../store/index.ts'
import { addSbomSignature, judgeSboms } from './judge-signatures.ts'
import type { SignatureGiven } from './judge-signatures.ts'
import { addNamed, nameModelVersion } from './model-versions.ts'
import type { NamedModelVersion } from './model-versions.ts'
import { closeReread, prepareToAdd } from './component-lists.ts'
import type { SbomToConfirm } from './component-lists.ts'
import { prepareSbom } from './prepare-sbom.ts'
import type { PreparedSbom, PreparedTarget, SbomRefused, SbomToRead } from './prepare-sbom.ts'
import { takeStatementsInside } from './statements-inside.ts'

export interface AddSbomOptions extends SbomToRead {
  readonly organisationId: OrganisationId
  /** A detached signature that came with it. */
  readonly signature?: SignatureGiven
  /** Ends the reading, or the statement under way; nothing has changed then. */
  readonly signal?: AbortSignal
  /** The word by which a person confirms the list that was shown. */
  readonly confirm?: string
}

/** How a document is read: here, or apart. */
export type Prepare = (options: AddSbomOptions) => Promise<PreparedSbom | SbomRefused>

export type SbomAdded = SbomStored | SbomToConfirm

/** What became of an SBOM that could be stored. */
export type SbomStored =
  | {
      readonly is: 'added' | 'unchanged'
      readonly sbomId: SbomId
      readonly sha256: string
      readonly sbom: Sbom
      /** What it was attached to, for people. */
      readonly describes: string
      /** How many devices in scope that is now; 0 may be a misspelt maker, model or version. */
      readonly devices: number
      /** What its signatures prove by the keys that the organisation trusts. */
      readonly signature: SignatureShown
    }
  | SbomRefused

/**
 * Reads an SBOM and attaches it to what it describes. The document is kept as it came; the same file twice changes nothing.
 * Refused only when nothing can be read or nothing says what it describes. Its findings follow with the next rematch.
 */
export async function addSbom(
  store: Store,
  options: AddSbomOptions,
  prepare: Prepare = async (given) => prepareSbom(given),
): Promise<SbomAdded> {
  const prepared = await prepareToAdd(store, options, prepare)
  if ('is' in prepared) return prepared
  const [added] = await storePrepared(untilAborted(store, options.signal ?? store.signal), options.organisationId, [
    prepared,
  ])
  if (added === undefined) throw new Error('an SBOM was stored and has no result')
  if (added.is === 'refused' || options.signature === undefined) return added
  const { organisationId, signature } = options
  const signed = await addSbomSignature(store, organisationId, { sbomId: added.sbomId, ...signature })
  if (signed.is === 'refused') return { ...signed, problems: [] }
  return 'state' in signed && signed.state !== undefined ? { ...added, signature: signed.state } : added
}

/** Stores SBOMs of one organisation, each of other content, in one transaction. Returns what became of each, in the order given. */
export async function storePrepared(
  store: Store,
  organisationId: OrganisationId,
  prepared: readonly PreparedSbom[],
): Promise<SbomStored[]> {
  const stored = await inKnowledgeOf(store, organisationId, async (trx) => {
    const digests = prepared.map((each) => Buffer.from(each.sha256, 'hex'))
    const found = await findSboms(trx, organisationId, digests)
    const reread = await closeReread(trx, prepared, found)
    const known = new Map([...found].filter(([sha256]) => !reread.has(sha256)))
    const unknown = prepared.filter((each) => !known.has(each.sha256))
    const models = prepared.map(({ target }) => ('deviceId' in target ? undefined : nameModelVersion(target)))
    const componentIds = await storeComponents(
      trx,
      unknown,
      models.flatMap((each) => each?.component ?? []),
    )
    const ids = await addSboms(
      trx,
      unknown.map((each) => toStored(organisationId, each, componentIds)),
    )
    const fresh = new Map(unknown.map((each, index) => [each.sha256, ids[index]]))
    const signed = unknown.filter(({ bytes }) => mayBeSigned(bytes))
    await noteSigned(
      trx,
      signed.flatMap(({ sha256 }) => fresh.get(sha256) ?? []),
    )
    const pairs = [...reread].flatMap(([sha256, from]) => ({ from, to: fresh.get(sha256) ?? from }))
    await inheritModelVersions(trx, pairs)
    for (const { accepted } of prepared)
      if (accepted !== undefined) await keepAcceptedColumns(trx, organisationId, accepted)
    const described = prepared.map((each, place) => ({
      ...each,
      model: models[place],
      isKnown: known.has(each.sha256),
      sbomId: known.get(each.sha256) ?? fresh.get(each.sha256),
    }))
    return { sboms: await describe(trx, described, componentIds), pairs }
  })
  const signed = stored.sboms.filter(({ isKnown, bytes }) => !isKnown && mayBeSigned(bytes)).map(({ sbomId }) => sbomId)
  await judgeSboms(store, organisationId, signed)
  const attached = await attach(store, organisationId, stored)
  await takeStatementsInside(store, organisationId, prepared)
  return attached
}

/** Ids of all that SBOMs list and of what they describe, by identity. */
async function storeComponents(
  trx: Transaction,
  sboms: readonly PreparedSbom[],
  models: readonly IndexedComponent[],
): Promise<Map<string, number>> {
  const listed = sboms.flatMap(({ sbom }) => sbom.components)
  const identities = [...sboms.flatMap((each) => each.identities), ...models.map((each) => each.identity)]
  return ensureComponents(trx, identities, (place) => {
    const component = listed[place]
    return component === undefined ? models[place - listed.length] : indexComponent(component)
  })
}

function toStored(
  owner: OrganisationId,
  { sbom, bytes, sha256, fileName, identities, extent }: PreparedSbom,
  ids: ReadonlyMap<string, number>,
): SbomToStore {
  return {
    owner,
    sbom,
    bytes,
    sha256: Buffer.from(sha256, 'hex'),
    fileName,
    ...extent,
    componentIds: identities.map((hex) => ids.get(hex) ?? 0),
  }
}

interface StoredSbom extends PreparedSbom {
  readonly sbomId: SbomId
  readonly isKnown: boolean
  /** It describes something that it did not before. */
  readonly isNew: boolean
  /** Absent for the SBOM of one device. */
  readonly modelVersionId?: number
}

interface SbomToDescribe extends PreparedSbom {
  readonly sbomId: SbomId | undefined
  readonly isKnown: boolean
  /** Undefined for the SBOM of one device. */
  readonly model: NamedModelVersion | undefined
}

/** Says which model version each SBOM describes, where it is not one device. */
async function describe(
  trx: Transaction,
  sboms: readonly SbomToDescribe[],
  componentIds: ReadonlyMap<string, number>,
): Promise<StoredSbom[]> {
  const named = sboms.flatMap(({ model, sbomId }) =>
    model === undefined || sbomId === undefined ? [] : [{ model, sbomId }],
  )
  const modelVersionIds = await addNamed(
    trx,
    named.map(({ model }) => model),
    componentIds,
  )
  const described = new Map(named.map(({ sbomId }, index) => [sbomId, modelVersionIds[index] ?? 0]))
  const fresh = await attachToModelVersions(
    trx,
    [...described].map(([sbomId, modelVersionId]) => ({ sbomId, modelVersionId })),
  )
  return sboms.map((each) => {
    const { sbomId } = each
    if (sbomId === undefined) throw new Error('an SBOM was stored and has no id')
    const modelVersionId = described.get(sbomId)
    const isNew = fresh.some((one) => one.sbomId === sbomId)
    return { ...each, sbomId, isNew, ...(modelVersionId === undefined ? {} : { modelVersionId }) }
  })
}

/** What belongs to the fleet, behind the organisation's own wall: the SBOM of one device, and how many devices are meant. */
async function attach(
  store: Store,
  organisationId: OrganisationId,
  { sboms: stored, pairs }: { readonly sboms: readonly StoredSbom[]; readonly pairs: readonly Reread[] },
): Promise<SbomStored[]> {
  return inOrganisation(store, organisationId, async (trx) => {
    await inheritDevices(trx, organisationId, pairs)
    const counts = await countDevices(
      trx,
      organisationId,
      stored.flatMap(({ modelVersionId }) => modelVersionId ?? []),
    )
    const signatures = await signatureStates(
      trx,
      stored.map(({ sbomId }) => sbomId),
    )
    const added: SbomStored[] = []
    for (const each of stored) {
      const { target, sbomId, sbom, sha256, isKnown, modelVersionId = 0 } = each
      const attached =
        'deviceId' in target ? await attachToDevice(trx, organisationId, target.deviceId, sbomId) : undefined
      if ('deviceId' in target && attached === 'noDevice') {
        added.push({ is: 'refused', because: `no device has the id ${target.deviceId}`, problems: sbom.problems })
        continue
      }
      const isNew = each.isNew || attached === 'new'
      const devices = attached === undefined ? (counts.get(modelVersionId) ?? 0) : 1
      added.push({
        is: isKnown && !isNew ? 'unchanged' : 'added',
        sbomId,
        sha256,
        sbom,
        describes: nameOf(target),
        devices,
        signature: signatures.get(sbomId) ?? { is: 'unsigned' },
      })
    }
    return added
  })
}

function nameOf(target: PreparedTarget): string {
  return 'deviceId' in target ? `device ${target.deviceId}` : `${target.maker} ${target.model} ${target.version}`
}
