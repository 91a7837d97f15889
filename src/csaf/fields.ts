import type { CsafProblem } from './document.ts'

/** An object of a foreign document; only own keys are read, so `__proto__` is harmless. */
export type Fields = Readonly<Record<string, unknown>>

/** An object and where it stands, as a JSON pointer. */
export interface Entry {
  readonly fields: Fields
  readonly place: string
}

/** Collects what a person should know of a document. */
export interface Problems {
  readonly doubt: (place: string, message: string, test?: string) => void
  readonly lost: (place: string, message: string, test?: string) => void
  readonly list: () => readonly CsafProblem[]
}

const maxProblems = 500
const maxTextChars = 20_000

/** An empty collector. After 500 problems the rest is counted. */
export function collectProblems(): Problems {
  const listed: CsafProblem[] = []
  let unlisted = 0
  function add(severity: CsafProblem['severity'], place: string, said: { message: string; test?: string }): void {
    if (listed.length < maxProblems) listed.push({ severity, place: place === '' ? '/' : place, ...said })
    else unlisted += 1
  }
  return {
    doubt: (place, message, test) => add('doubt', place, { message, ...(test !== undefined && { test }) }),
    lost: (place, message, test) => add('lost', place, { message, ...(test !== undefined && { test }) }),
    list: () =>
      unlisted === 0
        ? listed
        : [...listed, { severity: 'lost', place: '/', message: `${unlisted} more problems are not listed one by one` }],
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value under an own key. */
export function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

/** The place of `key` below `place`, escaped as RFC 6901 demands. */
export function placeUnder(place: string, key: string | number): string {
  return `${place}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The text under `key` without what no text holds; undefined when absent, blank or of another kind, which is told. */
export function textOf(problems: Problems, { fields, place }: Entry, key: string): string | undefined {
  const value = own(fields, key)
  if (value === undefined) return undefined
  return toText(problems, value, placeUnder(place, key))
}

function toText(problems: Problems, value: unknown, place: string): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') {
    problems.doubt(place, `a ${typeof value} stands where text is expected; kept as "${value}"`)
    return String(value)
  }
  if (typeof value !== 'string') {
    problems.lost(place, `${kindOf(value)} stands where text is expected; left out`)
    return undefined
  }
  const text = value.replaceAll('\u0000', '').toWellFormed().trim()
  if (text.length <= maxTextChars) return text === '' ? undefined : text
  problems.lost(place, `the text is ${text.length} characters long; only the first ${maxTextChars} are kept`)
  return text.slice(0, maxTextChars).toWellFormed()
}

/** The texts of the list under `key`; a lone text counts as a list of one. */
export function textsOf(problems: Problems, entry: Entry, key: string): readonly string[] {
  const place = placeUnder(entry.place, key)
  const value = own(entry.fields, key)
  if (typeof value === 'string')
    problems.doubt(place, 'one text stands where a list is expected; read as a list of one')
  const values = typeof value === 'string' ? [value] : listOf(problems, entry, key)
  return values
    .map((each, index) => toText(problems, each, placeUnder(place, index)))
    .filter((text) => text !== undefined)
}

/** The objects of the list under `key`, each with its place. */
export function entriesOf(problems: Problems, entry: Entry, key: string): readonly Entry[] {
  const place = placeUnder(entry.place, key)
  const entries: Entry[] = []
  for (const [index, value] of listOf(problems, entry, key).entries()) {
    if (isFields(value)) entries.push({ fields: value, place: placeUnder(place, index) })
    else problems.lost(placeUnder(place, index), `${kindOf(value)} stands where an object is expected; left out`)
  }
  return entries
}

/** The object under `key`; an empty one when there is none. */
export function entryOf(problems: Problems, entry: Entry, key: string): Entry {
  const place = placeUnder(entry.place, key)
  const value = own(entry.fields, key)
  if (isFields(value)) return { fields: value, place }
  if (value !== undefined) problems.lost(place, `${kindOf(value)} stands where an object is expected; left out`)
  return { fields: {}, place }
}

function listOf(problems: Problems, entry: Entry, key: string): readonly unknown[] {
  const value = own(entry.fields, key)
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  problems.lost(placeUnder(entry.place, key), `${kindOf(value)} stands where a list is expected; left out`)
  return []
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** The same object without its undefined fields. */
export function known<T extends object>(fields: T): Known<T> {
  const kept: Partial<T> = {}
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key] !== undefined) kept[key] = fields[key]
  return kept as Known<T>
}
