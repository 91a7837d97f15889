import type { ColumnChoice } from '../../model/index.ts'
import { foldHeader } from '../../tables/index.ts'
import type { PdfText } from '../pdf/extract.ts'
import type { Segment, TextLine } from '../pdf/lines.ts'
import type { ListHints } from './layout.ts'
import { identityFields, readHeader } from './names.ts'
import { joinLines } from './pdf-rows.ts'
import type { PdfRow } from './pdf-rows.ts'
import type { Table } from './table.ts'

/** A table that begins with these headers, and the lines below them, over all its pages. */
interface Draft {
  readonly headers: readonly string[]
  readonly rows: PdfRow[]
  readonly pages: Set<number>
}

/**
 * The tables of a PDF, put together from where its words stand: a line of headers opens a table, their places and the free strips below
 * them divide its columns, and the same headers on a later page go on with it.
 */
export function tablesOfPdf({ lines }: PdfText, hints: ListHints): readonly Table[] {
  const known = namesIn(hints)
  const running = runningTitles(lines)
  const body = lines.filter((line) => !running.has(titleKey(line)))
  const starts = startsOf(body, (line) => isHeaderLine(line, known))
  const tables = new Map<string, Draft>()
  for (const [index, start] of starts.entries()) addPart(tables, body.slice(start, starts[index + 1]))
  return [...tables.values()].map(toTable)
}

/** Without any line of known headers, the first line of the width that most lines have divides the columns. */
function startsOf(lines: readonly TextLine[], isHeader: (line: TextLine) => boolean): number[] {
  const starts = lines.flatMap((line, index) => (isHeader(line) ? [index] : []))
  if (starts.length > 0) return starts
  const counts = new Map<number, number>()
  for (const { segments } of lines)
    if (segments.length > 1) counts.set(segments.length, (counts.get(segments.length) ?? 0) + 1)
  const [usual] = [...counts].toSorted((one, other) => other[1] - one[1])
  if (usual === undefined) return []
  return [lines.findIndex(({ segments }) => segments.length === usual[0])]
}

/** Headers that a person named, or that were accepted before. */
function namesIn({ choices, accepted = [] }: ListHints): ReadonlySet<string> {
  const chosen = choices.flatMap(({ column }: ColumnChoice) => (typeof column === 'string' ? [column] : []))
  return new Set([...chosen, ...accepted.flatMap(({ headers }) => headers)].map(foldHeader))
}

function isHeaderLine({ segments }: TextLine, known: ReadonlySet<string>): boolean {
  if (segments.length < 2 || segments.length > 40) return false
  const meanings = segments.map(({ text }) => (text.length > 60 ? undefined : readHeader(text)))
  const fields = new Set(meanings.flatMap((meaning) => meaning?.field ?? []))
  const given = segments.filter(({ text }) => known.has(foldHeader(text))).length
  return (
    given >= 2 ||
    (given > 0 && fields.size > 0) ||
    (fields.size >= 2 && [...fields].some((field) => identityFields.has(field)))
  )
}

/** Lines that every third page has at least are its running titles: without their numbers they are the same everywhere. */
function runningTitles(lines: readonly TextLine[]): ReadonlySet<string> {
  const pages = new Set(lines.map(({ page }) => page)).size
  if (pages < 3) return new Set()
  const on = new Map<string, Set<number>>()
  for (const line of lines) {
    const key = titleKey(line)
    on.set(key, (on.get(key) ?? new Set()).add(line.page))
  }
  const isRunning = ([key, found]: [string, Set<number>]): boolean =>
    key.startsWith('title ') && found.size * 3 >= pages && found.size > 2
  return new Set([...on].filter(isRunning).map(([key]) => key))
}

/** A title is one or two texts; a row of a table may be the same on many pages and is none. */
function titleKey({ y, segments }: TextLine): string {
  const words = segments.map(({ text }) => text.replaceAll(/\d+/g, '#')).join(' ')
  return `${segments.length <= 2 ? 'title' : 'row'} ${Math.round(y)} ${words}`
}

/** Takes a line of headers and all below it, up to the next such line. */
function addPart(tables: Map<string, Draft>, [head, ...below]: readonly TextLine[]): void {
  if (head === undefined) return
  const headers = head.segments.map(({ text }) => text)
  const key = headers.map(foldHeader).join('\t')
  const draft = tables.get(key) ?? { headers, rows: [], pages: new Set<number>() }
  if (!tables.has(key)) {
    tables.set(key, draft)
    draft.rows.push({ page: head.page, line: 1, cells: headers })
  }
  const edges = edgesOf(head.segments, below)
  for (const row of joinLines(below, edges)) {
    draft.rows.push(row)
    draft.pages.add(row.page)
  }
  draft.pages.add(head.page)
}

/** Where each column after the first begins: between two headers, where the fewest words are cut, as near to the later header as can be. */
function edgesOf(headers: readonly Segment[], below: readonly TextLine[]): number[] {
  const segments = below.slice(0, linesWeighed).flatMap((line) => (line.segments.length > 1 ? line.segments : []))
  return headers.slice(1).map((header, index) => {
    const before = headers[index]
    if (before === undefined) return header.from
    const [low, high] = [before.from + 1, header.to]
    const starts = segments.flatMap(({ from }) => (from > low && from <= high ? [from - 0.5] : []))
    const places = [header.from - 0.5, ...new Set(starts)].slice(0, placesWeighed)
    const cut = (place: number): number => segments.filter(({ from, to }) => from < place && place < to - 1).length
    const weighed = places.map((place) => ({ place, cuts: cut(place), off: Math.abs(place - header.from) }))
    const [best] = weighed.toSorted((one, other) => one.cuts - other.cuts || one.off - other.off)
    return best?.place ?? header.from
  })
}

const linesWeighed = 400
const placesWeighed = 100

function toTable({ rows, pages }: Draft): Table {
  const numbers = [...pages]
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  const where = first === last ? `page ${first}` : `pages ${first} to ${last}`
  return {
    where,
    rows: function* rowsOf() {
      for (const { page, line, cells, problem } of rows) {
        const row = { place: `page ${page}, row ${line}`, cells }
        yield problem === undefined ? row : { ...row, problem }
      }
    },
  }
}
