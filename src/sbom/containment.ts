import type { Component, Relation } from '../model/index.ts'
import type { Reading } from './fields.ts'

/**
 * Gives each component the first that contains it as its parent. A thing that would hold itself, directly or round a circle, keeps
 * its relations and loses the parent that closes the circle.
 */
export function parentsOf(
  reading: Reading,
  components: readonly Component[],
  relations: readonly Relation[],
): ReadonlyMap<string, string> {
  const parents = new Map<string, string>()
  const exists = new Set(components.map(({ ref }) => ref))
  for (const { from, to, kind } of relations) {
    if (kind === 'contains' && from !== to && exists.has(from) && exists.has(to) && !parents.has(to))
      parents.set(to, from)
  }
  breakCircles(reading, parents)
  return parents
}

/** Walks up from every component once; a walk that meets itself has found a circle. */
function breakCircles(reading: Reading, parents: Map<string, string>): void {
  const settled = new Set<string>()
  for (const start of parents.keys()) {
    const walk = new Set<string>()
    let at: string | undefined = start
    while (at !== undefined && !settled.has(at) && !walk.has(at)) {
      walk.add(at)
      at = parents.get(at)
    }
    if (at !== undefined && walk.has(at)) {
      reading.problems.doubt(
        '/',
        `"${at.slice(0, 200)}" contains itself by way of others; the relations are kept, its parent is not`,
      )
      parents.delete(at)
    }
    for (const ref of walk) settled.add(ref)
  }
}

/** Components whose parents are there and hold them round no circle: nesting cannot be otherwise, a carried parent can. */
export function withSoundParents(reading: Reading, components: readonly Component[]): readonly Component[] {
  const earlier = new Set<string>()
  const isNested = components.every(({ ref, parent }) => {
    earlier.add(ref)
    return parent === undefined || (parent !== ref && earlier.has(parent))
  })
  if (isNested) return components
  const held = components.flatMap(({ ref, parent }): Relation[] =>
    parent === undefined ? [] : [{ from: parent, to: ref, kind: 'contains', label: '' }],
  )
  const parents = parentsOf(reading, components, held)
  return components.map(({ parent: _parent, ...component }) => {
    const parent = parents.get(component.ref)
    return parent === undefined ? component : { ...component, parent }
  })
}
