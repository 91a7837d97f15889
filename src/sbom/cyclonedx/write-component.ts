import type { CorrectedAs, Ancestor, Component, ComponentType, Hash } from '../../model/index.ts'
import { carriedPrefix } from '../carried.ts'
import type { Carried } from '../carried.ts'
import { isCpe, isPurl } from '../identifiers.ts'
import { isLicenceExpression } from '../licence-text.ts'

/** Longest version that the schema takes. */
const versionChars = 1024

/** What is written where CycloneDX has no word for a type: a component must be of one, and a service with identifiers can be none of its services. */
export function typeInPlace(type: ComponentType): ComponentType {
  if (type === 'unknown') return 'library'
  return type === 'service' ? 'application' : type
}

/** True for a service that says no more than a CycloneDX service can. */
export function fitsService({ type, purls, cpes, swids, hashes, ancestors, ...more }: Component): boolean {
  const lists = [purls, cpes, swids, hashes, ancestors ?? [], more.sourcePackages, more.otherIdentifiers ?? []]
  const texts = [more.manufacturer, more.versionRange, more.sourceVersion]
  return (
    type === 'service' &&
    more.deployed &&
    lists.every((list) => list.length === 0) &&
    texts.every((text) => text === undefined)
  )
}

/** A service without those within it. `parent` is carried where it cannot be told by nesting. */
export function toServiceEntry(component: Component, beside: Beside): object {
  const { ref, supplier, group, name, description, endOfSupport } = component
  return {
    'bom-ref': ref,
    ...(supplier === undefined ? {} : { provider: { name: supplier } }),
    ...(group === undefined ? {} : { group }),
    name,
    ...versionOf(component),
    ...(description === undefined ? {} : { description }),
    ...licencesOf(component),
    ...propertiesOf({ ...longVersion(component), ...beside.carried }, endOfSupport, beside),
  }
}

/** What is told of a component besides what it says itself. */
export interface Beside {
  readonly carried: Carried
  /** SHA-256 of the documents that list it. */
  readonly sources: readonly string[]
  readonly corrected: CorrectedAs | undefined
}

/** A component without those within it. */
export function toComponentEntry(component: Component, beside: Beside): object {
  const {
    ref,
    type,
    supplier,
    manufacturer,
    group,
    name,
    description,
    deployed,
    endOfSupport,
    swids,
    ancestors = [],
  } = component
  const identity = identityOf(component)
  const [swid, ...moreSwids] = swids
  const isPlain = (text: string): boolean => !isPurl(text) && !isCpe(text)
  const oddSwids = moreSwids.filter((text) => !isPlain(text))
  const oddAncestors = ancestors.filter((ancestor) => !isWhollyStated(ancestor))
  const carried = {
    ...identity.carried,
    ...carriedOf(component),
    ...(oddSwids.length === 0 ? {} : { swids: oddSwids }),
    ...(oddAncestors.length === 0 ? {} : { ancestors: oddAncestors }),
    ...beside.carried,
  }
  const stated = ancestors.filter(isWhollyStated)
  return {
    type: typeInPlace(type),
    'bom-ref': ref,
    ...(supplier === undefined ? {} : { supplier: { name: supplier } }),
    ...(manufacturer === undefined ? {} : { manufacturer: { name: manufacturer } }),
    ...(group === undefined ? {} : { group }),
    name,
    ...versionOf(component),
    ...(description === undefined ? {} : { description }),
    ...(deployed ? {} : { scope: 'excluded' }),
    ...hashesOf(component),
    ...licencesOf(component),
    ...identity.stated,
    ...(swid === undefined ? {} : { swid: { tagId: swid, name } }),
    ...(stated.length === 0 ? {} : { pedigree: { ancestors: stated.map(toAncestor) } }),
    ...evidenceOf(identity.further, moreSwids.filter(isPlain)),
    ...propertiesOf(carried, endOfSupport, beside),
  }
}

function versionOf({ version }: Component): object {
  return version === undefined || version.length > versionChars ? {} : { version }
}

function longVersion({ version }: Component): Carried {
  return version !== undefined && version.length > versionChars ? { version } : {}
}

/** Facts without a place in a component of CycloneDX 1.6. */
function carriedOf(component: Component): Carried {
  const { type, versionRange, sourcePackages, sourceVersion, otherIdentifiers = [], hashes } = component
  const others = otherIdentifiers.filter(({ type: kind }) => !ownLists.has(kind))
  const foreign = hashes.filter((hash) => !isKnownHash(hash))
  return {
    ...(typeInPlace(type) === type ? {} : { type }),
    ...longVersion(component),
    ...(versionRange === undefined ? {} : { versionRange }),
    ...(sourcePackages.length === 0 ? {} : { sourcePackages }),
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    ...(others.length === 0 ? {} : { otherIdentifiers: others }),
    ...(foreign.length === 0 ? {} : { hashes: foreign }),
  }
}

