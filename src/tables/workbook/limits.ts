/** What one workbook may ask of the machine. Beyond a limit the reader keeps what it has and lists what it left. */
export interface WorkbookLimits {
  /** Files in the archive; a workbook has some dozens. */
  readonly entries: number
  /**
   * Bytes of all parts together once unpacked. They are unpacked piece by piece and let go again, so this bounds time, not memory. No
   * ratio is asked for: a sheet of a million empty rows rightly unpacks to hundreds of times its size.
   */
  readonly unpackedBytes: number
  /** XML elements of all parts together: half a million of them take a second. Empty rows and cells are passed over before they count. */
  readonly elements: number
  readonly sheets: number
  /** Columns of a sheet that are read; Excel allows 16,384. */
  readonly columns: number
  /** Places in all rows together, up to the last filled one of each row. */
  readonly cells: number
  /** Texts that cells share, and the UTF-16 units of all of them. */
  readonly sharedTexts: number
  readonly sharedLength: number
  /** UTF-16 units of one cell: Excel's own limit. */
  readonly cellLength: number
}

export const workbookLimits: WorkbookLimits = {
  entries: 2_000,
  unpackedBytes: 256 * 1024 * 1024,
  elements: 6_000_000,
  sheets: 200,
  columns: 1_000,
  cells: 2_000_000,
  sharedTexts: 1_000_000,
  sharedLength: 128 * 1024 * 1024,
  cellLength: 32_767,
}
