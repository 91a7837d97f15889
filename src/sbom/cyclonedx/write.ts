import type { Aggregate, Component, Relation, Sbom } from '../../model/index.ts'
import { carriedPrefix, writeCompleteness, writeRelation } from '../carried.ts'
import type { Carried, CarriedCompleteness } from '../carried.ts'
import type { WritingFrame } from '../writer.ts'
import { fitsService, toComponentEntry, toServiceEntry } from './write-component.ts'
import type { Beside } from './write-component.ts'

/** Deeper ones stand at the top and carry what holds them: readers of others end sooner, ours at 1,000. */
const nestedLevels = 500

/** Writes a nomenclature as CycloneDX 1.6 JSON. */
export function* writeCycloneDx(sbom: Sbom, frame: WritingFrame): Generator<string> {
  const tree = treeOf(sbom)
  const { root, components, services } = tree
  const beside = (component: Component, carried: Carried): Beside => ({
    carried,
    sources: frame.sources.length > 1 ? frame.sourcesOf(component.ref) : [],
    corrected: frame.correctedOf(component.ref),
  })
  const nested = function* (component: Component): Generator<string> {
    const isService = tree.isService(component)
    const carried = tree.carriesParent(component) ? { parent: component.parent ?? '' } : {}
    const entry = (isService ? toServiceEntry : toComponentEntry)(component, beside(component, carried))
    const inner = tree.within(component)
    const text = JSON.stringify(entry)
    if (inner.length === 0) return yield text
    yield `${text.slice(0, -1)},"${isService ? 'services' : 'components'}":[`
    yield* separated(inner, nested)
    yield ']}'
  }
  yield `{"$schema":"http://cyclonedx.org/schema/bom-1.6.schema.json","bomFormat":"CycloneDX","specVersion":"1.6",`
  yield `"serialNumber":"urn:uuid:${frame.documentId}","version":1,"metadata":${JSON.stringify(metadataOf(sbom, frame)).slice(0, -1)}`
  if (root !== undefined) {
    yield ',"component":'
    yield* nested(root)
  }
  yield '},\n"components":['
  yield* separated(components, nested)
  yield ']'
  if (services.length > 0) {
    yield ',\n"services":['
    yield* separated(services, nested)
    yield ']'
  }
  yield* listsOf(sbom, tree)
  yield '}\n'
}

function* separated<T>(items: readonly T[], write: (item: T) => Iterable<string>): Generator<string> {
  let isFirst = true
  for (const item of items) {
    yield isFirst ? '\n' : ',\n'
    yield* write(item)
    isFirst = false
  }
}

function metadataOf({ authors, tools, createdAt, documentId }: Sbom, frame: WritingFrame): object {
  const auscult = { type: 'application', name: 'Auscult', version: frame.version }
  const sources = frame.sources.map((value) => ({ name: `${carriedPrefix}source`, value: JSON.stringify(value) }))
  return {
    timestamp: frame.writtenAt,
    tools: { components: [auscult, ...[...new Set(tools)].map((name) => ({ type: 'application', name }))] },
    ...(authors.length === 0 ? {} : { authors: authors.map((name) => ({ name })) }),
    properties: [
      { name: `${carriedPrefix}name`, value: frame.name },
      ...(createdAt === undefined ? [] : [{ name: `${carriedPrefix}statedAt`, value: createdAt }]),
      ...(documentId === undefined ? [] : [{ name: `${carriedPrefix}documentId`, value: documentId }]),
      ...sources,
    ],
  }
}

/** Where each component stands. */
interface Tree {
  readonly root: Component | undefined
  /** At the top, without the root. */
  readonly components: readonly Component[]
  readonly services: readonly Component[]
  readonly isService: (component: Component) => boolean
  readonly within: (component: Component) => readonly Component[]
  /** What holds it cannot be told by nesting. */
  readonly carriesParent: (component: Component) => boolean
}

/** Components nest in components and services in services; what is held by one of the other kind, or the root by anything, stands at the top. */
function treeOf(sbom: Sbom): Tree {
  const byRef = new Map(sbom.components.map((component) => [component.ref, component]))
  const root = sbom.root === undefined ? undefined : byRef.get(sbom.root)
  const isService = (component: Component): boolean => component !== root && fitsService(component)
  const levels = new Map<Component, number>()
  const children = new Map<Component, Component[]>()
  const top: Component[] = []
  const carrying = new Set<Component>()
  for (const component of parentsFirst(sbom.components, byRef)) {
    const parent = component.parent === undefined ? undefined : byRef.get(component.parent)
    const level = parent === undefined ? 0 : (levels.get(parent) ?? 0) + 1
    const isNested =
      parent !== undefined && component !== root && isService(parent) === isService(component) && level < nestedLevels
    levels.set(component, isNested ? level : 0)
    if (isNested) {
      const inner = children.get(parent) ?? []
      inner.push(component)
      children.set(parent, inner)
    } else {
      if (parent !== undefined) carrying.add(component)
      if (component !== root) top.push(component)
    }
  }
  return {
    root,
    components: top.filter((component) => !isService(component)),
    services: top.filter(isService),
    isService,
    within: (component) => children.get(component) ?? [],
    carriesParent: (component) => carrying.has(component),
  }
}

