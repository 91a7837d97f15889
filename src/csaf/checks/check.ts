import { isFields, own, placeUnder } from '../fields.ts'
import type { Entry, Fields } from '../fields.ts'

/** A fault, where it is, and the clause that it breaks. */
export interface Fault {
  readonly place: string
  readonly message: string
}

/** One mandatory test of CSAF 2.1 as a pure function of the whole document. Source: CSAF 2.1, section 6.1. */
export interface Check {
  /** `6.1.50` */
  readonly clause: string
  readonly run: (root: Entry) => readonly Fault[]
}

/** The text under `key`; undefined for anything else. */
export function textIn(fields: Fields, key: string): string | undefined {
  const value = own(fields, key)
  return typeof value === 'string' ? value : undefined
}

/** The texts of the list under `key`; what is no text is left out. */
export function textsIn(fields: Fields, key: string): readonly string[] {
  const value = own(fields, key)
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** The objects of the list under `key`; what is no object is left out: the reader tells it. */
export function eachOf({ fields, place }: Entry, key: string): readonly Entry[] {
  const value = own(fields, key)
  if (!Array.isArray(value)) return []
  return value.flatMap((each: unknown, index) =>
    isFields(each) ? [{ fields: each, place: placeUnder(placeUnder(place, key), index) }] : [],
  )
}

/** The object under `key`, when it is one. */
export function under({ fields, place }: Entry, key: string): Entry | undefined {
  const value = own(fields, key)
  return isFields(value) ? { fields: value, place: placeUnder(place, key) } : undefined
}

/** `document`, or an empty object in its place. */
export function documentOf(root: Entry): Entry {
  return under(root, 'document') ?? { fields: {}, place: '/document' }
}

/** Every entry of `vulnerabilities[].metrics[]` with its `content`. */
export function metricsOf(vulnerability: Entry): readonly { readonly metric: Entry; readonly content: Entry }[] {
  return eachOf(vulnerability, 'metrics').flatMap((metric) => {
    const content = under(metric, 'content')
    return content === undefined ? [] : [{ metric, content }]
  })
}

/** The document speaks English, or does not say what it speaks: then titles of its notes are prescribed. */
export function isEnglish(root: Entry): boolean {
  const language = textIn(documentOf(root).fields, 'lang')
  return language === undefined || /^en(?:-|$)/i.test(language)
}
