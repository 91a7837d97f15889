import type { ColumnChoice } from '../../model/index.ts'
import { foldHeader } from '../../tables/index.ts'
import type { PdfText } from '../pdf/extract.ts'
import type { Segment, TextLine } from '../pdf/lines.ts'
import type { ListHints } from './layout.ts'
import { identityFields, readHeader } from './names.ts'
import { addLines, closeLines } from './pdf-rows.ts'
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
  const isHeader = (line: TextLine): boolean => isHeaderLine(line, known)
  const body = withoutRunningTitles(lines, isHeader)
  const kept = new Set(body)
  const titles = lines.filter((line) => !kept.has(line))
  const starts = startsOf(body, isHeader)
  const tables = new Map<string, Draft>()
  for (const [index, start] of starts.entries()) addPart(tables, body.slice(start, starts[index + 1]))
  return [...[...tables.values()].map(toTable), ...(titles.length === 0 ? [] : [titlesTable(titles)])]
}

/** What was passed over is shown as a table that is none, so that nothing is dropped in silence. */
function titlesTable(titles: readonly TextLine[]): Table {
  const texts = titles.map(({ segments }) => segments.map(({ text }) => text).join(' '))
  const where = `what stands at the head or foot of every page (“${(texts[0] ?? '').slice(0, 60)}”)`
  return { where, rows: () => [{ place: `page ${titles[0]?.page ?? 1}`, cells: [texts.slice(0, 20).join(' ')] }] }
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

/** The lines without running titles. A second line of headers comes again on each page too, and stays with the first. */
function withoutRunningTitles(lines: readonly TextLine[], isHeader: (line: TextLine) => boolean): TextLine[] {
  const running = runningTitles(lines)
  const kept: TextLine[] = []
  let header: TextLine | undefined
  for (const line of lines) {
    const isBelow = header?.page === line.page && line.y - header.y <= closeLines * line.size
    const isOfHeaders = isBelow || isHeader(line)
    header = isOfHeaders ? line : undefined
    if (isOfHeaders || !running.has(titleKey(line))) kept.push(line)
  }
  return kept
}

/** Lines at the head or foot of pages that every third page has at least: without their numbers they are the same everywhere. */
function runningTitles(lines: readonly TextLine[]): ReadonlySet<string> {
  const pages = Map.groupBy(lines, ({ page }) => page)
  const on = new Map<string, number>()
  for (const page of pages.values())
    for (const key of new Set(blocksAtEnds(page).filter(isNoRow).map(titleKey))) on.set(key, (on.get(key) ?? 0) + 1)
  return new Set([...on].filter(([, count]) => count > 2 && count * 3 >= pages.size).map(([key]) => key))
}

const mostTitleLines = 3

/** A version or an identifier with a text of its own makes a row, which may be alike on many pages but for its numbers. */
function isNoRow({ segments }: TextLine): boolean {
  return segments.length < 2 || !segments.some(({ text }) => /^(?:v?\d+\.\d|pkg:|cpe:)/i.test(text))
}

/** The first and the last lines of a page that stand apart from the rest. */
function blocksAtEnds(page: readonly TextLine[]): readonly TextLine[] {
  const isApart = (line: TextLine, above: TextLine | undefined): boolean =>
    above === undefined || line.y - above.y > closeLines * line.size
  const starts = page.flatMap((line, index) => (isApart(line, page[index - 1]) ? [index] : []))
  const head = page.slice(0, starts[1] ?? 0)
  const foot = page.slice(starts.at(-1) ?? page.length)
  return [head, foot].flatMap((block) => (block.length <= mostTitleLines ? block : []))
}

function titleKey({ y, segments }: TextLine): string {
  return `${Math.round(y)} ${segments.map(({ text }) => text.replaceAll(/\d+/g, '#')).join(' ')}`
}

/** Takes a line of headers and all below it, up to the next such line. Headers of several lines are put together. */
function addPart(tables: Map<string, Draft>, [head, ...lines]: readonly TextLine[]): void {
  if (head === undefined) return
  const { segments, below } = wholeHeaders(head, lines)
  const headers = segments.map(({ text }) => text)
  const key = headers.map(foldHeader).join('\t')
  const draft = tables.get(key) ?? { headers, rows: [], pages: new Set<number>() }
  if (!tables.has(key)) {
    tables.set(key, draft)
    draft.rows.push({ page: head.page, line: 0, cells: [...headers] })
  }
  const meanings = headers.map((header) => readHeader(header)?.field)
  const named = meanings.indexOf('name')
  const nameColumn = Math.max(
    0,
    named === -1 ? meanings.findIndex((field) => field && identityFields.has(field)) : named,
  )
  const before = draft.rows.length
  addLines(draft.rows, below, { edges: edgesOf(segments, below), nameColumn })
  for (const { page } of draft.rows.slice(before)) draft.pages.add(page)
  draft.pages.add(head.page)
}

/** Lines close below headers whose words stand under them belong to the headers, when what follows stands further away. */
function wholeHeaders(
  head: TextLine,
  lines: readonly TextLine[],
): { readonly segments: readonly Segment[]; readonly below: readonly TextLine[] } {
  const segments = head.segments.map((segment) => ({ ...segment }))
  let above = head
  let taken = 0
  for (const line of lines.slice(0, mostHeaderLines)) {
    const isClose = line.page === head.page && line.y - above.y <= closeLines * line.size
    const under = line.segments.map((each) => segments.find(({ from, to }) => each.from < to + 2 && from < each.to + 2))
    if (!isClose || line.segments.length >= segments.length || under.includes(undefined)) break
    for (const [index, each] of line.segments.entries()) {
      const header = under[index]
      if (header === undefined) continue
      header.text = `${header.text} ${each.text}`
      header.from = Math.min(header.from, each.from)
      header.to = Math.max(header.to, each.to)
    }
    above = line
    taken += 1
  }
  const next = lines[taken]
  const standsApart = next === undefined || next.page !== above.page || next.y - above.y > closeLines * next.size
  return taken > 0 && standsApart ? { segments, below: lines.slice(taken) } : { segments: head.segments, below: lines }
}

const mostHeaderLines = 3

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
        const row = { place: line === 0 ? `page ${page}` : `page ${page}, row ${line}`, cells }
        yield problem === undefined ? row : { ...row, problem }
      }
    },
  }
}
