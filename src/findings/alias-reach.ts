import type { AliasKind, AliasRelation, Doubt } from '../model/index.ts'

/** An alias as an edge between the keys of two names: see `AliasFact`. */
export interface AliasEdge {
  readonly aliasId: number
  readonly relation: AliasRelation
  readonly kind: AliasKind
  readonly fromKey: string
  readonly toKey: string
}

/** What aliases add up to: a component that has the first key is also looked up under the second. */
export interface AliasReach {
  readonly kind: AliasKind
  readonly fromKey: string
  readonly toKey: string
  /** What a match through it leaves open; absent for another name of the very same thing. */
  readonly doubt?: Extract<Doubt, 'successorOnly' | 'familyOnly'>
  /** The aliases that lead there, in order. */
  readonly aliases: readonly number[]
}

/** A name that reaches more than this stands for no family but for half the world. */
const mostReached = 500

/**
 * How a name was come to: as itself, through a successor, from a member up to its family, from a family down to a member, from what holds a
 * thing to the thing, or by what people call a set of things. Sure ones first.
 */
const ways = ['itself', 'successor', 'family', 'member', 'part', 'called'] as const
type Way = (typeof ways)[number]

/** From a name come to in one way, in which way the next is come to; without an entry the edge leads no further. */
type Steps = Readonly<Partial<Record<Way, Way>>>

const unchanged: Steps = {
  itself: 'itself',
  successor: 'successor',
  family: 'family',
  member: 'member',
  part: 'part',
  called: 'called',
}
const succeeding: Steps = { itself: 'successor', successor: 'successor' }

/** What each relation allows from its first name to its second, and back. */
const steps: Readonly<Record<AliasRelation, { readonly forth: Steps; readonly back: Steps }>> = {
  same: { forth: unchanged, back: unchanged },
  successor: { forth: succeeding, back: succeeding },
  memberOf: {
    forth: { itself: 'family', successor: 'family', family: 'family' },
    back: { itself: 'member', successor: 'member', family: 'member', member: 'member' },
  },
  embeds: { forth: { itself: 'part', successor: 'part', family: 'part', part: 'part' }, back: {} },
  knownBy: { forth: { itself: 'called', successor: 'called', family: 'called', part: 'called' }, back: {} },
}

interface Step {
  readonly to: string
  readonly aliasId: number
  readonly allowed: Steps
}

interface Come {
  readonly key: string
  readonly way: Way
  readonly aliases: readonly number[]
}

/**
 * Everything that aliases add up to, each pair of keys once, by its surest and shortest way. `tooWide` are the keys that reach more than 500
 * others, of which nothing is told. A maker with several spellings also reaches itself, so that these find each other.
 */
export function reachOfAliases(edges: readonly AliasEdge[]): {
  readonly reach: readonly AliasReach[]
  readonly tooWide: readonly string[]
} {
  const stepsFrom = new Map<string, Step[]>()
  const add = (from: string, step: Step): void => {
    const others = stepsFrom.get(from)
    if (others === undefined) stepsFrom.set(from, [step])
    else others.push(step)
  }
  const kindOf = new Map<string, AliasKind>()
  for (const { aliasId, relation, kind, fromKey, toKey } of edges) {
    kindOf.set(fromKey, kind).set(toKey, kind)
    add(fromKey, { to: toKey, aliasId, allowed: steps[relation].forth })
    add(toKey, { to: fromKey, aliasId, allowed: steps[relation].back })
  }
  const [reach, tooWide]: [AliasReach[], string[]] = [[], []]
  for (const [from, kind] of kindOf) {
    const reached = reachedFrom(from, stepsFrom)
    if (reached.size > mostReached) tooWide.push(from)
    else for (const come of reached.values()) reach.push({ kind, fromKey: from, toKey: come.key, ...toDoubt(come) })
  }
  return { reach, tooWide }
}

function toDoubt({ way, aliases }: Come): Pick<AliasReach, 'doubt' | 'aliases'> {
  if (way === 'itself') return { aliases }
  return { doubt: way === 'successor' ? 'successorOnly' : 'familyOnly', aliases }
}

/** Breadth first, so that the way to each name is the shortest; the surest way wins. */
function reachedFrom(start: string, stepsFrom: ReadonlyMap<string, readonly Step[]>): ReadonlyMap<string, Come> {
  const seen = new Set<string>([`itself ${start}`])
  const reached = new Map<string, Come>()
  let here: readonly Come[] = [{ key: start, way: 'itself', aliases: [] }]
  while (here.length > 0 && reached.size <= mostReached) {
    const next: Come[] = []
    for (const { key, way, aliases } of here) {
      for (const { to, aliasId, allowed } of stepsFrom.get(key) ?? []) {
        const come = toCome(allowed[way], { key: to, aliases: [...aliases, aliasId] })
        if (come === undefined) continue
        if (to === start ? key === start && way === 'itself' : isSurer(come, reached.get(to))) reached.set(to, come)
        if (seen.has(`${come.way} ${to}`)) continue
        seen.add(`${come.way} ${to}`)
        next.push(come)
      }
    }
    here = next
  }
  return reached
}

function toCome(way: Way | undefined, come: Omit<Come, 'way'>): Come | undefined {
  return way === undefined ? undefined : { ...come, way }
}

function isSurer({ way }: Come, other: Come | undefined): boolean {
  return other === undefined || sureness(way) < sureness(other.way)
}

/** 0 the very same, 1 a successor, 2 anything else. */
function sureness(way: Way): number {
  return Math.min(ways.indexOf(way), 2)
}
