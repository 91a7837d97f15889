import type { Fields, Reading } from '../fields.ts'
import { localOf, readRdf } from './rdf-graph.ts'
import type { Graph, Node, Value } from './rdf-graph.ts'
import { licenceOf } from './rdf-licence.ts'

/** A document in its JSON shape, and the line on which each of its elements begins. */
export interface RdfDocument {
  readonly fields: Fields
  readonly placeOf: (fields: object) => string | undefined
}

type Draft = Record<string, unknown>

/** Properties that hold one text, by their name in JSON, which mostly is the same. */
const packageTexts = [
  'name',
  'versionInfo',
  'packageFileName',
  'downloadLocation',
  'supplier',
  'originator',
  'sourceInfo',
  'summary',
  'description',
  'validUntilDate',
]

/** Turns SPDX in RDF/XML into the JSON shape of the same document (SPDX 2.3 annex on RDF: one property for each field). */
export function readRdfDocument(reading: Reading, text: string): RdfDocument | undefined {
  const graph = readRdf(reading, text)
  if (graph === undefined) return undefined
  const nodes = [...graph.values()]
  const document = nodes.find(({ type }) => type === 'SpdxDocument')
  const names = namesOf(graph, document)
  const world: World = { reading, graph, names, places: new Map(), relationships: [] }
  for (const node of nodes) addRelationships(world, node)
  const packages = nodes.filter(({ type }) => type === 'Package').map((node) => packageOf(world, node))
  const files = nodes.filter(({ type }) => type === 'File').map((node) => fileOf(world, node))
  return {
    fields: { ...(document && documentOf(world, document)), packages, files, relationships: world.relationships },
    placeOf: (fields) => world.places.get(fields),
  }
}

interface World {
  readonly reading: Reading
  readonly graph: Graph
  readonly names: (iri: string) => string
  readonly places: Map<object, string>
  readonly relationships: Draft[]
}

/** How things are called in JSON: by the fragment of their IRI in this document, with the name of the other document in front elsewhere. */
function namesOf(graph: Graph, document: Node | undefined): (iri: string) => string {
  const namespace = document?.iri.split('#', 1)[0]
  const others = new Map<string, string>()
  for (const reference of nodesUnder(graph, document, 'externalDocumentRef')) {
    const iri = valueOf(reference, 'spdxDocument')
    if (iri !== undefined) others.set(iri, textOf(reference, 'externalDocumentId') ?? fragmentOf(reference.iri))
  }
  return (iri) => {
    if (isTerm(iri, 'none')) return 'NONE'
    if (isTerm(iri, 'noassertion')) return 'NOASSERTION'
    if (iri.startsWith('_:')) return iri
    const [base = '', fragment] = iri.split('#', 2)
    if (fragment === undefined || base === '' || base === namespace) return fragmentOf(iri)
    const other = others.get(base) ?? others.get(`${base}#`)
    return other === undefined ? fragmentOf(iri) : `${other}:${fragmentOf(iri)}`
  }
}

function isTerm(iri: string, term: string): boolean {
  return iri.toLowerCase() === `http://spdx.org/rdf/terms#${term}`
}

/** `DocumentRef-a:SPDXRef-b` is written with `%3A`. */
function fragmentOf(iri: string): string {
  return iri.slice(iri.indexOf('#') + 1).replaceAll(/%3a/gi, ':')
}

function valuesOf(node: Node | undefined, key: string): readonly Value[] {
  return node?.properties.get(key) ?? []
}

function toText(value: Value): string {
  return value.is === 'text' ? value.text : value.iri
}

function valueOf(node: Node, key: string): string | undefined {
  const value = node.properties.get(key)?.[0]
  return value && toText(value)
}

/** A text; NONE and NOASSERTION are things in RDF, and texts in JSON. */
function textOf(node: Node, key: string): string | undefined {
  const text = valueOf(node, key)
  if (text === undefined) return undefined
  return isTerm(text, 'none') ? 'NONE' : isTerm(text, 'noassertion') ? 'NOASSERTION' : text
}

function nodesUnder(graph: Graph, node: Node | undefined, key: string): readonly Node[] {
  return valuesOf(node, key).flatMap((value) => {
    const inner = value.is === 'node' ? graph.get(value.iri) : undefined
    return inner === undefined ? [] : [inner]
  })
}

