/** What a column of a component list can tell of a component. `identifier`: a purl, a CPE or any other, told by its syntax. */
export const listFields = [
  'name',
  'version',
  'group',
  'supplier',
  'manufacturer',
  'purl',
  'cpe',
  'swid',
  'identifier',
  'hash',
  'licence',
  'type',
  'description',
  'path',
  'endOfSupport',
] as const
export type ListField = (typeof listFields)[number]

/** How one column of a component list was understood. */
export interface ListColumn {
  /** From 1. */
  readonly position: number
  /** As written; of a column without one, empty. */
  readonly header: string
  /** Absent: the column is not read. Shown to the person, never dropped in silence. */
  readonly field?: ListField
  /**
   * `named`: by a known name. `similar`: by a name that is nearly a known one. `content`: by what stands in it. `given`: by the caller.
   * `remembered`: as it was accepted for an earlier list of the maker. `repeated`: another column tells the same better.
   */
  readonly by: 'named' | 'similar' | 'content' | 'given' | 'remembered' | 'repeated' | 'unknown'
  /** In how many rows it holds something. */
  readonly filledRows: number
}

/** A row of which nothing was taken. */
export interface RowLeft {
  /** `line 12`, `sheet "Parts", row 12`, `page 3, row 12`. */
  readonly place: string
  /** As written, its cells divided by ` | `, cut after some hundred characters. */
  readonly text: string
  readonly because: string
}

/** How a component list was understood: what a person is shown, and may correct. */
export interface ListUnderstood {
  /** The table that was read: `lines, divided by ";"`, `sheet "Parts"`, `pages 2 to 5`. */
  readonly where: string
  /** Where the headers stand; absent when there are none. */
  readonly headerPlace?: string
  readonly columns: readonly ListColumn[]
  /** Rows that became components. */
  readonly rows: number
  /** Those of the rows left that are told one by one. */
  readonly left: readonly RowLeft[]
  readonly leftTotal: number
  /** The first rows as written, cell by cell: 20, and 500 when a person has to compare them with the file. */
  readonly sample: readonly (readonly string[])[]
  /** Other tables of the file, and why they were not read. */
  readonly otherTables: readonly { readonly where: string; readonly because: string }[]
  /** Why a person must look at it before it counts; none when nothing was guessed. */
  readonly guesses: readonly string[]
}

/** What a person says of a column: its header, or its position from 1. `none` leaves it out. */
export interface ColumnChoice<Field extends string = ListField> {
  readonly field: Field | 'none'
  readonly column: string | number
}

/** Columns that were accepted for an earlier list. */
export interface AcceptedColumns<Field extends string = ListField> {
  /** The headers of that list, in order, as written. */
  readonly headers: readonly string[]
  /** By position; null is a column that is not read. */
  readonly fields: readonly (Field | null)[]
}
