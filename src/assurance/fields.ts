import type { Problem } from '../model/index.ts'

/** A JSON object of a document, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** What reading one document collects. */
export interface Reading {
  readonly doubt: (place: string, message: string) => void
  readonly lost: (place: string, message: string) => void
  readonly problems: () => readonly Problem[]
}

/** Problems listed one by one; one more counts the rest. */
const mostProblems = 1_000
/** UTF-16 units of one text; the rest of a longer one is cut. */
const mostChars = 16_384

/** More statements than this in one document are left out and told. The largest public ones have some 30,000. */
export const mostStatements = 200_000

/** What `read` makes of each, in order, until there is one more than is kept: a short document can stand for very many statements. */
export function flatUntilMost<T, R>(list: readonly T[], read: (each: T, index: number) => readonly R[]): R[] {
  const all: R[] = []
  for (const [index, each] of list.entries()) {
    for (const one of read(each, index)) all.push(one)
    if (all.length > mostStatements) break
  }
  return all
}

export function collectProblems(): Reading {
  const listed: Problem[] = []
  let unlisted = 0
  const add = (severity: Problem['severity'], place: string, message: string): void => {
    if (listed.length < mostProblems) listed.push({ severity, place, message })
    else unlisted += 1
  }
  const rest = (): Problem => ({
    severity: 'lost',
    place: '/',
    message: `${unlisted} more problems are not listed; mend those first and read the file again`,
  })
  return {
    doubt: (place, message) => add('doubt', place, message),
    lost: (place, message) => add('lost', place, message),
    problems: () => (unlisted === 0 ? listed : [...listed, rest()]),
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object at a name; an empty one where there is none. */
export function fieldsAt(fields: Fields, name: string): Fields {
  const value = fields[name]
  return isFields(value) ? value : {}
}

/** A text without blanks around it; a number as text; undefined when there is none or it is blank. */
export function textAt(fields: Fields, name: string): string | undefined {
  return toText(fields[name])
}

export function toText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return undefined
  const text = value.trim()
  return text === '' ? undefined : text.slice(0, mostChars)
}

/** The list at a name; a single value is a list of one. */
export function listAt(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name]
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as unknown[]) : [value]
}

/** The texts of a list. */
export function textsAt(fields: Fields, name: string): readonly string[] {
  return listAt(fields, name).flatMap((each) => toText(each) ?? [])
}

/** An instant as ISO 8601 in UTC; undefined when the text is none. */
export function instantAt(fields: Fields, name: string): string | undefined {
  const text = textAt(fields, name)
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
