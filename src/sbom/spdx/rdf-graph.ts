import type { Reading } from '../fields.ts'
import { readXml } from '../xml.ts'
import type { Element, XmlFormat } from '../xml.ts'

/** A thing of the graph: what it is, and what is said of it, in the order of the file. */
export interface Node {
  readonly iri: string
  type: string
  readonly properties: Map<string, Value[]>
  /** Where it is first said something of. */
  place: string | undefined
}

/** A text, or the IRI of another thing. */
export type Value = { readonly is: 'text'; readonly text: string } | { readonly is: 'node'; readonly iri: string }

export type Graph = ReadonlyMap<string, Node>

/** Graph of an RDF document in XML, as far as SPDX writers use that form; undefined when the document is refused. */
export function readRdf(reading: Reading, text: string): Graph | undefined {
  const graph = new Map<string, Node>()
  const shapes = new Map<string, object>()
  const document = readXml(reading, text, formatInto(graph, shapes))
  if (document === undefined) return undefined
  for (const [iri, node] of graph) node.place = document.placeOf(shapes.get(iri) ?? node)
  return graph
}

const rdfNamespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

/**
 * RDF/XML is written in stripes: below the root stand things, below each its properties, below a property the thing that it leads to
 * (RDF 1.1 XML Syntax §2.2). So the depth of an element tells which it is, and the graph grows as elements close, without recursion.
 * One thing may stand in several places; what is said of it adds up.
 */
function formatInto(graph: Map<string, Node>, shapes: Map<string, object>): XmlFormat {
  return {
    owns: () => true,
    nameAttribute: (local, namespace) => (namespace === rdfNamespace ? `rdf:${local}` : local),
    toShape: (element, within) => {
      if (within.length === 0) return {}
      if (within.length % 2 === 0) return toValue(element)
      const iri = iriOf(element) ?? `_:#${graph.size}`
      const shape = { is: 'node', iri }
      addThing(graph, iri, element)
      if (element.children.length > 0 && !shapes.has(iri)) shapes.set(iri, shape)
      return shape
    },
    toRoot: (shape) => shape,
  }
}

function addThing(graph: Map<string, Node>, iri: string, { name, attributes, children }: Element): void {
  const node = graph.get(iri) ?? { iri, type: '', properties: new Map<string, Value[]>(), place: undefined }
  graph.set(iri, node)
  if (name !== 'Description') node.type = name
  for (const [key, text] of attributes)
    if (!key.startsWith('rdf:') && key !== 'xmlns') addProperty(node, key, { is: 'text', text })
  for (const [key, value] of children) addProperty(node, key, value as Value)
  const stated = node.properties.get('type')?.[0]
  if (node.type === '' && stated?.is === 'node') node.type = localOf(stated.iri)
}

function addProperty({ properties }: Node, key: string, value: Value): void {
  const values = properties.get(key)
  if (values === undefined) properties.set(key, [value])
  else values.push(value)
}

/** What a property leads to: a named thing, the thing within it, or a text. */
function toValue(element: Element): Value {
  const iri = attribute(element, 'rdf:resource') ?? iriOf(element)
  if (iri !== undefined) return { is: 'node', iri }
  const inner = element.children[0]?.[1]
  return inner === undefined ? { is: 'text', text: element.text.trim() } : (inner as Value)
}

function iriOf(element: Element): string | undefined {
  const id = attribute(element, 'rdf:ID')
  const blank = attribute(element, 'rdf:nodeID')
  return (
    attribute(element, 'rdf:about') ?? (id !== undefined ? `#${id}` : blank === undefined ? undefined : `_:${blank}`)
  )
}

function attribute({ attributes }: Element, name: string): string | undefined {
  return attributes.find(([key]) => key === name)?.[1]
}

/** The last word of an IRI: `Package` of `http://spdx.org/rdf/terms#Package`. */
export function localOf(iri: string): string {
  return iri.replace(/^.*[#/]/s, '')
}
