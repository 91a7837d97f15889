/** The four classes of every answer, worst first. A device is in exactly one, and their counts add up to the devices in scope. */
export const verdicts = ['affected', 'unknown', 'notListed', 'notAffected'] as const
export type Verdict = (typeof verdicts)[number]
