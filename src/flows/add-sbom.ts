import { digestsOnAll, indexComponent, layersOf, statesSources } from '../findings/index.ts'
import { isWhollyComplete } from '../model/index.ts'
import type { DeviceId, OrganisationId, Problem, Sbom, SbomId } from '../model/index.ts'
import { readSbom } from '../sbom/index.ts'
import {
  addComponents,
  addSbom as storeSbom,
  attachToDevice,
  attachToModelVersion,
  countDevices,
  findSbom,
  hexOf,
  inKnowledgeOf,
  inOrganisation,
} from '../store/index.ts'
import type { Store } from '../store/index.ts'
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
  const reading = readSbom(options.bytes)
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  const { sbom, sha256 } = reading
  const target = completeTarget(options.target, sbom)
  if ('because' in target) return { is: 'refused', because: target.because, problems: sbom.problems }
  const indexed = sbom.components.map(indexComponent)
  const stored = await inKnowledgeOf(store, options.organisationId, async (trx) => {
    const digest = Buffer.from(sha256, 'hex')
    const known = await findSbom(trx, options.organisationId, digest)
    const sbomId =
      known ??
      (await storeSbom(trx, {
        owner: options.organisationId,
        sbom,
        bytes: options.bytes,
        sha256: digest,
        fileName: options.fileName,
        complete: isWhollyComplete(sbom),
        ...layersOf(sbom),
        statesSources: statesSources(sbom.components.filter((component) => component.deployed)),
        hashedWith: digestsOnAll(sbom.components),
        componentIds: await addComponents(trx, indexed).then((ids) => indexed.map((each) => ids.get(hexOf(each)) ?? 0)),
      }))
    const modelVersionId = 'deviceId' in target ? undefined : (await ensureModelVersions(trx, [target]))[0]
    const isNew = modelVersionId !== undefined && (await attachToModelVersion(trx, sbomId, modelVersionId))
    return { sbomId, isKnown: known !== undefined, isNew, modelVersionId }
  })
  const { isNew, devices } = await attach(store, options.organisationId, target, stored)
  if (devices === 0 && 'deviceId' in target) {
    return { is: 'refused', because: `no device has the id ${target.deviceId}`, problems: sbom.problems }
  }
  const is = stored.isKnown && !isNew ? 'unchanged' : 'added'
  return { is, sbomId: stored.sbomId, sha256, sbom, describes: nameOf(target), devices }
}

interface StoredSbom {
  readonly sbomId: SbomId
  readonly isNew: boolean
  readonly modelVersionId: number | undefined
}

/** What belongs to the fleet, behind the organisation's own wall: the SBOM of one device, and how many devices are meant. */
async function attach(
  store: Store,
  organisationId: OrganisationId,
  target: Target,
  { sbomId, isNew, modelVersionId = 0 }: StoredSbom,
): Promise<{ isNew: boolean; devices: number }> {
  return inOrganisation(store, organisationId, async (trx) => {
    if (!('deviceId' in target)) return { isNew, devices: await countDevices(trx, organisationId, modelVersionId) }
    const attached = await attachToDevice(trx, organisationId, target.deviceId, sbomId)
    return { isNew: attached === 'new', devices: attached === 'noDevice' ? 0 : 1 }
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
