import type { AcceptedColumns, AssetRow, ColumnChoice } from '../model/index.ts'

/** What a column of a list can tell of a device. */
export type AssetField = Exclude<keyof AssetRow, 'line' | 'assumed'>

/** How one column of the file was understood. */
export interface Column {
  /** From 1. */
  readonly position: number
  /** As written; of a column without one, empty. */
  readonly header: string
  /** Absent: the column is not read. Shown to the person, never dropped in silence. */
  readonly field?: AssetField
  /**
   * `named`: by a known name. `similar`: by a name that is nearly a known one. `given`: by the caller. `remembered`: as it was accepted for an
   * earlier list. `repeated`: another column tells the same better.
   */
  readonly by: 'named' | 'similar' | 'given' | 'remembered' | 'repeated' | 'unknown'
  /** In how many lines it holds something. */
  readonly filledLines: number
}

/** A line that is kept apart: nothing of it is imported. */
export interface RejectedLine {
  /** Of the file, from 1. */
  readonly line: number
  /** As written, cut after 4,000 characters. */
  readonly text: string
  /** What is wrong and what to do. */
  readonly problem: string
}

/** A doubt about the file, a line or one cell. The row stays; a cell that cannot be read counts as empty. */
export interface AssetProblem {
  /** Absent when it is about the whole file. */
  readonly line?: number
  /** Absent when it is about more than one column. */
  readonly header?: string
  readonly message: string
}

/** A list of devices as read: every line that is not empty is either a row or rejected. */
export interface AssetList {
  readonly is: 'list'
  /** Of its characters, or `xlsx`. */
  readonly encoding: string
  /** Of delimited text. */
  readonly separator?: string
  /** Of a workbook: the sheet that was read. */
  readonly sheet?: string
  /** Line of the file, or row of the sheet, that holds the headers; the lines above are titles. */
  readonly headerLine: number
  readonly columns: readonly Column[]
  readonly rows: readonly AssetRow[]
  readonly rejected: readonly RejectedLine[]
  readonly problems: readonly AssetProblem[]
}

/** The file as a whole cannot be read; says why and what to do. */
export interface Refusal {
  readonly is: 'refused'
  readonly because: string
}

export interface ReadOptions {
  /** ISO 8601 date: a device whose scrapping date has come is scrapped, when the list has no status. */
  readonly today: string
  /** What a person says of the columns. */
  readonly choices?: readonly ColumnChoice<AssetField>[]
  /** What was accepted for earlier lists, the organisation's newest first. */
  readonly accepted?: readonly AcceptedColumns<AssetField>[]
  readonly signal?: AbortSignal
}

/** Reads one file format of equipment lists. Never throws on content; what it cannot read it lists or refuses. */
export interface AssetImporter {
  readonly id: string
  /** What the format is, for whoever doubts a reading. */
  readonly source: string
  /** By its content, never by its name. */
  readonly recognises: (bytes: Uint8Array) => boolean
  readonly read: (bytes: Uint8Array, options: ReadOptions) => Promise<AssetList | Refusal>
}
