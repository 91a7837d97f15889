import type { Reading } from './fields.ts'
import type { Place } from './place.ts'

/** Doubts about how a document is written, told after it was read. */
export interface Faults {
  readonly add: (fault: Fault) => void
  /** Counts what was not told. */
  readonly tellRest: (place: Place) => void
}

export interface Fault {
  readonly says: string
  readonly toDo: string
  /** In words, where `says` is not alike wherever the same mistake is made. */
  readonly like?: string
  /** Only asked where the fault is told. */
  readonly at: () => Place
}

/** So many places of one fault are told; the rest is counted, since tools make the same mistake in each of 18,000 components. */
export const mostPlaces = 10

/** Kinds of faults that are counted apart; each further one is told as it comes. */
const mostFaults = 1_000

export function collectFaults({ problems }: Reading): Faults {
  const counts = new Map<string, number>()
  return {
    add: ({ says, toDo, like = says, at }) => {
      const count = (counts.get(like) ?? 0) + 1
      if (count > 1 || counts.size < mostFaults) counts.set(like, count)
      if (count <= mostPlaces) problems.doubt(at(), `${says}; ${toDo}`)
    },
    tellRest: (place) => {
      for (const [like, count] of counts) {
        const rest = count - mostPlaces
        if (rest > 0) problems.doubt(place, `${like}, and so it is in ${rest} more places that are not listed`)
      }
    },
  }
}
