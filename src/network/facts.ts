import { observedFields } from '../model/index.ts'
import type { ObservedFact, ObservedField, ObservedSubject } from '../model/index.ts'
import type { Endpoint } from './protocol.ts'

const maxValueLength = 512
/** One message tells no more of one field. */
const maxValues = 64

export type FactsTold = { readonly [Field in ObservedField]?: string | readonly string[] | undefined }

/** Facts in the order of `observedFields`, then by value; without repetition, empty values and control characters; long values are cut after 512. */
export function factsOf(told: FactsTold): ObservedFact[] {
  return observedFields.flatMap((field) => {
    const given = told[field]
    if (given === undefined) return []
    const values = (typeof given === 'string' ? [given] : given).slice(0, maxValues).map(plain)
    return [...new Set(values.filter((value) => value !== ''))].sort().map((value) => ({ field, value }))
  })
}

/** One message may tell the same field in several places. */
export function joinFacts(all: readonly FactsTold[]): FactsTold {
  const fields: Record<string, string[]> = {}
  for (const facts of all) {
    for (const [field, value] of Object.entries(facts)) {
      if (value !== undefined) (fields[field] ??= []).push(...(typeof value === 'string' ? [value] : value))
    }
  }
  return fields
}

export function subjectOf({ mac, ip }: Endpoint): ObservedSubject {
  return { ...(mac === undefined ? {} : { mac }), ...(ip === undefined ? {} : { ip }) }
}

/** Text as it is kept: one line, no control, format or unpaired characters, no outer spaces, at most 512 characters. */
export function plain(text: string): string {
  return text
    .slice(0, 4 * maxValueLength)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, maxValueLength)
    .toWellFormed()
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const latin1 = new TextDecoder('latin1')

/** Bytes of unknown encoding: UTF-8 when they are that, otherwise Windows-1252. */
export function textOf(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return latin1.decode(bytes)
  }
}

const utf16 = new TextDecoder('utf-16le')

export function utf16Of(bytes: Uint8Array): string {
  return utf16.decode(bytes)
}
