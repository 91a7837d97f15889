import { visible } from '../flows/index.ts'
import type { ListColumn, ListUnderstood } from '../model/index.ts'

const shown = { columns: 40, rows: 5, left: 5, cellChars: 40 }
/** Of a list that has to be compared with its file. */
const shownToConfirm = { rows: 500, left: 200 }

/** How a component list was understood: which column became what, its rows, and those that were left; more of them when it has to be confirmed. */
export function* sayList(list: ListUnderstood): Generator<string> {
  const { where, headerPlace, columns, sample, rows, left, leftTotal, otherTables, guesses } = list
  const most = guesses.length > 0 ? shownToConfirm : shown
  const headers = headerPlace === undefined ? 'no headers' : `headers in ${headerPlace}`
  yield `  table: ${visible(where)}, ${visible(headers)}, ${rows} rows read, ${leftTotal} left\n`
  for (const column of columns.slice(0, shown.columns)) yield `  ${sayColumn(column)}\n`
  if (columns.length > shown.columns)
    yield `  … and ${columns.length - shown.columns} more columns: --json lists them\n`
  if (sample.length > 0) yield `  its rows:\n`
  for (const cells of sample.slice(0, most.rows))
    yield `    ${cells.map((cell) => visible(cell, shown.cellChars)).join(' | ')}\n`
  for (const { place, text, because } of left.slice(0, most.left))
    yield `  left, ${visible(place)}: ${visible(text, 100)}: ${visible(because)}\n`
  if (leftTotal > most.left) yield `  … and ${leftTotal - most.left} more rows left: --json lists them\n`
  for (const other of otherTables.slice(0, shown.left))
    yield `  not read, ${visible(other.where)}: ${visible(other.because)}\n`
  for (const guess of guesses) yield `  a guess: ${visible(guess)}\n`
}

const sources: Readonly<Record<ListColumn['by'], string>> = {
  named: '',
  similar: ' (a similar name)',
  content: ' (by its content)',
  given: ' (as you said)',
  remembered: ' (as accepted before)',
  repeated: '',
  unknown: '',
}

function sayColumn({ position, header, field, by, filledRows }: ListColumn): string {
  const name = header === '' ? `column ${position}` : `${position} ${visible(header, 60)}`
  if (field !== undefined) return `${name} → ${field}${sources[by]}, filled in ${filledRows} rows`
  return `${name} → not read${by === 'repeated' ? ', another column says the same' : ''}`
}
