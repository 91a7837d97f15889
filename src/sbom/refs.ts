import { placeUnder } from './place.ts'
import type { Reading } from './fields.ts'
import type { Place } from './place.ts'

/** Gives every component a reference of its own, and tells which references a document defines. */
export interface Refs {
  /** The stated reference, or an assigned one (`#3`, by position) when none is stated or it is taken. */
  readonly claim: (stated: string | undefined, at: { place: Place; key: string }) => string
  readonly has: (ref: string) => boolean
}

export function assignRefs(reading: Reading): Refs {
  const taken = new Set<string>()
  let position = 0
  const assign = (): string => {
    let ref = `#${position}`
    while (taken.has(ref)) ref = `#${ref}`
    taken.add(ref)
    return ref
  }
  return {
    has: (ref) => taken.has(ref),
    claim: (stated, { place, key }) => {
      position += 1
      if (stated === undefined) return assign()
      if (!taken.has(stated)) {
        taken.add(stated)
        return stated
      }
      const ref = assign()
      reading.problems.doubt(
        placeUnder(place, key),
        `${key} "${stated}" is used twice; this one is kept as "${ref}", relations go to the first`,
      )
      return ref
    },
  }
}
