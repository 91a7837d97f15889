import type { ObservedJoin } from '../../model/index.ts'
import { compareTexts } from './anchors.ts'
import type { Anchor } from './anchors.ts'

/** Anchors that are put together one pair after another; in which order does not matter. */
export interface Unions {
  /** Joins two anchors, unless a person said that one of them is a device of its own. Tells whether they are one now. */
  readonly join: (join: ObservedJoin) => boolean
  /** The smallest anchor of those that it is one with. */
  readonly rootOf: (anchor: Anchor) => Anchor
  readonly joins: ReadonlyMap<string, ObservedJoin>
}

export function unionsWithout(apart: ReadonlySet<Anchor>): Unions {
  const parents = new Map<Anchor, Anchor>()
  const joins = new Map<string, ObservedJoin>()
  const rootOf = (anchor: Anchor): Anchor => {
    let root = anchor
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    for (let at = anchor; at !== root;) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }
  const join = (given: ObservedJoin): boolean => {
    const [a, b] = given.anchors
    if (given.rule !== 'person' && (apart.has(a) || apart.has(b))) return false
    note(joins, given)
    const [one, other] = [rootOf(a), rootOf(b)]
    if (one === other) return true
    const [small, large] = compareTexts(one, other) < 0 ? [one, other] : [other, one]
    parents.set(large, small)
    return true
  }
  return { join, rootOf, joins }
}

/** The same join seen several times is one, over all its time. */
function note(joins: Map<string, ObservedJoin>, join: ObservedJoin): void {
  const key = `${join.rule} ${join.anchors.join(' ')} ${join.value}`
  const known = joins.get(key)
  joins.set(
    key,
    known === undefined
      ? join
      : {
          ...known,
          firstSeenAt: Math.min(known.firstSeenAt, join.firstSeenAt),
          lastSeenAt: Math.max(known.lastSeenAt, join.lastSeenAt),
        },
  )
}
