import { parseCpe } from '../../model/index.ts'
import type { CorrectedAs, Component, ComponentType, OtherIdentifier } from '../../model/index.ts'
import type { Carried } from '../carried.ts'
import { isCpe, isPurl } from '../identifiers.ts'
import { toLicenceExpression } from '../licence-text.ts'
import { isStated, toParty } from './values.ts'

/** What is written of a component that SPDX has no word for: OTHER, which reads as `unknown`. */
export function typeInPlace(type: ComponentType): ComponentType {
  return purposes.has(type) ? type : 'unknown'
}

/** SPDX 2.3 §7.24, as its JSON schema spells them. */
const purposes: ReadonlyMap<ComponentType, string> = new Map([
  ['application', 'APPLICATION'],
  ['framework', 'FRAMEWORK'],
  ['library', 'LIBRARY'],
  ['container', 'CONTAINER'],
  ['operating-system', 'OPERATING_SYSTEM'],
  ['device', 'DEVICE'],
  ['firmware', 'FIRMWARE'],
  ['file', 'FILE'],
])

/** How a package names itself and what stands in the annotation beside it. */
export interface PackageFrame {
  readonly id: string
  readonly parentId: string | undefined
  /** SHA-256 of the documents that list it. */
  readonly sources: readonly string[]
  readonly corrected: CorrectedAs | undefined
  readonly annotation: (facts: object) => object
}

/** One component as a package; also a file, since a file of SPDX has neither version nor supplier. */
export function toPackageEntry(component: Component, frame: PackageFrame): object {
  const { id, parentId, sources, corrected, annotation } = frame
  const { type, name, version, supplier, manufacturer, description, endOfSupport } = component
  const { expression } = toLicenceExpression(component.licences)
  const { references, carried: identifiers } = referencesOf(component)
  const carried: Carried = {
    ...identifiers,
    ...carriedOf(component),
    ...(parentId === undefined ? {} : { parent: parentId }),
  }
  const facts = {
    ...carried,
    ...(sources.length === 0 ? {} : { listedIn: sources }),
    ...(corrected === undefined ? {} : { corrected }),
  }
  return {
    SPDXID: id,
    name,
    ...(isKept(version) ? { versionInfo: version } : {}),
    ...(isParty(supplier) ? { supplier: `Organization: ${supplier}` } : {}),
    ...(isParty(manufacturer) ? { originator: `Organization: ${manufacturer}` } : {}),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    ...checksumsOf(component),
    ...(expression === '' ? {} : { licenseDeclared: expression }),
    ...(references.length === 0 ? {} : { externalRefs: references }),
    ...(purposeOf(type) === undefined ? {} : { primaryPackagePurpose: purposeOf(type) }),
    ...(endOfSupport === undefined ? {} : { validUntilDate: `${endOfSupport}T00:00:00Z` }),
    ...(isKept(description) ? { description } : {}),
    ...(Object.keys(facts).length === 0 ? {} : { annotations: [annotation(facts)] }),
  }
}

function purposeOf(type: ComponentType): string | undefined {
  return type === 'unknown' ? undefined : (purposes.get(type) ?? 'OTHER')
}

/** NONE and NOASSERTION are words of the format, and no values. */
function isKept(text: string | undefined): text is string {
  return text !== undefined && isStated(text)
}

/** A name that reads back as it is. */
function isParty(name: string | undefined): name is string {
  return name !== undefined && toParty(`Organization: ${name}`) === name
}

/** Facts without a place in a package of SPDX 2.3. */
function carriedOf(component: Component): Carried {
  const { type, group, version, versionRange, supplier, manufacturer, sourcePackages, sourceVersion } = component
  const { ancestors = [], licences, deployed, description, hashes } = component
  const foreign = hashes.filter(({ algorithm }) => !algorithms.has(algorithm))
  const { expression } = toLicenceExpression(licences)
  return {
    ...(typeInPlace(type) === type ? {} : { type }),
    ...(group === undefined ? {} : { group }),
    ...(version === undefined || isKept(version) ? {} : { version }),
    ...(versionRange === undefined ? {} : { versionRange }),
    ...(supplier === undefined || isParty(supplier) ? {} : { supplier }),
    ...(manufacturer === undefined || isParty(manufacturer) ? {} : { manufacturer }),
    ...(foreign.length === 0 ? {} : { hashes: foreign }),
    ...(ancestors.length === 0 ? {} : { ancestors }),
    ...(sourcePackages.length === 0 ? {} : { sourcePackages }),
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    ...(licences.length === 1 && licences[0] === expression ? {} : licences.length === 0 ? {} : { licences }),
    ...(deployed ? {} : { deployed }),
    ...(description === undefined || isKept(description) ? {} : { description }),
  }
}

