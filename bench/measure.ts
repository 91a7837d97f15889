import type { Dataset } from './dataset.ts'

/** Figures of one thing that was measured, in one unit. `value` where it was measured once. */
export type Figures =
  | { readonly p50: number; readonly p95: number; readonly max: number; readonly samples: number }
  | { readonly value: number; readonly samples: 1 }

export type Unit = 'ms' | 's' | 'MB' | 'a second' | 'times'

/** What must be reached: a figure that is at most, or at least, so much. */
export interface Goal {
  readonly of: 'p95' | 'max' | 'value'
  readonly atMost?: number
  readonly atLeast?: number
}

/** One line of the table. */
export interface Reached {
  readonly what: string
  readonly unit: Unit
  readonly figures: Figures
  readonly goal?: Goal
  /** The limit, or what does the same work with less to it, measured in the same run: `SELECT 1: 0.2 ms`. */
  readonly beside?: string
  /** What a reader needs to judge the figures by: counts, warm or cold. */
  readonly note?: string
}

/** What a measure is given. It opens the nation or a copy of it, never both. */
export interface Bench {
  /** The made-up nation, to read in. */
  readonly dataset: () => Promise<Dataset>
  /** A copy of it in a database of its own, to write into. */
  readonly copy: () => Promise<Dataset>
  /** Counts the memory of one more embedded server, by its data folder. */
  readonly watch: (dataFolder: string) => void
  /** An empty folder for files, gone at the end. */
  readonly scratch: () => Promise<string>
}

/** One thing to measure; each runs in a process of its own, so that its memory is its own and its failure stops no other. */
export interface Measure {
  readonly id: string
  /** The row of the goals, in few words. */
  readonly what: string
  /** Whether its cost depends on the size of the nation; else it is measured once. */
  readonly grows: boolean
  readonly run: (bench: Bench) => Promise<readonly Reached[]>
}
