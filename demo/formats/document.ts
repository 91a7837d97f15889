import { createHash } from 'node:crypto'
import type { Composition } from '../composition.ts'

/** The day on which the fictional makers wrote their SBOMs. */
export const writtenAt = '2024-03-18T08:00:00Z'
export const toolName = 'sbom-builder'
export const toolVersion = '3.2.0'

/** A UUID that depends on the document only, shaped as version 4. */
export function documentUuid(composition: Composition): string {
  const hex = createHash('sha256').update(composition.seed).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Whether a part carries a digest: files do, systems and hardware do not. */
export function hasHash(part: { readonly type: string; readonly version?: string }): boolean {
  return (
    part.version !== undefined && (part.type === 'library' || part.type === 'application' || part.type === 'framework')
  )
}

/** The containment and need edges of a document by the name they start from, in a repeatable order. */
export function edgesFrom(composition: Composition): ReadonlyMap<string, readonly string[]> {
  const edges = new Map<string, readonly string[]>()
  edges.set(
    composition.rootRef,
    composition.parts.filter((part) => part.parent === composition.rootRef).map((part) => part.ref),
  )
  for (const part of composition.parts) edges.set(part.ref, part.needs)
  return edges
}
