import type { Component, Relation, Sbom, SbomFormat } from '../../model/index.ts'
import { toDate } from '../dates.ts'
import { documentEntry, entriesOf, entryOf, isFields, known, own, textOf, textsOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Fields, Reading } from '../fields.ts'
import { addOnce } from '../identifiers.ts'
import { assignRefs } from '../refs.ts'
import type { Refs } from '../refs.ts'
import { parentsOf, withSoundParents } from '../containment.ts'
import { carriedInDocument } from './carried.ts'
import type { CarriedInDocument } from './carried.ts'
import { checkLicences } from './check-licences.ts'
import { toFile, toPackage } from './package.ts'
import { readRelationships } from './relationships.ts'
import type { Relationships } from './relationships.ts'
import { contactIn } from './traits.ts'
import { spdxIdOf, toParty } from './values.ts'
import type { Place } from '../place.ts'

/**
 * Reads an SPDX 2 document from its JSON shape, whatever it was written in.
 * Components are its packages and, as `file`, its files. Snippets are pieces of those files, and are not read.
 */
export function toSbom(reading: Reading, fields: Fields, encoding: SbomFormat['encoding']): Sbom {
  const document = documentEntry(reading, fields)
  const refs = assignRefs(reading)
  const { components, held } = elementsOf(reading, document, refs)
  const relationships = readRelationships(reading, document, refs, held)
  const carried = addCarried(carriedInDocument(reading, document), relationships)
  const creation = entryOf(reading, document, 'creationInfo')
  const creators = creation ? textsOf(reading, creation, 'creators') : []
  const created = creation && textOf(reading, creation, 'created')
  noteOtherDocuments(reading, document, relationships.relations)
  noteOrigin(reading, document, { creators, created })
  noteNewerFields(reading, document)
  checkLicences(reading, document)
  return {
    format: { name: 'SPDX', version: versionOf(reading, document, encoding), encoding },
    authors: creators.filter((creator) => !isTool(creator)).map((creator) => toParty(creator) ?? creator),
    tools: creators.filter(isTool).map((creator) => toParty(creator) ?? creator),
    components: placed(reading, components, relationships),
    relations: relationships.relations,
    completeness: relationships.assemblies,
    problems: reading.problems.list(),
    ...known({
      documentId: textOf(reading, document, 'documentNamespace'),
      createdAt: created,
      root: carried.hasRoot ? rootOf(reading, document, { components, relationships }) : undefined,
      dependencyCompleteness: relationships.dependencies.length > 0 ? relationships.dependencies : undefined,
      ...originOf(reading, document, creators),
    }),
  }
}

