import type { Component, Completeness, Relation, Sbom } from '../src/model/index.ts'

/**
 * What a nomenclature says, in a form that two of them can be compared by: components in the order of their references, lists of identifiers in
 * none, each edge and statement once; what only checklists ask for (traits) is not compared, since it is not stored. `nameOf` gives a reference the name it goes by.
 */
export function essenceOf(sbom: Sbom, nameOf: (ref: string) => string = (ref) => ref): object {
  const described = (relation: Relation): boolean =>
    relation.from === 'SPDXRef-DOCUMENT' && relation.label === 'DESCRIBES'
  return {
    root: sbom.root === undefined ? undefined : nameOf(sbom.root),
    components: sbom.components.map((component) => essenceOfComponent(component, nameOf)).sort(byRef),
    relations: distinct(
      sbom.relations
        .filter((relation) => !described(relation))
        .map(({ from, to, kind, label }) => [nameOf(from), nameOf(to), kind, label]),
    ),
    completeness: distinct(sbom.completeness.map((one) => statement(one, nameOf))),
    dependencyCompleteness: distinct((sbom.dependencyCompleteness ?? []).map((one) => statement(one, nameOf))),
  }
}

function essenceOfComponent(component: Component, nameOf: (ref: string) => string) {
  const { ref, parent, purls, cpes, swids, hashes, sourcePackages, licences, ancestors, otherIdentifiers, ...others } =
    component
  const { traits: _, ...rest } = others
  return {
    ...rest,
    ref: nameOf(ref),
    parent: parent === undefined ? undefined : nameOf(parent),
    purls: distinct(purls),
    cpes: distinct(cpes),
    swids: distinct(swids),
    hashes: distinct(hashes),
    sourcePackages: distinct(sourcePackages),
    licences,
    ancestors: distinct(ancestors ?? []),
    otherIdentifiers: distinct(otherIdentifiers ?? []),
  }
}

function statement({ aggregate, assembly }: Completeness, nameOf: (ref: string) => string): readonly unknown[] {
  return [aggregate, assembly === undefined ? '' : nameOf(assembly)]
}

function byRef(a: { readonly ref: string }, b: { readonly ref: string }): number {
  return a.ref < b.ref ? -1 : 1
}

function distinct(values: readonly unknown[]): string[] {
  return [...new Set(values.map((value) => JSON.stringify(value, sortedKeys)))].sort()
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
