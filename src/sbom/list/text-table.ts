import { readRecords } from '../../tables/index.ts'
import type { TextLine } from '../../tables/index.ts'
import { isBlank } from './table.ts'
import type { Table, TableRow } from './table.ts'

const separators = [';', ',', '\t', '|'] as const
const separatorWords: Readonly<Record<(typeof separators)[number], string>> = {
  ';': 'lines, divided by ";"',
  ',': 'lines, divided by ","',
  '\t': 'lines, divided by tabs',
  '|': 'lines, divided by "|"',
}

/** The text as a table by each separator that it may have; a separator that its first lines do not hold gives none. */
export function tablesOfText(text: string): readonly Table[] {
  const head = text.slice(0, headLength)
  const present = separators.filter((separator) => head.includes(separator))
  return (present.length === 0 ? [separators[0]] : present).map((separator) => ({
    where: present.length === 0 ? 'lines' : separatorWords[separator],
    rows: () => rowsOf(text, separator),
  }))
}

const says = /[^;,|\s]/

const headLength = 64 * 1024

function* rowsOf(text: string, separator: string): Generator<TableRow> {
  for (const record of readRecords(linesOf(text), separator)) {
    const place = `line ${record.line}`
    if (record.is === 'broken') yield { place, cells: [record.text], problem: record.problem }
    else if (!isBlank(record)) yield { place, cells: record.cells }
  }
}

/** Lines may end in `\n`, `\r\n` or `\r`. Those of nothing but separators, of which spreadsheets write a million, are passed over unread. */
function* linesOf(text: string): Generator<TextLine> {
  const ends = /\r\n|\n|\r/g
  let number = 1
  let start = 0
  for (const end of text.matchAll(ends)) {
    const line = text.slice(start, end.index)
    if (says.test(line)) yield { number, text: line }
    number += 1
    start = end.index + end[0].length
  }
  if (start < text.length) yield { number, text: text.slice(start) }
}
