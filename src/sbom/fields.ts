import { placeUnder } from './place.ts'
import type { Limits } from './limits.ts'
import type { ListHints } from './list/layout.ts'
import type { Problems } from './problems.ts'
import type { Place } from './place.ts'

/** An object of a foreign document: any key, any value. Only own keys are read, so `__proto__` and `constructor` are harmless. */
export type Fields = Readonly<Record<string, unknown>>

/** An object and where it stands: a JSON pointer, or `line 214`. */
export interface Entry {
  readonly fields: Fields
  readonly place: Place
}

/** What every step of reading one document shares. */
export interface Reading {
  readonly problems: Problems
  readonly limits: Limits
  /** Where an object stands whose format has lines or rows; a JSON tree has none and is spoken of by pointer. */
  readonly placeOf?: (fields: object) => Place | undefined
  /** What is known of the columns, should the document be a component list. */
  readonly hints?: ListHints
}

/** The value under an own key. */
export function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The document itself, at place '' of a JSON tree. */
export function documentEntry(reading: Reading, fields: Fields): Entry {
  return { fields, place: reading.placeOf?.(fields) ?? '' }
}

/** An object found under `key` of the object at `place`. */
function entryAt(reading: Reading, fields: Fields, place: Place, key: string | number): Entry {
  return { fields, place: reading.placeOf?.(fields) ?? placeUnder(place, key) }
}

/** The text under `key`, as written; undefined when absent or blank. Numbers and booleans become text, with a doubt. */
export function textOf(reading: Reading, { fields, place }: Entry, key: string): string | undefined {
  const value = own(fields, key)
  if (value === undefined) return undefined
  return toText(reading, value, { place, key })
}

/** One value as text, by the same rules as `textOf`. `at.key` names it in messages. */
export function toText(
  reading: Reading,
  value: unknown,
  at: { place: Place; key: string | number },
): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return withinLimit(reading, value, at)
  const where = placeUnder(at.place, at.key)
  if (value === null) {
    reading.problems.doubt(where, `${at.key} is null; read as not stated`)
    return undefined
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    reading.problems.doubt(
      where,
      `${at.key} is the ${typeof value} ${value} where text is expected; kept as "${value}", but 1.10 and 1.1 are the same number`,
    )
    return String(value)
  }
  if (Array.isArray(value) && typeof value[0] === 'string') {
    const severity = value.length > 1 ? 'lost' : 'doubt'
    reading.problems[severity](
      where,
      `${at.key} is a list of ${value.length} where one text is expected; the first is kept`,
    )
    return withinLimit(reading, value[0], at)
  }
  reading.problems.lost(where, `${at.key} is ${kindOf(value)} where text is expected; left out`)
  return undefined
}

function withinLimit(reading: Reading, text: string, at: { place: Place; key: string | number }): string | undefined {
  const { fieldLength } = reading.limits
  if (isBlank(text)) return undefined
  if (text.length <= fieldLength) return text
  reading.problems.lost(
    placeUnder(at.place, at.key),
    `${at.key} is ${text.length} characters long; only the first ${fieldLength} are kept`,
  )
  return text.slice(0, fieldLength)
}

/** Most texts begin with a letter, and need not be trimmed to know. */
function isBlank(text: string): boolean {
  const first = text.charCodeAt(0)
  return !(first > 0x20 && first < 0x7f) && text.trim() === ''
}

/** The list under `key`; a lone value where a list is expected counts as a list of one. */
export function listOf(reading: Reading, { fields, place }: Entry, key: string): readonly unknown[] {
  const value = own(fields, key)
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  if (value === null || value === '') {
    reading.problems.doubt(placeUnder(place, key), `${key} is empty where a list is expected; read as not stated`)
    return []
  }
  reading.problems.doubt(
    placeUnder(place, key),
    `${key} is ${kindOf(value)} where a list is expected; read as a list of one`,
  )
  return [value]
}

/** Lists of what a device is made of: whatever cannot be read there is a component lost. */
const partLists: ReadonlySet<string> = new Set(['components', 'services', 'packages', 'files'])

/** The objects of the list under `key`, each with its place. Anything else in the list is listed as lost. */
export function entriesOf(reading: Reading, entry: Entry, key: string): readonly Entry[] {
  const values = listOf(reading, entry, key)
  const entries: Entry[] = []
  const place = placeUnder(entry.place, key)
  for (const [index, value] of values.entries()) {
    if (isFields(value)) {
      entries.push(entryAt(reading, value, place, index))
      continue
    }
    const note = partLists.has(key) ? reading.problems.gap : reading.problems.lost
    note(placeUnder(place, index), `${key} holds ${kindOf(value)} where an object is expected; left out`)
  }
  return entries
}

/** The texts of the list under `key`. */
export function textsOf(reading: Reading, entry: Entry, key: string): readonly string[] {
  const texts: string[] = []
  const place = placeUnder(entry.place, key)
  for (const [index, value] of listOf(reading, entry, key).entries()) {
    const text = toText(reading, value, { place, key: index })
    if (text !== undefined) texts.push(text)
  }
  return texts
}

/** The object under `key`. */
export function entryOf(reading: Reading, { fields, place }: Entry, key: string): Entry | undefined {
  const value = own(fields, key)
  if (value === undefined) return undefined
  if (isFields(value)) return entryAt(reading, value, place, key)
  if (value === null || value === '')
    reading.problems.doubt(placeUnder(place, key), `${key} is empty where an object is expected; read as not stated`)
  else reading.problems.lost(placeUnder(place, key), `${key} is ${kindOf(value)} where an object is expected; left out`)
  return undefined
}

/** What a value is, in words for a message. */
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
