import type { Answer } from '../model/index.ts'

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
}

/** Writes answers in one form. Pure: the same answer and options give the same text. */
export interface Exporter {
  readonly id: string
  /** What the form is, for whoever reads it with another program. */
  readonly source: string
  readonly mediaType: string
  /** Pieces of the document in order, each short: a fleet of any size is never held as one text. */
  readonly write: (answer: Answer, options: ExportOptions) => Iterable<string>
}
