import { parse } from 'csv-parse/sync'

/** One line of a text, without its end. `number` is from 1. */
export interface TextLine {
  readonly number: number
  readonly text: string
}

/** Excel's own limit of a cell is 32,767 characters. */
const maxCellChars = 65_536
/** A quoted cell may hold line breaks; one that is still open after so many lines was never closed. */
const maxLinesPerRecord = 50
const maxRejectedChars = 4000
const batchRecords = 1000

const tooLong = 'a cell is longer than 65,536 characters; shorten it'
const notCsv = 'the line is no CSV; look at its quotation marks'

/** One record of the file, or why it is none. */
export type CsvRecord =
  | { readonly is: 'record'; readonly line: number; readonly text: string; readonly cells: readonly string[] }
  | { readonly is: 'broken'; readonly line: number; readonly text: string; readonly problem: string }

type Raw = { readonly line: number; readonly text: string; readonly problem?: string }

/**
 * The records of a CSV file, in order; lines without any text are left out. A quote that never closes costs its own line only.
 * A quote inside an unquoted cell is a character: `LCD 15"`. Source: RFC 4180; what Excel writes.
 */
export function* readRecords(lines: Iterable<TextLine>, separator: string): Generator<CsvRecord> {
  let batch: Raw[] = []
  for (const raw of joinQuotedLines(lines, separator)) {
    batch.push(raw)
    if (batch.length < batchRecords) continue
    yield* parseBatch(batch, separator)
    batch = []
  }
  yield* parseBatch(batch, separator)
}

/** The text of a rejected line, short enough to show. */
export function shorten(text: string): string {
  return text.length > maxRejectedChars ? `${text.slice(0, maxRejectedChars)}…` : text
}

function* joinQuotedLines(lines: Iterable<TextLine>, separator: string): Generator<Raw> {
  const source = lines[Symbol.iterator]()
  const ahead: TextLine[] = []
  const next = (): TextLine | undefined => {
    if (ahead.length > 0) return ahead.shift()
    const { value, done } = source.next()
    return done === true ? undefined : value
  }
  for (let first = next(); first !== undefined; first = next()) {
    const [record, unused] = takeRecord(first, next, separator)
    ahead.unshift(...unused)
    if (record.text.trim() !== '') yield record
  }
}

/** Joins lines until every quote is closed; when none of the next lines closes it, the first line alone is broken. */
function takeRecord(first: TextLine, next: () => TextLine | undefined, separator: string): [Raw, readonly TextLine[]] {
  const line = first.number
  const taken: TextLine[] = []
  let text = first.text
  let state = scanQuotes(text, separator, 0)
  while (state.is === 'open') {
    const more = taken.length < maxLinesPerRecord && text.length < maxCellChars ? next() : undefined
    if (more === undefined) {
      const problem = 'a quotation mark opens and never closes; close or delete it'
      return [{ line, text: first.text, problem }, taken]
    }
    taken.push(more)
    const joinedAt = text.length + 1
    text = `${text}\n${more.text}`
    state = scanQuotes(text, separator, joinedAt, true)
  }
  if (state.is === 'closed') return [{ line, text }, []]
  const problem = 'text follows a closing quotation mark; double the marks inside a quoted cell'
  return [{ line, text: first.text, problem }, taken]
}

/** Whether the last quoted cell is still open. Starts at `from`, inside a quoted cell when `isInside`. */
function scanQuotes(
  text: string,
  separator: string,
  from: number,
  isInside = false,
): { is: 'open' | 'closed' | 'broken' } {
  let at = from
  let inside = isInside
  while (at <= text.length) {
    if (!inside && text[at] === '"') {
      inside = true
      at += 1
    }
    if (inside) {
      const quote = text.indexOf('"', at)
      if (quote === -1) return { is: 'open' }
      at = quote + 1
      if (text[at] === '"') {
        at += 1
        continue
      }
      inside = false
      if (at < text.length && text[at] !== separator) return { is: 'broken' }
    }
    const cut = text.indexOf(separator, at)
    if (cut === -1) break
    at = cut + 1
  }
  return { is: 'closed' }
}

function* parseBatch(raws: readonly Raw[], separator: string): Generator<CsvRecord> {
  const batch = raws.map((raw) => ({ ...raw, problem: raw.problem ?? problemOf(raw.text, separator) }))
  const parsed = parseTexts(
    batch.filter((raw) => raw.problem === undefined),
    separator,
  )
  for (const { line, text, problem } of batch) {
    const cells = problem === undefined ? parsed.get(line) : undefined
    const isTooLong = cells?.some((cell) => cell.length > maxCellChars) === true
    if (cells !== undefined && !isTooLong) yield { is: 'record', line, text, cells }
    else yield { is: 'broken', line, text: shorten(text), problem: problem ?? (isTooLong ? tooLong : notCsv) }
  }
}

/** What bars a line from being read at all; found before parsing, which is slow on hostile lines. */
function problemOf(text: string, separator: string): string | undefined {
  if (text.includes('\0')) return 'the line holds NUL characters; export the list again'
  for (let start = 0; text.length - start > maxCellChars;) {
    const cut = text.indexOf(separator, start)
    if (cut === -1 || cut - start > maxCellChars) return tooLong
    start = cut + 1
  }
  return undefined
}

/** Cells by line. All at once, for speed; should that fail, one by one. */
function parseTexts(raws: readonly Omit<Raw, 'problem'>[], separator: string): Map<number, readonly string[]> {
  const all = tryParse(raws.map((raw) => raw.text).join('\n'), separator)
  if (all?.length === raws.length) return new Map(raws.map((raw, index) => [raw.line, all[index] ?? []]))
  const cells = new Map<number, readonly string[]>()
  for (const raw of raws) {
    const one = tryParse(raw.text, separator)
    if (one?.[0] !== undefined && one.length === 1) cells.set(raw.line, one[0])
  }
  return cells
}

function tryParse(text: string, separator: string): string[][] | undefined {
  try {
    return parse(text, { delimiter: separator, record_delimiter: '\n', relax_column_count: true, relax_quotes: true })
  } catch {
    return undefined
  }
}
