import type { Part } from './part.ts'

/** What leaves a listed component in doubt. */
export type Doubt = 'versionUnknown' | 'versionNotComparable' | 'conditionNotSettled' | 'nameOnly'

/** What a person who knows how the device is built would say of a part. Where two doubts hold, naming either is right. */
export type Truth =
  | { readonly verdict: 'affected' | 'notAffected' }
  | { readonly verdict: 'unknown'; readonly because: readonly Doubt[] }

/** The two questions that the demonstration asks. */
export const questions = ['CVE-2021-44228', 'CVE-2020-15858'] as const
export type Question = (typeof questions)[number]

/** A group of parts that a maker puts into a device, and what it means for the two questions; silent when it does not matter for one. */
export interface Ingredient {
  readonly parts: readonly Part[]
  /** So many of these are taken, chosen by the model's own random source. */
  readonly sampled?: { readonly from: readonly Part[]; readonly count: number }
  readonly truths?: Partial<Readonly<Record<Question, Truth>>>
}