/** How to reach who made the document, and from what it was made (`sbomTypes`: of SPDX 3 alone). */
function originOf(reading: Reading, document: Entry, creators: readonly string[]): Pick<Sbom, 'contacts' | 'phases'> {
  const contacts = creators.flatMap((creator) => contactIn(creator) ?? [])
  const phases = textsOf(reading, document, 'sbomTypes')
  return known({
    contacts: contacts.length > 0 ? contacts : undefined,
    phases: phases.length > 0 ? phases : undefined,
  })
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/

/** SPDX 2.3 §6.8 and §6.9: a document names who made it and when; without that nobody can ask back. */
function noteOrigin(
  { problems }: Reading,
  document: Entry,
  { creators, created }: { creators: readonly string[]; created: string | undefined },
): void {
  const place = placeUnder(document.place, 'creationInfo')
  if (creators.every(isTool))
    problems.doubt(place, 'the document names no organisation or person who made it; ask the maker who did')
  if (created === undefined || toDate(created) === undefined)
    problems.doubt(place, 'the document does not say when it was made; ask the maker how old it is')
  else if (!instant.test(created.trim()))
    problems.doubt(
      placeUnder(place, 'created'),
      `created is "${created.slice(0, 100)}" where SPDX expects a time in UTC such as 2030-12-31T23:59:00Z; kept as written`,
    )
}

/** Fields of packages that came with 2.3: a tool that goes by the version would not look for them. */
const newerFields = ['primaryPackagePurpose', 'releaseDate', 'builtDate', 'validUntilDate'] as const

function noteNewerFields({ problems }: Reading, { fields, place }: Entry): void {
  const packages = own(fields, 'packages')
  if (own(fields, 'spdxVersion') !== 'SPDX-2.2' || !Array.isArray(packages)) return
  const newer = newerFields.find((key) => packages.some((each) => isFields(each) && Object.hasOwn(each, key)))
  if (newer === undefined) return
  const message = `spdxVersion is "SPDX-2.2", and packages have ${newer}, which came with 2.3; read by the rules of 2.3`
  problems.doubt(placeUnder(place, 'spdxVersion'), message)
}

/** What has no place in SPDX and was carried counts with what the relationships say. */
function addCarried(
  carried: CarriedInDocument,
  { relations, assemblies, dependencies }: Relationships,
): CarriedInDocument {
  relations.push(...carried.relations)
  for (const { of, ...one } of carried.completeness) (of === 'assembly' ? assemblies : dependencies).push(one)
  return carried
}

function isTool(creator: string): boolean {
  return /^\s*Tool\s*:/i.test(creator)
}

/** Packages, then files; `held` are the containments that `hasFiles` states. */
function elementsOf(reading: Reading, document: Entry, refs: Refs): { components: Component[]; held: Relation[] } {
  const components: Component[] = []
  const held: Relation[] = []
  const hasRoom = (place: Place): boolean => {
    if (components.length < reading.limits.components) return true
    reading.problems.gap(
      place,
      `the document holds more than ${reading.limits.components} components; from here on they are left out`,
    )
    return false
  }
  for (const entry of entriesOf(reading, document, 'packages')) {
    if (!hasRoom(entry.place)) break
    const ref = refs.claim(spdxIdOf(reading, entry), { place: entry.place, key: 'SPDXID' })
    components.push(toPackage(reading, entry, ref))
    for (const to of textsOf(reading, entry, 'hasFiles'))
      held.push({ from: ref, to, kind: 'contains', label: 'hasFiles' })
  }
  for (const entry of entriesOf(reading, document, 'files')) {
    if (!hasRoom(entry.place)) break
    const ref = refs.claim(spdxIdOf(reading, entry), { place: entry.place, key: 'SPDXID' })
    components.push(toFile(reading, entry, ref))
  }
  return { components, held }
}

/** The components with what the relationships tell of them: their parent, their source packages, whether they are on the device. */
function placed(
  reading: Reading,
  components: readonly Component[],
  relationships: Relationships,
): readonly Component[] {
  const parents = parentsOf(reading, components, relationships.relations)
  const sources = sourcesOf(components, relationships)
  const needed = new Set(relationships.described)
  for (const { kind, to } of relationships.relations) if (kind !== 'other') needed.add(to)
  const isCarried = components.some(({ parent }) => parent !== undefined)
  const whole = components.map((component) => {
    const parent = parents.get(component.ref) ?? component.parent
    const sourcePackages = [...component.sourcePackages]
    for (const name of sources.get(component.ref) ?? []) addOnce(sourcePackages, name)
    // What serves to build or test and is also held or needed at run time is on the device.
    const deployed = !relationships.tools.has(component.ref) || needed.has(component.ref)
    return { ...component, deployed: component.deployed && deployed, sourcePackages, ...known({ parent }) }
  })
  return isCarried ? withSoundParents(reading, whole) : whole
}

/** Names of the packages from which packages were generated; files are generated from files, which are no source packages. */
function sourcesOf(
  components: readonly Component[],
  { generated }: Relationships,
): ReadonlyMap<string, readonly string[]> {
  const names = new Map(components.filter(({ type }) => type !== 'file').map(({ ref, name }) => [ref, name]))
  const sources = new Map<string, string[]>()
  for (const { from, to } of generated) {
    const name = names.get(to)
    if (name === undefined || name === '' || !names.has(from)) continue
    const known = sources.get(from)
    if (known === undefined) sources.set(from, [name])
    else addOnce(known, name)
  }
  return sources
}

/**
 * The component that the document describes. A document of one package need not say so (SPDX 2.3 §11.1); one that describes
 * several packages has no single root, and it is not for the reader to choose.
 */
function rootOf(
  reading: Reading,
  document: Entry,
  stated: { components: readonly Component[]; relationships: Relationships },
): string | undefined {
  const { components, relationships } = stated
  const { described } = relationships
  const packages = components.filter(({ type }) => type !== 'file')
  const describedPackages = packages.filter(({ ref }) => described.has(ref))
  const only = describedPackages[0] ?? components.find(({ ref }) => described.has(ref))
  if (only === undefined) return packages.length === 1 ? packages[0]?.ref : undefined
  if (describedPackages.length <= 1) return only.ref
  reading.problems.doubt(
    placeUnder(document.place, 'documentDescribes'),
    `the document describes ${describedPackages.length} packages, so none is its root; say which device model it is for`,
  )
  return undefined
}

const knownVersions: ReadonlySet<string> = new Set(['2.2', '2.3'])
const knownVersions3: ReadonlySet<string> = new Set(['3.0.0', '3.0.1'])

function versionOf(reading: Reading, document: Entry, encoding: SbomFormat['encoding']): string {
  const stated = textOf(reading, document, 'spdxVersion')
  const version = stated?.trim().replace(/^SPDX-/i, '') ?? ''
  const known = encoding === 'json-ld' ? knownVersions3 : knownVersions
  if (known.has(version)) return version
  const doubt =
    stated === undefined
      ? 'no spdxVersion is stated'
      : `spdxVersion "${stated.slice(0, 100)}" is none of ${[...known].join(', ')}`
  reading.problems.doubt(
    placeUnder(document.place, 'spdxVersion'),
    `${doubt}; read by the rules of ${[...known].at(-1)}, compare the components with the maker's own list`,
  )
  return version
}

/** Says once of each document that this one leans on that it has to be added too, whether it is declared or only pointed into. */
function noteOtherDocuments(reading: Reading, document: Entry, relations: readonly Relation[]): void {
  const undeclared = new Set<string>()
  for (const { from, to } of relations)
    for (const ref of [from, to]) if (ref.startsWith('DocumentRef-')) undeclared.add(ref.split(':', 1)[0] ?? ref)
  for (const reference of entriesOf(reading, document, 'externalDocumentRefs')) {
    const id = textOf(reading, reference, 'externalDocumentId')
    const name = textOf(reading, reference, 'spdxDocument') ?? id ?? ''
    undeclared.delete(id ?? '')
    reading.problems.doubt(
      reference.place,
      `this document leans on another, ${name.slice(0, 200)}, whose components are not in this list; add that document too`,
    )
  }
  for (const id of undeclared) {
    reading.problems.doubt(
      placeUnder(document.place, 'externalDocumentRefs'),
      `relationships point into ${id.slice(0, 200)}, a document that is not declared; kept, ask the maker for it`,
    )
  }
}
