import type { ListField } from '../../model/index.ts'
import { readText } from '../../tables/index.ts'
import { isCpe, isPurl } from '../identifiers.ts'
import type { TableRow } from './table.ts'

/** So many of the filled cells of a column must look alike, and so many cells there must be. */
const share = 0.8
const fewest = 2

const looks: readonly (readonly [field: ListField, test: (text: string) => boolean])[] = [
  ['purl', isPurl],
  ['cpe', isCpe],
  ['hash', (text) => /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(text)],
  ['version', isVersion],
]

/** `1.0.2k`, `v5.3.1-rc2`, `2:8.39-12`: numbers with dots. A date, an amount or a plain count is none. */
function isVersion(text: string): boolean {
  if (text.length > 60 || /^\d{4}-\d{2}-\d{2}|^\d{1,2}\.\d{1,2}\.\d{4}$/.test(text)) return false
  return /^(?:\d:)?v?\d+\.\d+[\w.+~:-]*$/i.test(text)
}

/** What columns hold by their content alone, by column from 0. `name` is the first column of words when versions are known and no identifier is. */
export function guessByContent(rows: readonly TableRow[]): ReadonlyMap<number, ListField> {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const guessed = new Map<number, ListField>()
  for (let column = 0; column < width; column += 1) {
    const texts = rows.flatMap(({ cells }) => readText(cells[column] ?? '') ?? [])
    const look = texts.length < fewest ? undefined : looks.find(([, test]) => isMostly(texts, test))
    if (look !== undefined && !(look[0] === 'version' && [...guessed.values()].includes('version')))
      guessed.set(column, look[0])
  }
  const name = [...guessed.values()].includes('version') ? firstWords(rows, guessed, width) : undefined
  if (name !== undefined) guessed.set(name, 'name')
  return guessed
}

/** True when the cell is of the look that its column was guessed by: a first row that is not is a row of headers. */
export function fits(field: ListField, cell: string): boolean {
  const text = readText(cell)
  const test = looks.find(([name]) => name === field)?.[1]
  return test === undefined || text === undefined || test(text)
}

function isMostly(texts: readonly string[], test: (text: string) => boolean): boolean {
  return texts.filter(test).length >= texts.length * share
}

function firstWords(
  rows: readonly TableRow[],
  guessed: ReadonlyMap<number, ListField>,
  width: number,
): number | undefined {
  for (let column = 0; column < width; column += 1) {
    if (guessed.has(column)) continue
    const texts = rows.flatMap(({ cells }) => readText(cells[column] ?? '') ?? [])
    const words = texts.filter((text) => /\p{L}{2}/u.test(text) && text.length <= 120)
    const isFilled = texts.length >= rows.length * share
    if (isFilled && words.length >= texts.length * share && new Set(words).size > words.length / 2) return column
  }
  return undefined
}
