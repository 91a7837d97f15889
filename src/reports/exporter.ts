import type { Answer, AnsweredDevice, ModelVersionVerdict, Verdict } from '../model/index.ts'

/** Languages that answers are written in. */
export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** How an answer is to look. An exporter takes from it what its form can show. */
export interface ExportOptions {
  readonly language: Language
  readonly colour: boolean
  /** Characters a line. */
  readonly width: number
  /** Nothing is folded away, all devices included. */
  readonly all: boolean
  /** At most so many devices are listed; the counts always speak of all. */
  readonly limit?: number
  /** Only devices of these classes are listed one by one (CSV and JSON); the counts always speak of all. */
  readonly verdicts?: readonly Verdict[]
}

/** What a line of the answer by model version stands on: its first device shows it for all. */
export type LineExample = Pick<AnsweredDevice, 'reason' | 'why' | 'whyTotal' | 'versionSource' | 'versionSeenAt'>

/** The lists of an answer, read as they are asked for: a fleet of any size is never held. */
export interface AnswerLists {
  /** A line for each model version, verdict and reason. */
  readonly models: () => Promise<readonly ModelVersionVerdict[]>
  /** What each of these lines stands on, in their order. */
  readonly examples: (lines: readonly ModelVersionVerdict[]) => Promise<readonly LineExample[]>
  /** The devices by site, ward and model; only those of these classes, when some are given. */
  readonly devices: (verdicts?: readonly Verdict[]) => AsyncIterable<AnsweredDevice>
}

/** Writes answers in one form. Pure: the same answer and options give the same text. */
export interface Exporter {
  readonly id: string
  /** What the form is, for whoever reads it with another program. */
  readonly source: string
  readonly mediaType: string
  /** Pieces of the document in order, each short: a fleet of any size is never held as one text. */
  readonly write: (answer: Answer, lists: AnswerLists, options: ExportOptions) => AsyncIterable<string>
}
