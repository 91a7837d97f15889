import type { WorkbookLimits } from './limits.ts'
import { showNumber } from './number-formats.ts'
import type { NumberFormat } from './number-formats.ts'
import { readPart } from './parts.ts'
import type { Parts } from './parts.ts'

/** A row that holds something. `cells` by column from 0, '' where a cell is empty, up to the last filled one. */
export interface Row {
  /** As the program shows it, from 1. */
  readonly number: number
  readonly cells: readonly string[]
  /** Columns whose cell holds a number where a person may have meant a text: 1.10 and 1.1 are the same number. */
  readonly numbers: readonly number[]
}

/** What all sheets of a workbook share. */
export interface Shared {
  readonly texts: readonly string[]
  /** By style. */
  readonly formats: readonly NumberFormat[]
  readonly startsIn1904: boolean
  readonly limits: WorkbookLimits
  /** What may still be kept of the whole workbook. */
  readonly room: { cells: number }
}

interface Draft {
  readonly rows: Row[]
  row: { number: number; cells: string[]; numbers: number[] }
  column: number
  cell: { readonly type: string; readonly style: number } | undefined
  /** Element whose text belongs to the cell. */
  taking: 'v' | 't' | undefined
  inPhonetic: boolean
  hasFormula: boolean
  text: string
  isFull: boolean
}

/** The filled rows of a sheet; empty ones leave nothing behind. Formulas are never computed: what the program last saw stands. */
export function readSheet(parts: Parts, shared: Shared, at: { part: string; name: string }): readonly Row[] {
  const draft: Draft = {
    rows: [],
    row: { number: 0, cells: [], numbers: [] },
    column: -1,
    cell: undefined,
    taking: undefined,
    inPhonetic: false,
    hasFormula: false,
    text: '',
    isFull: false,
  }
  const isThere = readPart(parts, at.part, {
    onOpen: (name, attributes) => open(draft, name, attributes),
    onText: (text) => {
      // One unit beyond the limit shows that there was more.
      if (draft.taking !== undefined && draft.text.length <= shared.limits.cellLength) draft.text += text
    },
    onClose: (name) => close(parts, shared, draft, { name, sheet: at.name }),
    skim: withoutEmpty,
    isDone: () => draft.isFull,
  })
  if (!isThere)
    parts.problems.gap(`sheet "${at.name}"`, 'the workbook names this sheet and does not hold it; ask for it again')
  return draft.rows
}

/** Cells and rows that hold nothing but a style, where what follows says its own position and so is not moved by what is missing. */
const emptyCell = /<(?:c|row) r="[A-Z\d]{1,12}"[^<>]{0,400}\/>(?=<(?:c r=|row r=|\/))/g
const emptyRow = /<row r="\d{1,7}"[^<>]{0,400}><\/row>(?=<(?:row r=|\/))/g

/** Spreadsheet programs style a million empty cells at a keystroke. Passed over here they take a tenth of the time of parsing them. */
function withoutEmpty(text: string): string {
  return text.replaceAll(emptyCell, '').replaceAll(emptyRow, '')
}

function open(draft: Draft, name: string, attributes: Readonly<Record<string, string>>): void {
  if (name === 'row') {
    const stated = Number(attributes['r'])
    draft.row = { number: stated > 0 ? stated : draft.row.number + 1, cells: [], numbers: [] }
    draft.column = -1
  } else if (name === 'c') {
    draft.column = columnOf(attributes['r']) ?? draft.column + 1
    draft.cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? 0) }
    draft.text = ''
    draft.hasFormula = false
  } else if (name === 'rPh') draft.inPhonetic = true
  else if (name === 'f') draft.hasFormula = true
  else if ((name === 'v' || name === 't') && draft.cell !== undefined && !draft.inPhonetic) draft.taking = name
}

function close(parts: Parts, shared: Shared, draft: Draft, { name, sheet }: { name: string; sheet: string }): void {
  if (name === 'v' || name === 't') draft.taking = undefined
  else if (name === 'rPh') draft.inPhonetic = false
  else if (name === 'c') {
    keepCell(parts, shared, draft, sheet)
    draft.cell = undefined
  } else if (name === 'row') {
    if (draft.row.cells.length > 0) draft.rows.push(draft.row)
    draft.row = { number: draft.row.number, cells: [], numbers: [] }
  }
}

function keepCell({ problems }: Parts, shared: Shared, draft: Draft, sheet: string): void {
  const { row, column, cell, text: stored } = draft
  if (cell === undefined) return
  const place = `sheet "${sheet}", row ${row.number}`
  if (stored === '') {
    if (draft.hasFormula && cell.type !== 'str')
      problems.lost(
        place,
        `column ${column + 1} holds a formula without its last result; open the workbook and save it again`,
      )
    return
  }
  const whole = textOf(shared, cell, stored)
  if (whole === undefined)
    return problems.lost(place, `column ${column + 1} points to a text that the workbook does not hold; left out`)
  const { columns, cellLength } = shared.limits
  if (column >= columns)
    return problems.gap(place, `column ${column + 1} is beyond the ${columns} that are read; left out`)
  const more = column + 1 - row.cells.length
  if (more > shared.room.cells) {
    draft.isFull = true
    return problems.broke(
      place,
      `the workbook fills more than ${shared.limits.cells} cells; from here on it is left out`,
    )
  }
  shared.room.cells -= Math.max(0, more)
  while (row.cells.length <= column) row.cells.push('')
  if (whole.length > cellLength)
    problems.lost(place, `column ${column + 1} is longer than ${cellLength} characters; the rest of it is left out`)
  row.cells[column] = whole.slice(0, cellLength)
  if (cell.type === 'n' && formatOf(shared, cell) !== 'date') row.numbers.push(column)
}

function formatOf({ formats }: Shared, { style }: { style: number }): NumberFormat {
  return formats[style] ?? 'plain'
}

/** ECMA-376-1 §18.18.11: what the type of a cell says of the text in it. */
function textOf(shared: Shared, cell: { type: string; style: number }, stored: string): string | undefined {
  switch (cell.type) {
    case 's':
      return shared.texts[Number(stored)]
    case 'b':
      return stored === '1' ? 'TRUE' : stored === '0' ? 'FALSE' : stored
    case 'n':
      return showNumber(stored, formatOf(shared, cell), shared.startsIn1904)
    default:
      return stored
  }
}

/** `AB12` stands in column 27, counted from 0. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference ?? '')?.[1]
  if (letters === undefined) return undefined
  let column = 0
  for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64
  return column - 1
}