/** The components in their order, but each after what holds it. */
function* parentsFirst(components: readonly Component[], byRef: ReadonlyMap<string, Component>): Generator<Component> {
  const done = new Set<Component>()
  for (const component of components) {
    const line: Component[] = []
    let at: Component | undefined = component
    while (at !== undefined && !done.has(at)) {
      done.add(at)
      line.push(at)
      at = at.parent === undefined ? undefined : byRef.get(at.parent)
    }
    yield* line.reverse()
  }
}

/** Dependencies, completeness, and what of both has no place. */
function* listsOf(sbom: Sbom, tree: Tree): Generator<string> {
  const { dependencies, carried } = edgesOf(sbom.relations, sbom.components, tree)
  if (dependencies.length > 0) {
    yield ',\n"dependencies":['
    yield* separated(dependencies, ([ref, { dependsOn, provides }]) => [
      JSON.stringify({
        ref,
        ...(dependsOn.size === 0 ? {} : { dependsOn: [...dependsOn] }),
        ...(provides.size === 0 ? {} : { provides: [...provides] }),
      }),
    ])
    yield ']'
  }
  const { compositions, others } = compositionsOf(sbom)
  if (compositions.length > 0) yield `,\n"compositions":${JSON.stringify(compositions)}`
  const properties = [
    ...carried.map((relation) => ({
      name: `${carriedPrefix}relation`,
      value: JSON.stringify(writeRelation(relation)),
    })),
    ...others.map((one) => ({ name: `${carriedPrefix}completeness`, value: JSON.stringify(writeCompleteness(one)) })),
  ]
  if (properties.length === 0) return
  yield ',\n"properties":['
  yield* separated(properties, (property) => [JSON.stringify(property)])
  yield ']'
}

interface Needs {
  readonly dependsOn: Set<string>
  readonly provides: Set<string>
}

/** Relations as `dependencies`, and those that nesting and `dependencies` do not give back as they are. */
function edgesOf(
  relations: readonly Relation[],
  components: readonly Component[],
  tree: Tree,
): { readonly dependencies: readonly [string, Needs][]; readonly carried: readonly Relation[] } {
  const parents = new Map(
    components.flatMap((each) =>
      each.parent === undefined || tree.carriesParent(each) ? [] : [[each.ref, each] as const],
    ),
  )
  const nestedIn = ({ to }: Relation): Component | undefined => parents.get(to)
  const dependencies = new Map<string, Needs>()
  const labels = new Map<string, Set<string>>()
  for (const relation of relations) {
    const edge = edgeName(relation)
    labels.set(edge, (labels.get(edge) ?? new Set()).add(relation.label))
    const { from, to, kind, label } = relation
    if (kind !== 'dependsOn' && label !== 'provides') continue
    const needs = dependencies.get(from) ?? { dependsOn: new Set(), provides: new Set() }
    dependencies.set(from, needs)
    if (kind === 'dependsOn') needs.dependsOn.add(to)
    else if (kind === 'other') needs.provides.add(to)
  }
  const isGivenBack = (relation: Relation): boolean => {
    if (labels.get(edgeName(relation))?.size !== 1) return false
    const { kind, label, from } = relation
    if (kind === 'dependsOn') return label === 'dependsOn'
    if (kind === 'other') return label === 'provides'
    const held = nestedIn(relation)
    return held?.parent === from && label === (tree.isService(held) ? 'services' : 'components')
  }
  return { dependencies: [...dependencies], carried: relations.filter((relation) => !isGivenBack(relation)) }
}

/** Relations of one kind between two: where one of them is carried, it stands for what the structure says. */
export function edgeName({ from, to, kind }: Relation): string {
  return JSON.stringify([from, to, kind])
}

const aggregates: Readonly<Record<Aggregate, string>> = {
  complete: 'complete',
  incomplete: 'incomplete',
  unknown: 'unknown',
  notSpecified: 'not_specified',
}

function compositionsOf(sbom: Sbom): { readonly compositions: object[]; readonly others: CarriedCompleteness[] } {
  const groups = new Map<string, { aggregate: string; key: string; refs: Set<string> }>()
  const others: CarriedCompleteness[] = []
  const stated: CarriedCompleteness[] = [
    ...sbom.completeness.map((one) => ({ ...one, of: 'assembly' as const })),
    ...(sbom.dependencyCompleteness ?? []).map((one) => ({ ...one, of: 'dependency' as const })),
  ]
  for (const one of stated) {
    if (one.assembly === undefined && (one.of === 'dependency' || one.aggregate === 'complete')) {
      others.push(one)
      continue
    }
    const key = one.of === 'assembly' ? 'assemblies' : 'dependencies'
    const name = one.assembly === undefined ? `whole ${one.aggregate}` : `${key} ${one.aggregate}`
    const group = groups.get(name) ?? { aggregate: aggregates[one.aggregate], key, refs: new Set() }
    groups.set(name, group)
    if (one.assembly !== undefined) group.refs.add(one.assembly)
  }
  const compositions = [...groups.values()].map(({ aggregate, key, refs }) => ({
    aggregate,
    ...(refs.size === 0 ? {} : { [key]: [...refs] }),
  }))
  return { compositions, others }
}
