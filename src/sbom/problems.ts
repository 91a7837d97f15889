import type { Problem } from '../model/index.ts'

/** Collects what a person should know of a document, up to a limit; the rest is counted, never silent. */
export interface Problems {
  readonly doubt: (place: string, message: string) => void
  readonly lost: (place: string, message: string) => void
  readonly list: () => readonly Problem[]
}

/** An empty collector; `limit` is how many problems are listed one by one. */
export function collectProblems(limit: number): Problems {
  const listed: Problem[] = []
  const unlisted = { doubt: 0, lost: 0 }
  const add = (severity: Problem['severity'], place: string, message: string): void => {
    if (listed.length < limit) listed.push({ severity, place, message })
    else unlisted[severity] += 1
  }
  return {
    doubt: (place, message) => add('doubt', place, message),
    lost: (place, message) => add('lost', place, message),
    list: () => {
      const { doubt, lost } = unlisted
      if (doubt + lost === 0) return listed
      const message = `${doubt + lost} more problems are not listed (${lost} facts lost, ${doubt} doubts); mend the first ${limit} and read the file again`
      return [...listed, { severity: lost > 0 ? 'lost' : 'doubt', place: '/', message }]
    },
  }
}
