import type { Answer, Verdict } from '../../src/server/contract.ts'

/** The reasons of one class. */
export function reasonsOf({ reasons }: Pick<Answer, 'reasons'>, verdict: Verdict): Answer['reasons'] {
  return reasons.filter((each) => each.verdict === verdict)
}
