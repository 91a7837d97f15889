import type { Completeness } from '../../model/index.ts'
import type { Graph, Thing } from './graph.ts'
import { textIn, valuesIn } from './graph.ts'

/** Relationships in the shape of SPDX 2, and what only relationships tell of elements. */
export interface Related {
  readonly drafts: Record<string, unknown>[]
  /** Values that lead to licences, by the id of what they are declared or concluded for. */
  readonly declared: Map<string, unknown[]>
  readonly concluded: Map<string, unknown[]>
  readonly assemblies: readonly Completeness[]
  readonly dependencies: readonly Completeness[]
}

const documentTypes: ReadonlySet<string> = new Set(['SpdxDocument', 'Sbom', 'Bom', 'Bundle'])

/** True for what lists elements and is none of the device: it is called by one name in relationships, as in SPDX 2. */
export function isDocument({ type }: Thing): boolean {
  return documentTypes.has(type)
}

/**
 * Every relationship once for each thing that it leads to. One that leads to a person, a flaw or a snippet says nothing of the device and is
 * left out; `isPart` tells.
 */
export function relationshipsOf(
  graph: Graph,
  isPart: (thing: Thing) => boolean,
  placeDraft: (draft: object, thing: Thing) => void,
): Related {
  const related = {
    drafts: [] as Record<string, unknown>[],
    declared: new Map<string, unknown[]>(),
    concluded: new Map<string, unknown[]>(),
  }
  const claims: Claims = new Map()
  for (const thing of graph.things) {
    const type = textIn(thing, 'relationshipType')
    const from = nameOf(graph, isPart, valuesIn(thing, 'from')[0])
    if (type === undefined || from === undefined) continue
    const to = valuesIn(thing, 'to')
    if (type === 'hasDeclaredLicense') append(related.declared, from, to)
    else if (type === 'hasConcludedLicense') append(related.concluded, from, to)
    else {
      const relationshipType = withScope(thing, type)
      addClaim(claims, thing, { type, from })
      for (const value of to) {
        const relatedSpdxElement = nameOf(graph, isPart, value)
        if (relatedSpdxElement === undefined) continue
        const draft = { spdxElementId: from, relationshipType, relatedSpdxElement }
        placeDraft(draft, thing)
        related.drafts.push(draft)
      }
    }
  }
  return {
    ...related,
    assemblies: completenessOf(claims, 'contains'),
    dependencies: completenessOf(claims, 'dependsOn'),
  }
}

function append(lists: Map<string, unknown[]>, key: string, values: readonly unknown[]): void {
  const list = lists.get(key) ?? []
  for (const value of values) list.push(value)
  lists.set(key, list)
}

function nameOf(graph: Graph, isPart: (thing: Thing) => boolean, value: unknown): string | undefined {
  const thing = graph.thingOf(value)
  if (thing !== undefined && isDocument(thing)) return 'SPDXRef-DOCUMENT'
  if (thing !== undefined && !isPart(thing)) return undefined
  const id = graph.idOf(value)
  if (id === undefined) return undefined
  if (/(?:^|[/#:_])NoneElement$/.test(id)) return 'NONE'
  return /(?:^|[/#:_])NoAssertionElement$/.test(id) ? 'NOASSERTION' : id
}

/** `dependsOn (build)`: what holds only while the device is made. */
function withScope(thing: Thing, type: string): string {
  const scope = textIn(thing, 'scope')
  return scope === undefined || scope === 'runtime' ? type : `${type} (${scope.slice(0, 40)})`
}

/** What the relationships of one type from one element say of their own completeness. */
interface Claim {
  readonly type: string
  readonly from: string
  readonly stated: string | undefined
  count: number
}

type Claims = Map<string, Claim>

function addClaim(claims: Claims, thing: Thing, { type, from }: { type: string; from: string }): void {
  if (textIn(thing, 'scope') !== undefined || (type !== 'contains' && type !== 'dependsOn')) return
  const key = `${type} ${from}`
  const claim = claims.get(key) ?? { type, from, stated: textIn(thing, 'completeness'), count: 0 }
  claim.count += 1
  claims.set(key, claim)
}

/**
 * SPDX 3.0.1, RelationshipCompleteness. Converters write `complete` on each of many relationships that lead to one part each: two that
 * each claim to be all contradict, so only the claim of a sole one counts.
 */
function completenessOf(claims: Claims, type: 'contains' | 'dependsOn'): readonly Completeness[] {
  return [...claims.values()].flatMap((claim): readonly Completeness[] => {
    if (claim.type !== type || claim.from === 'SPDXRef-DOCUMENT') return []
    if (claim.stated === 'incomplete') return [{ aggregate: 'incomplete', assembly: claim.from }]
    return claim.stated === 'complete' && claim.count === 1 ? [{ aggregate: 'complete', assembly: claim.from }] : []
  })
}
