import type { Answer, Verdict } from '../src/server/contract.ts'

/** The order in which the four classes stand, everywhere. */
export const verdicts: readonly Verdict[] = ['affected', 'unknown', 'notListed', 'notAffected']

/** Classes that stay folded until somebody opens them. */
export type FoldedVerdict = Extract<Verdict, 'notListed' | 'notAffected'>
export const foldedVerdicts: readonly FoldedVerdict[] = ['notListed', 'notAffected']

export function isFolded(verdict: Verdict): verdict is FoldedVerdict {
  return verdict === 'notListed' || verdict === 'notAffected'
}

/** Ids of what the links of the bar lead to. */
export const sectionId: Readonly<Record<Verdict, string>> = {
  affected: 'affected',
  unknown: 'cannot-tell',
  notListed: 'not-listed',
  notAffected: 'not-affected',
}

/** The kind of words that a class goes by: a flaw affects, a component is contained. */
export function toneOf({ question }: Pick<Answer, 'question'>): 'flaw' | 'part' {
  return question === 'flaw' ? 'flaw' : 'part'
}
