import type { Component, Sbom, SbomFormat } from '../../model/index.ts'
import { documentEntry, entriesOf, entryOf, isFields, known, own, textOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Fields, Reading } from '../fields.ts'
import { assignRefs } from '../refs.ts'
import { organisationOf } from './component.ts'
import { withSoundParents } from '../containment.ts'
import { checkCycloneDx } from './checks/check-cyclonedx.ts'
import { carriedIn, withCarriedRelations } from './carried.ts'
import { addParts } from './parts.ts'
import type { Parts } from './parts.ts'
import { completenessOf, relationsOf } from './relations.ts'
import { contactsOf } from './traits.ts'

const knownVersions: ReadonlySet<string> = new Set(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])

/**
 * Reads a CycloneDX document from its JSON shape, whatever it was written in.
 * Components are the one that `metadata` describes, `components` and `services`, each with all that is nested in it.
 * Not read, since none of it is on the device: tools' components, `formulation`, `declarations`, pedigree but its ancestors.
 */
export function toSbom(reading: Reading, fields: Fields, encoding: SbomFormat['encoding']): Sbom {
  const bom = documentEntry(reading, fields)
  const metadata = entryOf(reading, bom, 'metadata')
  const refs = assignRefs(reading)
  const parts: Parts = { components: [], containments: [], needs: [] }
  const described = metadata && entryOf(reading, metadata, 'component')
  if (described !== undefined) addParts(reading, parts, refs, { from: [described], nested: 'components' })
  const root = described && parts.components[0]
  if (metadata !== undefined && root !== undefined) parts.components[0] = withMakerOf(reading, metadata, root)
  addParts(reading, parts, refs, { from: entriesOf(reading, bom, 'components'), nested: 'components' })
  addParts(reading, parts, refs, { from: entriesOf(reading, bom, 'services'), nested: 'services' })
  const stated = [...parts.containments]
  for (const relation of relationsOf(reading, bom, { refs, needs: parts.needs })) stated.push(relation)
  const carried = carriedIn(reading, bom)
  const relations = withCarriedRelations(stated, carried.relations)
  const { assemblies, dependencies } = completenessOf(reading, bom, refs)
  for (const { of, ...one } of carried.completeness) (of === 'assembly' ? assemblies : dependencies).push(one)
  const version = versionOf(reading, bom)
  const [authors, tools] = [metadata ? authorsOf(reading, metadata) : [], metadata ? toolsOf(reading, metadata) : []]
  const components = withSoundParents(reading, parts.components)
  const [contacts, phases] = [metadata ? contactsIn(metadata) : [], metadata ? phasesIn(reading, metadata) : []]
  const frame = {
    documentId: textOf(reading, bom, 'serialNumber'),
    createdAt: metadata && textOf(reading, metadata, 'timestamp'),
    root: root?.ref,
    dependencyCompleteness: dependencies.length > 0 ? dependencies : undefined,
    contacts: someOf(contacts),
    phases: someOf(phases),
    flawStatements: statementsIn(bom),
  }
  noteUnread(reading, bom)
  checkCycloneDx(reading, bom)
  return {
    format: { name: 'CycloneDX', version, encoding },
    authors,
    tools,
    components,
    relations,
    completeness: assemblies,
    problems: reading.problems.list(),
    ...known(frame),
  }
}

function someOf(texts: readonly string[]): readonly string[] | undefined {
  return texts.length > 0 ? texts : undefined
}

function contactsIn({ fields }: Entry): readonly string[] {
  return ['authors', 'manufacturer'].flatMap((key) => contactsOf(own(fields, key)))
}

/** `metadata.lifecycles`, from 1.5: a phase of the specification, or a name of its own. */
function phasesIn(reading: Reading, metadata: Entry): readonly string[] {
  return entriesOf(reading, metadata, 'lifecycles').flatMap(
    (each) => textOf(reading, each, 'phase') ?? textOf(reading, each, 'name') ?? [],
  )
}

function statementsIn({ fields }: Entry): number | undefined {
  const statements = own(fields, 'vulnerabilities')
  return Array.isArray(statements) && statements.length > 0 ? statements.length : undefined
}

function versionOf(reading: Reading, bom: Entry): string {
  const version = textOf(reading, bom, 'specVersion')
  if (version !== undefined && knownVersions.has(version)) return version
  const doubt =
    version === undefined
      ? 'no specVersion is stated'
      : `specVersion "${version.slice(0, 100)}" is not one from 1.0 to 1.7`
  reading.problems.doubt(
    placeUnder(bom.place, 'specVersion'),
    `${doubt}; read by the rules of 1.7, compare the components with the maker's own list`,
  )
  return version ?? ''
}

/** `metadata.supplier` and `metadata.manufacture` (until 1.5) speak of the described component. */
function withMakerOf(reading: Reading, metadata: Entry, root: Component): Component {
  const supplier = root.supplier ?? organisationOf(reading, metadata, 'supplier')
  const manufacturer = root.manufacturer ?? organisationOf(reading, metadata, 'manufacture')
  return { ...root, ...known({ supplier, manufacturer }) }
}

/** Persons, and from 1.6 `metadata.manufacturer`: the organisation that made the document. */
function authorsOf(reading: Reading, metadata: Entry): readonly string[] {
  const authors: string[] = []
  for (const author of entriesOf(reading, metadata, 'authors')) {
    const name = textOf(reading, author, 'name') ?? textOf(reading, author, 'email')
    if (name !== undefined) authors.push(name)
  }
  const organisation = organisationOf(reading, metadata, 'manufacturer')
  return organisation === undefined ? authors : [...authors, organisation]
}

/** A list of tools until 1.4, an object of components and services from 1.5. */
function toolsOf(reading: Reading, metadata: Entry): readonly string[] {
  const stated = own(metadata.fields, 'tools')
  const isObject = isFields(stated) && (Object.hasOwn(stated, 'components') || Object.hasOwn(stated, 'services'))
  const holder = isObject ? entryOf(reading, metadata, 'tools') : undefined
  const tools = holder
    ? ['components', 'services'].flatMap((key) => entriesOf(reading, holder, key))
    : entriesOf(reading, metadata, 'tools')
  return tools.map((tool) => toolName(reading, tool)).filter((name) => name !== '')
}

function toolName(reading: Reading, tool: Entry): string {
  const maker =
    textOf(reading, tool, 'vendor') ??
    textOf(reading, tool, 'group') ??
    textOf(reading, tool, 'author') ??
    textOf(reading, tool, 'publisher')
  return [maker, textOf(reading, tool, 'name'), textOf(reading, tool, 'version')]
    .filter((part) => part !== undefined)
    .join(' ')
}

function noteUnread(reading: Reading, bom: Entry): void {
  const statements = statementsIn(bom)
  if (statements === undefined) return
  const message = `the document also holds ${statements} statements about vulnerabilities, which are not read with its components; add the same file as VEX too, as in auscult vex add FILE`
  reading.problems.doubt(placeUnder(bom.place, 'vulnerabilities'), message)
}
