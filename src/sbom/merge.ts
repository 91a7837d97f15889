import type { Completeness, Component, Relation, Sbom } from '../model/index.ts'

/** One of several documents on the same thing. */
export interface SbomPart {
  /** Tells its references from those of the others: `sbom12`. */
  readonly key: string
  /** Hex, of the document as it came. */
  readonly sha256: string
  readonly sbom: Sbom
}

/** Several documents as one nomenclature, and which of them (by SHA-256) list a component. */
export interface MergedSbom {
  readonly sbom: Sbom
  readonly sourcesOf: (ref: string) => readonly string[]
}

/**
 * Puts what several documents say of one thing together: `root` holds what each of them describes. A component that says the same in two
 * documents stands once, as often as the one of them lists it that lists it most. That one document is complete says nothing of all, so what
 * documents say of themselves as a whole is kept of what they describe.
 */
export function mergeSboms(root: Omit<Component, 'ref'>, parts: readonly SbomPart[]): MergedSbom {
  const merged = new Map<string, { readonly component: Component; readonly sources: string[] }>()
  const rootRef = 'device'
  const relations: Relation[] = []
  const [assemblies, dependencies]: [Completeness[], Completeness[]] = [[], []]
  const byRef = new Map<string, readonly string[]>()
  for (const { key, sha256, sbom } of parts) {
    const nameOf = nameIn(key, sbom, merged)
    for (const component of sbom.components) {
      const { id, ref } = nameOf(component.ref)
      const known = merged.get(id)
      if (known !== undefined) {
        known.sources.push(sha256)
        continue
      }
      const parent = component.parent === undefined ? rootRef : nameOf(component.parent).ref
      const sources = [sha256]
      merged.set(id, { component: { ...component, ref, parent }, sources })
      byRef.set(ref, sources)
      if (component.parent === undefined)
        relations.push({ from: rootRef, to: ref, kind: 'contains', label: 'components' })
    }
    for (const { from, to, ...relation } of sbom.relations)
      if (from !== documentRef) relations.push({ from: nameOf(from).ref, to: nameOf(to).ref, ...relation })
    for (const one of sbom.completeness) assemblies.push(...statedOf(one, sbom, nameOf))
    for (const one of sbom.dependencyCompleteness ?? []) dependencies.push(...statedOf(one, sbom, nameOf))
  }
  return {
    sbom: {
      format: { name: 'CycloneDX', version: '1.6', encoding: 'json' },
      authors: distinct(parts.flatMap(({ sbom }) => sbom.authors)),
      tools: distinct(parts.flatMap(({ sbom }) => sbom.tools)),
      root: rootRef,
      components: [{ ...root, ref: rootRef }, ...[...merged.values()].map(({ component }) => component)],
      relations,
      completeness: assemblies,
      ...(dependencies.length === 0 ? {} : { dependencyCompleteness: dependencies }),
      problems: [],
    },
    sourcesOf: (ref) => byRef.get(ref) ?? [],
  }
}

const documentRef = 'SPDXRef-DOCUMENT'

interface Name {
  /** What the component says, and the how-manieth it is that says so. */
  readonly id: string
  readonly ref: string
}

/** What components of one document are called in the merged one: one that says the same as one before goes by its name. */
function nameIn(
  key: string,
  { components }: Sbom,
  merged: ReadonlyMap<string, { readonly component: Component }>,
): (ref: string) => Name {
  const counts = new Map<string, number>()
  const names = new Map<string, Name>()
  for (const { ref, parent: _parent, ...facts } of components) {
    const text = JSON.stringify(facts)
    const nth = (counts.get(text) ?? 0) + 1
    counts.set(text, nth)
    const id = `${nth} ${text}`
    names.set(ref, { id, ref: merged.get(id)?.component.ref ?? `${key}:${ref}` })
  }
  return (ref) => names.get(ref) ?? { id: '', ref: `${key}:${ref}` }
}

/** Of a document as a whole: of what it describes; without that only what it admits counts. */
function statedOf(one: Completeness, { root }: Sbom, nameOf: (ref: string) => Name): Completeness[] {
  const assembly = one.assembly ?? root
  if (assembly !== undefined) return [{ aggregate: one.aggregate, assembly: nameOf(assembly).ref }]
  return one.aggregate === 'complete' ? [] : [{ aggregate: one.aggregate }]
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
