import type { Sbom } from '../../model/index.ts'
import type { Fields, Reading } from '../fields.ts'
import type { Place } from '../place.ts'
import { toSbom } from '../spdx/document.ts'
import { elementsOf, isPart } from './elements.ts'
import { readGraph, textIn, valuesIn } from './graph.ts'
import type { Graph, Thing } from './graph.ts'
import { isDocument, relationshipsOf } from './relationships.ts'

/** Reads an SPDX 3 document by bringing it into the shape of SPDX 2, so that one mapping serves both. References are full IRIs. */
export function readSpdx3(reading: Reading, document: Fields): Sbom {
  const graph = readGraph(reading, document)
  const places = new Map<object, Place>()
  const placeDraft = (draft: object, { place }: Thing): void => void places.set(draft, place)
  const related = relationshipsOf(graph, isPart, placeDraft)
  const head = graph.things.find(({ type }) => type === 'SpdxDocument') ?? graph.things.find(isDocument)
  noteUnread(reading, graph, head)
  const sbom = toSbom(
    { ...reading, placeOf: (fields) => places.get(fields) },
    {
      ...headOf(graph, head),
      ...elementsOf({ reading, graph, related, placeDraft }),
      documentDescribes: rootsOf(graph, head),
      relationships: related.drafts,
    },
    'json-ld',
  )
  const dependencies = [...(sbom.dependencyCompleteness ?? []), ...related.dependencies]
  const flaws = flawStatementsIn(graph)
  return {
    ...sbom,
    ...(flaws === 0 ? {} : { flawStatements: flaws }),
    completeness: [...sbom.completeness, ...related.assemblies],
    ...(dependencies.length === 0 ? {} : { dependencyCompleteness: dependencies }),
  }
}

function headOf(graph: Graph, head: Thing | undefined): Record<string, unknown> {
  const [stated] = valuesIn(head, 'creationInfo')
  const creation = graph.thingOf(stated) ?? graph.things.find(({ type }) => type === 'CreationInfo')
  const version = textIn(creation, 'specVersion')
  const created = textIn(creation, 'created')
  const named = (key: string, otherwise: string): readonly string[] =>
    valuesIn(creation, key).map((value) => {
      const agent = graph.thingOf(value)
      const name = textIn(agent, 'name') ?? graph.idOf(value) ?? ''
      const email = emailOf(graph, agent)
      const kind = key === 'createdUsing' ? 'Tool' : agent?.type === 'Person' ? 'Person' : otherwise
      return `${kind}: ${name}${email === undefined ? '' : ` (${email})`}`
    })
  const sbomTypes = graph.things.filter(isDocument).flatMap((thing) => valuesIn(thing, 'sbomType'))
  return {
    creationInfo: {
      creators: [...named('createdBy', 'Organization'), ...named('createdUsing', 'Tool')],
      ...(created === undefined ? {} : { created }),
    },
    ...(sbomTypes.length === 0 ? {} : { sbomTypes }),
    ...(version === undefined ? {} : { spdxVersion: `SPDX-${version}` }),
    ...(head?.id === undefined ? {} : { documentNamespace: head.id }),
  }
}

function emailOf(graph: Graph, agent: Thing | undefined): string | undefined {
  return valuesIn(agent, 'externalIdentifier')
    .map((value) => graph.thingOf(value))
    .filter((identifier) => textIn(identifier, 'externalIdentifierType') === 'email')
    .map((identifier) => textIn(identifier, 'identifier'))
    .find((email) => email?.includes('@') === true)
}

/** What the document is about: its root elements, and where these are SBOMs in turn, theirs. */
function rootsOf(graph: Graph, head: Thing | undefined): readonly string[] {
  const hasRoot = valuesIn(head, 'rootElement').length > 0
  const roots: string[] = []
  const seen = new Set<Thing>()
  const waiting: (Thing | undefined)[] = hasRoot ? [head] : graph.things.filter(isDocument)
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const value of valuesIn(next, 'rootElement')) {
      const thing = graph.thingOf(value)
      const id = graph.idOf(value)
      if (thing !== undefined && isDocument(thing)) waiting.push(thing)
      else if (thing !== undefined && isPart(thing) && id !== undefined) roots.push(id)
    }
  }
  return roots
}

/** Says once of what this document leans on, and of what it states beside being an SBOM. */
function noteUnread({ problems }: Reading, graph: Graph, head: Thing | undefined): void {
  const imports = valuesIn(head, 'import').length
  if (imports > 0)
    problems.doubt(
      head?.place ?? '/',
      `this document leans on ${imports} elements of other documents, which are not in this list; add those documents too`,
    )
  const flaws = flawStatementsIn(graph)
  if (flaws > 0)
    problems.doubt(
      '/@graph',
      `the document also makes ${flaws} statements about vulnerabilities, which are not read from an SBOM; ask the maker for them as VEX`,
    )
}

function flawStatementsIn(graph: Graph): number {
  return graph.things.filter(({ type }) => /Vulnerability|Vex\w*Relationship$/.test(type)).length
}
