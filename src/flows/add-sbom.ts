import {
  describesHardware,
  digestsOnAll,
  identityOf,
  indexComponent,
  layersOf,
  statesSources,
} from '../findings/index.ts'
import { isWhollyComplete } from '../model/index.ts'
import type { Component, DeviceId, OrganisationId, Problem, Sbom, SbomId } from '../model/index.ts'
import { readSbom } from '../sbom/index.ts'
import {
  addSboms,
  attachToDevice,
  attachToModelVersions,
  countDevices,
  ensureComponents,
  findSboms,
  inKnowledgeOf,
  inOrganisation,
} from '../store/index.ts'
import type { SbomToStore, Store, Transaction } from '../store/index.ts'
import { ensureModelVersions, namesModel, namesVersion } from './model-versions.ts'
import type { ModelVersionAsked } from './model-versions.ts'

/** What an SBOM describes: a model version, one device, or (nothing said) what the document itself names as its root. */
export type SbomTarget = Partial<ModelVersionAsked> | { readonly deviceId: DeviceId }

export interface AddSbomOptions {
  readonly organisationId: OrganisationId
  readonly bytes: Uint8Array
  readonly fileName?: string
  readonly target: SbomTarget
}

export type SbomAdded =
  | {
      readonly is: 'added' | 'unchanged'
      readonly sbomId: SbomId
      readonly sha256: string
      readonly sbom: Sbom
      /** What it was attached to, for people. */
      readonly describes: string
      /** How many devices in scope that is now; 0 may be a misspelt maker, model or version. */
      readonly devices: number
    }
  | { readonly is: 'refused'; readonly because: string; readonly problems: readonly Problem[] }

/**
 * Reads an SBOM and attaches it to what it describes. The document is kept as it came; the same file twice changes nothing.
 * Refused only when nothing can be read or nothing says what it describes. Its findings follow with the next rematch.
 */
export async function addSbom(store: Store, options: AddSbomOptions): Promise<SbomAdded> {
  const prepared = prepareSbom(options)
  if ('is' in prepared) return prepared
  const [added] = await storePrepared(store, options.organisationId, [prepared])
  if (added === undefined) throw new Error('an SBOM was stored and has no result')
  return added
}

/** An SBOM that was read, and is ready to be stored. */
export interface PreparedSbom {
  readonly sbom: Sbom
  readonly sha256: string
  readonly bytes: Uint8Array
  readonly fileName: string | undefined
  readonly target: Target
  /** Of each component, in hex: most are stored already, and the others are indexed then. */
  readonly identities: readonly string[]
}

type Refused = Extract<SbomAdded, { readonly is: 'refused' }>

/** All that needs no database: reading the document, and telling which components it lists. */
export function prepareSbom({ bytes, fileName, target: asked }: AddSbomOptions): PreparedSbom | Refused {
  const reading = readSbom(bytes)
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  const { sbom, sha256 } = reading
  const target = completeTarget(asked, sbom)
  if ('because' in target) return { is: 'refused', because: target.because, problems: sbom.problems }
  return { sbom, sha256, bytes, fileName, target, identities: sbom.components.map(toIdentity) }
}

function toIdentity(component: Component): string {
  return Buffer.from(identityOf(component)).toString('hex')
}

/** Stores SBOMs of one organisation, each of other content, in one transaction. Returns what became of each, in the order given. */
export async function storePrepared(
  store: Store,
  organisationId: OrganisationId,
  prepared: readonly PreparedSbom[],
): Promise<SbomAdded[]> {
  const stored = await inKnowledgeOf(store, organisationId, async (trx) => {
    const digests = prepared.map((each) => Buffer.from(each.sha256, 'hex'))
    const known = await findSboms(trx, organisationId, digests)
    const unknown = prepared.filter((each) => !known.has(each.sha256))
    const components = unknown.flatMap((each) => each.sbom.components)
    const identities = unknown.flatMap((each) => each.identities)
    const componentIds = await ensureComponents(trx, identities, (place) => {
      const component = components[place]
      return component && indexComponent(component)
    })
    const ids = await addSboms(
      trx,
      unknown.map((each) => toStored(organisationId, each, componentIds)),
    )
    const fresh = new Map(unknown.map((each, index) => [each.sha256, ids[index]]))
    return describe(
      trx,
      prepared.map((each) => ({
        ...each,
        isKnown: known.has(each.sha256),
        sbomId: known.get(each.sha256) ?? fresh.get(each.sha256),
      })),
    )
  })
  return attach(store, organisationId, stored)
}

function toStored(
  owner: OrganisationId,
  { sbom, bytes, sha256, fileName, identities }: PreparedSbom,
  ids: ReadonlyMap<string, number>,
): SbomToStore {
  return {
    owner,
    sbom,
    bytes,
    sha256: Buffer.from(sha256, 'hex'),
    fileName,
    complete: isWhollyComplete(sbom),
    ...layersOf(sbom),
    describesHardware: describesHardware(sbom.components),
    statesSources: statesSources(sbom.components.filter((component) => component.deployed)),
    hashedWith: digestsOnAll(sbom.components),
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

/** Says which model version each SBOM describes, where it is not one device. */
async function describe(
  trx: Transaction,
  sboms: readonly (PreparedSbom & { readonly sbomId: SbomId | undefined; readonly isKnown: boolean })[],
): Promise<StoredSbom[]> {
  const named = sboms.flatMap(({ target, sbomId }) =>
    'deviceId' in target || sbomId === undefined ? [] : [{ target, sbomId }],
  )
  const modelVersionIds = await ensureModelVersions(
    trx,
    named.map(({ target }) => target),
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
  stored: readonly StoredSbom[],
): Promise<SbomAdded[]> {
  return inOrganisation(store, organisationId, async (trx) => {
    const counts = await countDevices(
      trx,
      organisationId,
      stored.flatMap(({ modelVersionId }) => modelVersionId ?? []),
    )
    const added: SbomAdded[] = []
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
      })
    }
    return added
  })
}

/** Longer names are those of no device; equipment lists have the same limit. */
const maxNameChars = 500

type Target = { readonly deviceId: DeviceId } | Required<ModelVersionAsked>

/** Fills what the caller left open from the SBOM's own root. */
function completeTarget(asked: SbomTarget, sbom: Sbom): Target | { readonly because: string } {
  if ('deviceId' in asked) return asked
  const root = sbom.components.find((component) => component.ref === sbom.root)
  const maker = asked.maker ?? root?.manufacturer ?? root?.supplier ?? root?.group
  const model = asked.model ?? root?.name
  const stated = asked.version ?? root?.version
  const version = stated !== undefined && namesVersion(stated) ? stated : undefined
  const missing = [
    ...(maker === undefined ? ['the maker (--maker)'] : []),
    ...(model === undefined ? ['the model (--model)'] : []),
    ...(version === undefined ? ['the software version (--version)'] : []),
  ]
  if (maker === undefined || model === undefined || version === undefined || missing.length > 0) {
    return {
      because: `the SBOM does not say what it describes; give ${missing.join(', ')}, or a single device (--device)`,
    }
  }
  if ([maker, model, version].some((text) => text.length > maxNameChars))
    return { because: `a maker, model or version of over ${maxNameChars} characters is none; check what was given` }
  return namesModel(maker, model)
    ? { maker, model, version }
    : { because: `"${maker}" "${model}" names no maker and model; give --maker and --model` }
}

function nameOf(target: Target): string {
  return 'deviceId' in target ? `device ${target.deviceId}` : `${target.maker} ${target.model} ${target.version}`
}
