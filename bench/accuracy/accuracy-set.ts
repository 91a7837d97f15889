import type { Store } from '../../src/store/index.ts'

/** A thing whose truth is known, and what came of asking. */
export interface Judged {
  /** Where the truth is from and by what it was found, as the table names it: `OSV Go`, `NVD`. */
  readonly source: string
  /** The year of the flaw: `2021`, or `?`. */
  readonly year: string
  /** What was asked, for the list of misses: a purl or CPE, or a product with its version. */
  readonly subject: string
  readonly vulnerability: string
  /** What the label or the rule of the format says. */
  readonly truth: 'affected' | 'notAffected'
  /** `possible`: unknown, with a reason. `absent`: no finding, or one that says not affected. */
  readonly found: 'affected' | 'possible' | 'absent'
  /** The doubt or the range behind it. */
  readonly because?: string
}

/** What a set must reach: shares of 1. `possible` counts as found in the recall; only `affected` is an alarm. */
export interface Goal {
  readonly recall: number
  /** False alarms that nobody has explained one by one. */
  readonly unexplainedAlarms: number
}

export interface SetResult {
  readonly judged: readonly Judged[]
  /** What could not be judged and why, in one line each. */
  readonly remarks: readonly string[]
}

/** What a set is given: stores with knowledge in them. */
export interface Ground {
  /** All of the collected NVD and OSV, loaded once and kept. */
  readonly allKnowledge: () => Promise<Store>
  /** An empty store of its own. */
  readonly emptyStore: () => Promise<Store>
  /** An empty folder, gone at the end. */
  readonly scratch: () => Promise<string>
}

/** A set of things whose truth is known. */
export interface AccuracySet {
  readonly id: string
  readonly what: string
  readonly goal: Goal
  readonly judge: (ground: Ground) => Promise<SetResult>
}
