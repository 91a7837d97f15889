import { describesHardware, digestsOnAll, identityOf, layersOf, statesSources } from '../findings/index.ts'
import { isWhollyComplete } from '../model/index.ts'
import type { AcceptedColumns, DeviceId, Problem, Sbom } from '../model/index.ts'
import { readSbom } from '../sbom/index.ts'
import type { ListHints } from '../sbom/index.ts'
import type { ListKey, SbomToStore } from '../store/index.ts'
import { namesModel, namesVersion } from './model-names.ts'
import type { ModelVersionAsked } from './model-versions.ts'

/** What an SBOM describes: a model version, one device, or (nothing said) what the document itself names as its root. */
export type SbomTarget = Partial<ModelVersionAsked> | { readonly deviceId: DeviceId }

export interface SbomToRead {
  readonly bytes: Uint8Array
  readonly fileName?: string
  readonly target: SbomTarget
  /** Should it be a component list: what is known of its columns. */
  readonly hints?: ListHints
}

/** An SBOM that was read, and is ready to be stored. */
export interface PreparedSbom {
  readonly sbom: Sbom
  readonly sha256: string
  readonly bytes: Uint8Array
  readonly fileName: string | undefined
  readonly target: PreparedTarget
  /** Of each component, in hex: most are stored already, and the others are indexed then. */
  readonly identities: readonly string[]
  /** What its silence means. */
  readonly extent: SbomExtent
  /** Columns that a person accepted, to be remembered. */
  readonly accepted?: ListKey & AcceptedColumns
}

export type PreparedTarget = { readonly deviceId: DeviceId } | Required<ModelVersionAsked>

export type SbomExtent = Pick<
  SbomToStore,
  'complete' | 'describesOperatingSystem' | 'describesFirmware' | 'describesHardware' | 'statesSources' | 'hashedWith'
>

export interface SbomRefused {
  readonly is: 'refused'
  readonly because: string
  readonly problems: readonly Problem[]
}

/** All that needs no database: reading the document, and telling which components it lists and what it leaves out. */
export function prepareSbom({ bytes, fileName, target: asked, hints }: SbomToRead): PreparedSbom | SbomRefused {
  const reading = readSbom(bytes, hints === undefined ? {} : { hints })
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  const { sbom, sha256 } = reading
  const target = completeTarget(asked, sbom)
  if ('because' in target) return { is: 'refused', because: target.because, problems: sbom.problems }
  return {
    sbom,
    sha256,
    bytes,
    fileName,
    target,
    identities: sbom.components.map((component) => identityOf(component)),
    extent: extentOf(sbom),
  }
}

function extentOf(sbom: Sbom): SbomExtent {
  return {
    complete: isWhollyComplete(sbom),
    ...layersOf(sbom),
    describesHardware: describesHardware(sbom.components),
    statesSources: statesSources(sbom.components.filter((component) => component.deployed)),
    hashedWith: digestsOnAll(sbom.components),
  }
}

/** Longer names are those of no device; equipment lists have the same limit. */
const maxNameChars = 500

/** Fills what the caller left open from the SBOM's own root. */
function completeTarget(asked: SbomTarget, sbom: Sbom): PreparedTarget | { readonly because: string } {
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
