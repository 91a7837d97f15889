import { lookup } from '../../model/index.ts'
import type { Reading } from '../fields.ts'
import type { Graph, Thing } from './graph.ts'
import { textIn, valuesIn } from './graph.ts'
import { licenceOf } from './licences.ts'
import type { Related } from './relationships.ts'

type Draft = Record<string, unknown>

/** What every step of turning elements into the shape of SPDX 2 shares. */
interface World {
  readonly reading: Reading
  readonly graph: Graph
  readonly related: Related
  readonly placeDraft: (draft: object, thing: Thing) => void
}

/** Classes of what a device may be made of, and the purpose that their name alone tells. */
const packageTypes: Readonly<Record<string, string | undefined>> = {
  Package: undefined,
  AIPackage: 'MODEL',
  DatasetPackage: 'DATA',
  SoftwareArtifact: undefined,
  Artifact: undefined,
}

/** True for packages, files and their like. */
export function isPart({ type }: Thing): boolean {
  return type === 'File' || Object.hasOwn(packageTypes, type)
}

/** Packages and files in the shape of SPDX 2. */
export function elementsOf(world: World): { packages: readonly Draft[]; files: readonly Draft[] } {
  const packages: Draft[] = []
  const files: Draft[] = []
  for (const thing of world.graph.things) {
    if (!isPart(thing)) continue
    const draft = elementOf(world, thing)
    if (thing.type === 'File') files.push({ ...draft, fileName: textIn(thing, 'name') })
    else packages.push(packageOf(world, thing, draft))
    const kept = thing.type === 'File' ? files.at(-1) : packages.at(-1)
    if (kept !== undefined) world.placeDraft(kept, thing)
  }
  return { packages, files }
}

function elementOf({ graph, related }: World, thing: Thing): Draft {
  const licences = (found: ReadonlyMap<string, readonly unknown[]>): string | undefined => {
    const values = thing.id === undefined ? [] : (found.get(thing.id) ?? [])
    return values.length === 0 ? undefined : values.map((value) => licenceOf(graph, value)).join(' AND ')
  }
  return dropUndefined({
    SPDXID: thing.id,
    licenseDeclared: licences(related.declared),
    licenseConcluded: licences(related.concluded),
    checksums: valuesIn(thing, 'verifiedUsing').flatMap((value) => {
      const hash = graph.thingOf(value)
      const checksumValue = textIn(hash, 'hashValue')
      return checksumValue === undefined || hash?.type === 'PackageVerificationCode'
        ? []
        : [{ algorithm: textIn(hash, 'algorithm'), checksumValue }]
    }),
  })
}

function packageOf(world: World, thing: Thing, element: Draft): Draft {
  const { graph } = world
  const purpose = textIn(thing, 'primaryPurpose')
  return dropUndefined({
    ...element,
    name: textIn(thing, 'name'),
    versionInfo: textIn(thing, 'packageVersion'),
    supplier: partyOf(graph, valuesIn(thing, 'suppliedBy')[0]),
    originator: partyOf(graph, valuesIn(thing, 'originatedBy')[0]),
    sourceInfo: textIn(thing, 'sourceInfo'),
    summary: textIn(thing, 'summary'),
    description: textIn(thing, 'description'),
    primaryPackagePurpose: purpose === undefined ? packageTypes[thing.type] : toPurpose(purpose),
    validUntilDate: endOfSupportOf(world, thing),
    externalRefs: identifiersOf(graph, thing),
    downloadLocation: textIn(thing, 'downloadLocation'),
    supportLevel: valuesIn(thing, 'supportLevel')[0],
  })
}

function dropUndefined(draft: Draft): Draft {
  const kept: Draft = {}
  for (const key of Object.keys(draft)) if (draft[key] !== undefined) kept[key] = draft[key]
  return kept
}

/** Purposes that say what a thing is, by their word in SPDX 2 or one that only SPDX 3 has; the others say how it comes. */
const purposes: ReadonlySet<string> = new Set([
  'APPLICATION',
  'FRAMEWORK',
  'LIBRARY',
  'CONTAINER',
  'OPERATING_SYSTEM',
  'DEVICE',
  'DEVICE_DRIVER',
  'FIRMWARE',
  'FILE',
  'PLATFORM',
  'MODEL',
  'DATA',
])

/** `operatingSystem` is `OPERATING_SYSTEM`. */
function toPurpose(purpose: string): string {
  const word = purpose.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
  return purposes.has(word) ? word : 'OTHER'
}

/** The name of the agent that a value leads to; its IRI when another document tells the name. */
function partyOf(graph: Graph, value: unknown): string | undefined {
  if (value === undefined) return undefined
  const id = graph.idOf(value)
  if (id !== undefined && /(?:None|NoAssertion)Element$/.test(id)) return 'NOASSERTION'
  return textIn(graph.thingOf(value), 'name') ?? id
}

/** `validUntilTime`; else, where the maker says that support has ended, the day of the document: it ended no later. */
function endOfSupportOf({ reading, graph }: World, thing: Thing): string | undefined {
  const stated = textIn(thing, 'validUntilTime')
  if (stated !== undefined) return stated
  const level = valuesIn(thing, 'supportLevel').find((one) => one === 'endOfSupport' || one === 'noSupport')
  if (level === undefined) return undefined
  const [creation] = valuesIn(thing, 'creationInfo')
  const created = textIn(graph.thingOf(creation), 'created')
  reading.problems.doubt(
    thing.place,
    created === undefined
      ? 'its maker says that support has ended, and not since when; ask for the date'
      : 'its maker says that support has ended, and not since when; the day of the document is taken',
  )
  return created
}

/** What the words of SPDX 3 are in SPDX 2. Addresses, and flaws, identify nothing. */
const identifierTypes = lookup<string>({
  packageUrl: 'purl',
  cpe22: 'cpe22Type',
  cpe23: 'cpe23Type',
  swid: 'swid',
  swhid: 'swh',
  gitoid: 'gitoid',
  email: 'url',
  urlScheme: 'url',
  cve: 'advisory',
  securityOther: 'security-other',
})

function identifiersOf(graph: Graph, thing: Thing): readonly Draft[] {
  const found: Draft[] = []
  const add = (type: string, locator: string | undefined): void => {
    if (locator !== undefined) found.push({ referenceType: type, referenceLocator: locator })
  }
  add('purl', textIn(thing, 'packageUrl'))
  for (const key of ['externalIdentifier', 'externalIdentifiers', 'contentIdentifier'])
    for (const value of valuesIn(thing, key)) {
      const identifier = graph.thingOf(value)
      const type =
        textIn(identifier, 'externalIdentifierType') ?? textIn(identifier, 'contentIdentifierType') ?? 'other'
      const locator = textIn(identifier, 'identifier') ?? textIn(identifier, 'contentIdentifierValue')
      add(Object.hasOwn(identifierTypes, type) ? (identifierTypes[type] ?? type) : type, locator)
    }
  // Pages about a thing identify it only where one is a package URL or a CPE.
  for (const value of valuesIn(thing, 'externalRef'))
    for (const locator of valuesIn(graph.thingOf(value), 'locator'))
      if (typeof locator === 'string') add('url', locator)
  return found
}