/** SPDX 2.3 `checksums[].algorithm`, by the model's spelling. */
const algorithms: ReadonlyMap<string, string> = new Map(
  [
    'SHA1',
    'SHA224',
    'SHA256',
    'SHA384',
    'SHA512',
    'SHA3-256',
    'SHA3-384',
    'SHA3-512',
    'BLAKE2b-256',
    'BLAKE2b-384',
    'BLAKE2b-512',
  ]
    .concat('BLAKE3', 'MD2', 'MD4', 'MD5', 'MD6', 'ADLER32')
    .map((name) => [name.toLowerCase().replaceAll('-', ''), name]),
)

function checksumsOf({ hashes }: Component): object {
  const checksums = hashes.flatMap(({ algorithm, hex }) => {
    const name = algorithms.get(algorithm)
    return name === undefined ? [] : [{ algorithm: name, checksumValue: hex }]
  })
  return checksums.length === 0 ? {} : { checksums }
}

interface Reference {
  readonly referenceCategory: 'PACKAGE-MANAGER' | 'SECURITY' | 'PERSISTENT-ID' | 'OTHER'
  readonly referenceType: string
  readonly referenceLocator: string
}

/** Identifiers as external references (SPDX 2.3 annex F); a locator has no spaces. What is none of its kind is carried. */
function referencesOf({ purls, cpes, swids, otherIdentifiers = [] }: Component): {
  readonly references: readonly Reference[]
  readonly carried: Carried
} {
  const references: Reference[] = []
  const rest: { purls: string[]; cpes: string[]; swids: string[]; otherIdentifiers: OtherIdentifier[] } = {
    purls: [],
    cpes: [],
    swids: [],
    otherIdentifiers: [],
  }
  for (const purl of purls) {
    if (isPurl(purl) && isLocator(purl))
      references.push({ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl })
    else rest.purls.push(purl)
  }
  for (const cpe of cpes) {
    if (isLocator(cpe) && isCpe(cpe) && parseCpe(cpe) !== undefined)
      references.push({ referenceCategory: 'SECURITY', referenceType: cpeType(cpe), referenceLocator: cpe })
    else rest.cpes.push(cpe)
  }
  for (const swid of swids) {
    const referenceLocator = `swid:${swid}`
    if (isLocator(swid)) references.push({ referenceCategory: 'SECURITY', referenceType: 'swid', referenceLocator })
    else rest.swids.push(swid)
  }
  for (const other of otherIdentifiers) {
    const category = categories.get(other.type)
    if (category !== undefined && isLocator(other.value) && !isPurl(other.value) && !isCpe(other.value))
      references.push({ referenceCategory: category, referenceType: other.type, referenceLocator: other.value })
    else rest.otherIdentifiers.push(other)
  }
  const carried = Object.fromEntries(Object.entries(rest).filter(([, list]) => list.length > 0)) as Carried
  return { references, carried }
}

/** Types that SPDX 2.3 defines and that are neither purl, CPE nor SWID tag. */
const categories: ReadonlyMap<string, Reference['referenceCategory']> = new Map([
  ['maven-central', 'PACKAGE-MANAGER'],
  ['npm', 'PACKAGE-MANAGER'],
  ['nuget', 'PACKAGE-MANAGER'],
  ['bower', 'PACKAGE-MANAGER'],
  ['gitoid', 'PERSISTENT-ID'],
  ['swh', 'PERSISTENT-ID'],
])

function cpeType(cpe: string): string {
  return cpe.toLowerCase().startsWith('cpe:2.3:') ? 'cpe23Type' : 'cpe22Type'
}

function isLocator(text: string): boolean {
  return /^\S+$/.test(text) && isStated(text)
}
