import { isField } from './checks/kinds.ts'
import { isFields } from '../fields.ts'
import type { Fields } from '../fields.ts'
import type { Element, XmlFormat } from '../xml.ts'

export const namespacePrefix = 'http://cyclonedx.org/schema/bom/'

/** Dependencies in 1.0 and 1.1, which had no place for them. */
const dependencyGraph = 'http://cyclonedx.org/schema/ext/dependency-graph/1.0'

/** CycloneDX in XML; the version stands in the namespace. */
export const cyclonedxFormat: XmlFormat = {
  owns: (namespace) => namespace.startsWith(namespacePrefix) || namespace === dependencyGraph,
  toShape: toJsonShape,
  nameAttribute: (local, namespace) => `${namespace || 'xmlns'}:${local}`,
  toRoot: (shape, namespace) => ({
    ...shape,
    bomFormat: 'CycloneDX',
    specVersion: namespace.slice(namespacePrefix.length),
  }),
}

/** Elements that are lists in JSON, and the children they list. */
const lists: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    affects: ['target'],
    ancestors: ['component'],
    annotations: ['annotation'],
    assemblies: ['assembly'],
    assessors: ['assessor'],
    attestations: ['attestation'],
    authors: ['author'],
    citations: ['citation'],
    claims: ['claim'],
    commits: ['commit'],
    components: ['component'],
    compositions: ['composition'],
    cryptoFunctions: ['cryptoFunction'],
    datasets: ['dataset'],
    descendants: ['component'],
    energyConsumptions: ['energyConsumption'],
    expressions: ['expression'],
    externalReferences: ['reference'],
    formulation: ['formula'],
    hashes: ['hash'],
    inputs: ['input'],
    levels: ['level'],
    lifecycles: ['lifecycle'],
    methods: ['method'],
    outputs: ['output'],
    patches: ['patch'],
    pointers: ['pointer'],
    properties: ['property'],
    references: ['reference'],
    requirements: ['requirement'],
    resolves: ['issue'],
    responses: ['response'],
    services: ['service'],
    standards: ['standard'],
    steps: ['step'],
    taskTypes: ['taskType'],
    tasks: ['task'],
    tools: ['tool'],
    variants: ['component'],
    versions: ['version'],
    vulnerabilities: ['vulnerability'],
    workflows: ['workflow'],
    workspaces: ['workspace'],
  }),
)

/**
 * The JSON shape of a CycloneDX XML element: what the JSON schema has in its place. `within` names the elements around it, innermost last.
 * Covers what is read from a document; the rest takes the plain shape of its element, which nobody looks at.
 */
function toJsonShape(element: Element, within: readonly string[]): unknown {
  const { name, children } = element
  const shape = shapes.get(name)
  if (shape !== undefined) return shape(element, within)
  const listed = lists.get(name)
  const isToolsObject = name === 'tools' && children.some(([kind]) => kind === 'components' || kind === 'services')
  if (listed !== undefined && !isToolsObject)
    return children.filter(([kind]) => listed.includes(kind)).map(([, value]) => value)
  return toPlainShape(element)
}

/** Elements with a shape of their own. */
const shapes: ReadonlyMap<string, (element: Element, within: readonly string[]) => unknown> = new Map(
  Object.entries({
    assembly: (element) => attribute(element, 'ref'),
    provides: (element) => attribute(element, 'ref'),
    dependencies: toDependencies,
    dependency: (element, within) => {
      const isEntry = within.at(-1) === 'dependencies' && within.at(-2) !== 'composition'
      return isEntry || hasDependencies(element) ? toDependency(element) : attribute(element, 'ref')
    },
    analysis: ({ children }) =>
      Object.fromEntries(children.map(([kind, value]) => [kind === 'responses' ? 'response' : kind, value])),
    licenses: ({ children }) => children.map(toLicenceChoice),
    expression: ({ text }) => text.trim(),
    property: (element) => ({
      name: ownAttribute(element, 'name'),
      value: element.text.trim() || attribute(element, 'value'),
    }),
    data: (element, within) => (within.at(-1) === 'service' ? element.children.map(toDataFlow) : toPlainShape(element)),
  }),
)

function ownAttribute({ attributes }: Element, name: string): string | undefined {
  return attributes.find(([key]) => key === name)?.[1]
}

function attribute(element: Element, name: string): string {
  return ownAttribute(element, name) ?? ''
}

/** `expression-detailed` (1.7) says as attributes what JSON says beside `expression`. */
function toLicenceChoice([kind, value]: readonly [string, unknown]): Fields {
  return kind === 'expression-detailed' && isFields(value) ? value : { [kind]: value }
}

/** `<classification flow="inbound">PII</classification>`, alone until 1.4, then within a `dataflow`. */
function toDataFlow([kind, value]: readonly [string, unknown]): unknown {
  const stated = kind === 'classification' ? value : isFields(value) ? value['classification'] : undefined
  const flow = isFields(stated)
    ? { flow: stated['flow'], classification: stated['content'] }
    : { classification: stated }
  return kind === 'dataflow' && isFields(value) ? { ...value, ...flow } : flow
}

function hasDependencies({ children }: Element): boolean {
  return children.some(([kind]) => kind === 'dependency')
}

function toDependency(element: Element): Fields {
  const refs = (kind: string): unknown[] => element.children.filter(([name]) => name === kind).map(([, ref]) => ref)
  return { ref: attribute(element, 'ref'), dependsOn: refs('dependency'), provides: refs('provides') }
}

/**
 * In the dependency graph of 1.1 what depends may itself hold what it depends on, to any depth, and within a component stands what that needs:
 * an entry without `ref`, since the element has none.
 */
function toDependencies({ children }: Element, within: readonly string[]): readonly unknown[] {
  const entries = children.flatMap(([, value]) => flatDependencies(value))
  return within.at(-1) === 'component' ? [{ dependsOn: children.map(([, value]) => value) }, ...entries] : entries
}

function flatDependencies(value: unknown): readonly unknown[] {
  const flat: unknown[] = []
  const stack: unknown[] = [value]
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    flat.push(at)
    const needs: unknown = isFields(at) ? at['dependsOn'] : undefined
    if (Array.isArray(needs)) for (const each of needs.toReversed()) if (isFields(each)) stack.push(each)
  }
  return flat
}

/** Text alone, or an object of attributes and children; a child that comes twice is a list. XML allows any attribute: one that is none of CycloneDX is set apart. */
function toPlainShape({ attributes, children, text }: Element): unknown {
  if (attributes.length === 0 && children.length === 0) return text.trim()
  const fields = new Map<string, unknown>(
    attributes.map(([name, value]) => [isField(name) ? name : `xmlns:${name}`, value]),
  )
  const repeated = new Map<string, unknown[]>()
  for (const [name, value] of children) {
    const values = repeated.get(name)
    if (values === undefined) repeated.set(name, [value])
    else values.push(value)
  }
  for (const [name, values] of repeated) fields.set(name, values.length === 1 ? values[0] : values)
  const stated = text.trim()
  if (children.length === 0 && stated !== '') fields.set('content', stated)
  return Object.fromEntries(fields)
}
