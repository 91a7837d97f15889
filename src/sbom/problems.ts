import type { Problem } from '../model/index.ts'
import { tell } from './place.ts'
import type { Place } from './place.ts'

/** Collects what a person should know of a document, up to a limit; the rest is counted, never silent. */
export interface Problems {
  readonly doubt: (place: Place, message: string) => void
  readonly lost: (place: Place, message: string) => void
  /** Components were lost: whatever the document says of its completeness no longer holds. */
  readonly gap: (place: Place, message: string) => void
  /** The document breaks off or is malformed here: a gap, and a reason not to read a document of which nothing is left. */
  readonly broke: (place: Place, message: string) => void
  readonly hasGap: () => boolean
  readonly isBroken: () => boolean
  readonly list: () => readonly Problem[]
}

/** An empty collector; `limit` is how many problems are listed one by one. */
export function collectProblems(limit: number): Problems {
  const listed: Problem[] = []
  const unlisted = { doubt: 0, lost: 0 }
  let hasGap = false
  let isBroken = false
  const add = (severity: Problem['severity'], place: Place, message: string): void => {
    if (listed.length < limit) listed.push({ severity, place: tell(place), message })
    else unlisted[severity] += 1
  }
  const gap = (place: Place, message: string): void => {
    hasGap = true
    add('lost', place, message)
  }
  return {
    doubt: (place, message) => add('doubt', place, message),
    lost: (place, message) => add('lost', place, message),
    gap,
    broke: (place, message) => {
      isBroken = true
      gap(place, message)
    },
    hasGap: () => hasGap,
    isBroken: () => isBroken,
    list: () => withRest(listed, unlisted),
  }
}

function withRest(listed: readonly Problem[], { doubt, lost }: { doubt: number; lost: number }): readonly Problem[] {
  if (doubt + lost === 0) return [...listed]
  const message = `${doubt + lost} more problems are not listed (${lost} facts lost, ${doubt} doubts); mend the first ${listed.length} and read the file again`
  return [...listed, { severity: lost > 0 ? 'lost' : 'doubt', place: '/', message }]
}
