import type { Fields } from '../fields.ts'
import type { Element, XmlFormat } from '../xml.ts'

export const namespacePrefix = 'http://cyclonedx.org/schema/bom/'

/** CycloneDX in XML; the version stands in the namespace. */
export const cyclonedxFormat: XmlFormat = {
  owns: (namespace) => namespace.startsWith(namespacePrefix),
  toShape: toJsonShape,
  toRoot: (shape, namespace) => ({
    ...shape,
    bomFormat: 'CycloneDX',
    specVersion: namespace.slice(namespacePrefix.length),
  }),
}

/** Elements that are lists in JSON, and the children they list. */
const lists: Readonly<Record<string, readonly string[]>> = {
  affects: ['target'],
  ancestors: ['component'],
  assemblies: ['assembly'],
  authors: ['author'],
  components: ['component'],
  compositions: ['composition'],
  dependencies: ['dependency'],
  externalReferences: ['reference'],
  hashes: ['hash'],
  methods: ['method'],
  properties: ['property'],
  references: ['reference'],
  responses: ['response'],
  services: ['service'],
  tools: ['tool'],
  versions: ['version'],
  vulnerabilities: ['vulnerability'],
}

/**
 * The JSON shape of a CycloneDX XML element: what the JSON schema has in its place. `within` names the elements around it, innermost last.
 * Covers what is read from a document; the rest takes the plain shape of its element, which nobody looks at.
 */
function toJsonShape(element: Element, within: readonly string[]): unknown {
  const { name, children, text } = element
  if (name === 'assembly' || name === 'provides') return attribute(element, 'ref')
  if (name === 'dependency')
    return within.at(-1) === 'dependencies' && within.length === 2 ? toDependency(element) : attribute(element, 'ref')
  if (name === 'analysis')
    return Object.fromEntries(children.map(([kind, value]) => [kind === 'responses' ? 'response' : kind, value]))
  if (name === 'licenses') return children.map(([kind, value]) => ({ [kind]: value }))
  if (name === 'expression') return text.trim()
  if (name === 'property')
    return { name: attribute(element, 'name'), value: text.trim() || attribute(element, 'value') }
  const listed = Object.hasOwn(lists, name) ? lists[name] : undefined
  const isToolsObject = name === 'tools' && children.some(([kind]) => kind === 'components' || kind === 'services')
  if (listed !== undefined && !isToolsObject)
    return children.filter(([kind]) => listed.includes(kind)).map(([, value]) => value)
  return toPlainShape(element)
}

function attribute({ attributes }: Element, name: string): string {
  return attributes.find(([key]) => key === name)?.[1] ?? ''
}

function toDependency(element: Element): Fields {
  const refs = (kind: string): unknown[] => element.children.filter(([name]) => name === kind).map(([, ref]) => ref)
  return { ref: attribute(element, 'ref'), dependsOn: refs('dependency'), provides: refs('provides') }
}

/** Text alone, or an object of attributes and children; a child that comes twice is a list. */
function toPlainShape({ attributes, children, text }: Element): unknown {
  if (attributes.length === 0 && children.length === 0) return text.trim()
  const fields = new Map<string, unknown>(attributes)
  const repeated = new Map<string, unknown[]>()
  for (const [name, value] of children) {
    const values = repeated.get(name)
    if (values === undefined) repeated.set(name, [value])
    else values.push(value)
  }
  for (const [name, values] of repeated) fields.set(name, values.length === 1 ? values[0] : values)
  if (children.length === 0) fields.set('content', text.trim())
  return Object.fromEntries(fields)
}