const ownLists: ReadonlySet<string> = new Set(['omniborId', 'swhid'])

interface Identity {
  readonly stated: object
  /** More purls and CPEs than the two fields hold. */
  readonly further: readonly { readonly field: 'purl' | 'cpe'; readonly concludedValue: string }[]
  /** What does not look like what it is called, besides the first. */
  readonly carried: Carried
}

function identityOf({
  purls,
  cpes,
  otherIdentifiers = [],
}: Pick<Component, 'purls' | 'cpes' | 'otherIdentifiers'>): Identity {
  const [purl, ...morePurls] = purls
  const [cpe, ...moreCpes] = cpes
  const oddPurls = morePurls.filter((text) => !isPurl(text))
  const oddCpes = moreCpes.filter((text) => !isCpe(text))
  const ofType = (kind: string): string[] =>
    otherIdentifiers.flatMap(({ type, value }) => (type === kind ? [value] : []))
  const own = [...ownLists].flatMap((kind) => (ofType(kind).length === 0 ? [] : [[kind, ofType(kind)]]))
  return {
    stated: {
      ...(cpe === undefined ? {} : { cpe }),
      ...(purl === undefined ? {} : { purl }),
      ...Object.fromEntries(own),
    },
    further: [
      ...morePurls.filter(isPurl).map((concludedValue) => ({ field: 'purl' as const, concludedValue })),
      ...moreCpes.filter(isCpe).map((concludedValue) => ({ field: 'cpe' as const, concludedValue })),
    ],
    carried: {
      ...(oddPurls.length === 0 ? {} : { purls: oddPurls }),
      ...(oddCpes.length === 0 ? {} : { cpes: oddCpes }),
    },
  }
}

function evidenceOf(further: Identity['further'], swids: readonly string[]): object {
  const identity = [...further, ...swids.map((concludedValue) => ({ field: 'swid', concludedValue }))]
  return identity.length === 0 ? {} : { evidence: { identity } }
}

/** Its identifiers look like what they are called, and its version is none of a novel's length. */
function isWhollyStated({ version = '', purls, cpes }: Ancestor): boolean {
  return version.length <= versionChars && Object.keys(identityOf({ purls, cpes }).carried).length === 0
}

function toAncestor({ name, version, purls, cpes }: Ancestor): object {
  const { stated, further } = identityOf({ purls, cpes })
  return {
    type: 'library',
    name,
    ...(version === undefined ? {} : { version }),
    ...stated,
    ...evidenceOf(further, []),
  }
}

/** CycloneDX 1.6 `hash-alg`, by the model's spelling. */
const algorithms: ReadonlyMap<string, string> = new Map(
  [
    'MD5',
    'SHA-1',
    'SHA-256',
    'SHA-384',
    'SHA-512',
    'SHA3-256',
    'SHA3-384',
    'SHA3-512',
    'BLAKE2b-256',
    'BLAKE2b-384',
    'BLAKE2b-512',
    'BLAKE3',
  ].map((name) => [name.toLowerCase().replaceAll('-', ''), name]),
)
const digestLengths: ReadonlySet<number> = new Set([32, 40, 64, 96, 128])

function isKnownHash({ algorithm, hex }: Hash): boolean {
  return algorithms.has(algorithm) && digestLengths.has(hex.length)
}

function hashesOf({ hashes }: Component): object {
  const known = hashes.filter(isKnownHash)
  if (known.length === 0) return {}
  return { hashes: known.map(({ algorithm, hex }) => ({ alg: algorithms.get(algorithm), content: hex })) }
}

/** One SPDX expression stands as such; of several, or of a text that is none, the names are given. */
function licencesOf({ licences }: Component): object {
  const [first, ...others] = licences
  if (first === undefined) return {}
  if (others.length === 0 && isLicenceExpression(first)) return { licenses: [{ expression: first }] }
  return { licenses: licences.map((name) => ({ license: { name } })) }
}

function propertiesOf(carried: Carried, endOfSupport: string | undefined, { sources, corrected }: Beside): object {
  const properties = [
    ...(endOfSupport === undefined ? [] : [{ name: 'cdx:lifecycle:milestone:endOfSupport', value: endOfSupport }]),
    ...Object.entries(carried).map(([name, value]) => ({
      name: `${carriedPrefix}${name}`,
      value: JSON.stringify(value),
    })),
    ...sources.map((value) => ({ name: `${carriedPrefix}listedIn`, value })),
    ...(corrected === undefined ? [] : [{ name: `${carriedPrefix}corrected`, value: JSON.stringify(corrected) }]),
  ]
  return properties.length === 0 ? {} : { properties }
}
