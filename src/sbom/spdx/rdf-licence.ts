import { localOf } from './rdf-graph.ts'
import type { Graph, Node, Value } from './rdf-graph.ts'

/** Licences of one expression. A set may hold itself, or two others that each hold two more: what is beyond becomes `…`. */
const mostMembers = 200

/** A licence expression from its graph in RDF: `(MIT OR LicenseRef-1)`. */
export function licenceOf(graph: Graph, value: Value, room = { left: mostMembers }): string {
  room.left -= 1
  if (value.is === 'text') return value.text
  if (room.left < 0) return '…'
  const node = graph.get(value.iri)
  const members = (key: string): readonly string[] =>
    (node?.properties.get(key) ?? []).slice(0, mostMembers).map((member) => licenceOf(graph, member, room))
  switch (node?.type ?? '') {
    case 'ConjunctiveLicenseSet':
      return `(${members('member').join(' AND ')})`
    case 'DisjunctiveLicenseSet':
      return `(${members('member').join(' OR ')})`
    case 'OrLaterOperator':
      return `${members('member').join('')}+`
    case 'WithExceptionOperator':
      return `${members('member').join('')} WITH ${members('licenseException').join('')}`
    default:
      return nameOf(node, value.iri)
  }
}

/** NONE and NOASSERTION, an identifier of the SPDX list, or one that the document defines. */
function nameOf(node: Node | undefined, iri: string): string {
  const name = localOf(iri)
  if (/^(?:none|noassertion)$/i.test(name)) return name.toUpperCase()
  const stated = node?.properties.get('licenseExceptionId')?.[0] ?? node?.properties.get('licenseId')?.[0]
  return stated?.is === 'text' ? stated.text : name
}