/** `http://spdx.org/rdf/terms#relationshipType_dependsOn` is `DEPENDS_ON`, and `purpose_operatingSystem` `OPERATING_SYSTEM`. */
function wordOf(node: Node, key: string): string | undefined {
  return valueOf(node, key)
    ?.replace(/^.*[#/](?:[A-Za-z]+_)?/s, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
}

function addRelationships(world: World, node: Node): void {
  for (const relationship of nodesUnder(world.graph, node, 'relationship')) {
    const related = valueOf(relationship, 'relatedSpdxElement')
    const draft = {
      spdxElementId: world.names(node.iri),
      relationshipType: wordOf(relationship, 'relationshipType'),
      relatedSpdxElement: related === undefined ? undefined : world.names(related),
    }
    world.relationships.push(draft)
    if (relationship.place !== undefined) world.places.set(draft, relationship.place)
  }
}

function elementOf(world: World, node: Node, texts: readonly string[]): Draft {
  const draft: Draft = { SPDXID: world.names(node.iri) }
  if (node.iri.startsWith('_:'))
    world.reading.problems.doubt(node.place ?? '/', 'element has no SPDXID; kept under a name of its own')
  for (const key of texts) {
    const text = textOf(node, key)
    if (text !== undefined) draft[key] = text
  }
  draft['checksums'] = nodesUnder(world.graph, node, 'checksum').map((checksum) => ({
    algorithm: localOf(valueOf(checksum, 'algorithm') ?? ''),
    checksumValue: valueOf(checksum, 'checksumValue'),
  }))
  draft['licenseConcluded'] = licencesUnder(world, node, 'licenseConcluded')[0]
  if (node.place !== undefined) world.places.set(draft, node.place)
  return draft
}

function licencesUnder({ graph }: World, node: Node, key: string): readonly string[] {
  return valuesOf(node, key).map((value) => licenceOf(graph, value))
}

function packageOf(world: World, node: Node): Draft {
  const draft = elementOf(world, node, packageTexts)
  const purpose = wordOf(node, 'primaryPackagePurpose')
  if (purpose !== undefined) draft['primaryPackagePurpose'] = purpose
  draft['licenseDeclared'] = licencesUnder(world, node, 'licenseDeclared')[0]
  draft['licenseInfoFromFiles'] = licencesUnder(world, node, 'licenseInfoFromFiles')
  draft['hasFiles'] = valuesOf(node, 'hasFile').map((file) => world.names(toText(file)))
  draft['externalRefs'] = nodesUnder(world.graph, node, 'externalRef').map((reference) => {
    const found = {
      referenceType: valueOf(reference, 'referenceType'),
      referenceLocator: valueOf(reference, 'referenceLocator'),
    }
    if (reference.place !== undefined) world.places.set(found, reference.place)
    return found
  })
  return draft
}

function fileOf(world: World, node: Node): Draft {
  const draft = elementOf(world, node, ['fileName'])
  draft['licenseInfoInFiles'] = licencesUnder(world, node, 'licenseInfoInFile')
  return draft
}

function documentOf({ graph, names, places }: World, node: Node): Draft {
  const [creation] = nodesUnder(graph, node, 'creationInfo')
  const namespace = node.iri.split('#', 1)[0]
  return {
    SPDXID: names(node.iri),
    spdxVersion: valueOf(node, 'specVersion'),
    name: valueOf(node, 'name'),
    documentNamespace: namespace === '' ? undefined : namespace,
    creationInfo: {
      creators: valuesOf(creation, 'creator').map(toText),
      created: creation && valueOf(creation, 'created'),
    },
    documentDescribes: valuesOf(node, 'describesPackage').map((value) => names(toText(value))),
    externalDocumentRefs: nodesUnder(graph, node, 'externalDocumentRef').map((reference) => {
      const id = textOf(reference, 'externalDocumentId') ?? fragmentOf(reference.iri)
      const draft = { externalDocumentId: id, spdxDocument: valueOf(reference, 'spdxDocument') }
      if (reference.place !== undefined) places.set(draft, reference.place)
      return draft
    }),
  }
}
