import { isUtf8 } from 'node:buffer'
import { observedFields } from '../model/index.ts'
import type { ObservedFact, ObservedField, ObservedSubject } from '../model/index.ts'

const maxValueLength = 512
/** One message tells no more of one field. */
const maxValues = 64

export type FactsTold = { readonly [Field in ObservedField]?: string | readonly string[] | undefined }

const placeOf: ReadonlyMap<string, number> = new Map(observedFields.map((field, place) => [field, place]))

/** Facts in the order of `observedFields`, then by value; without repetition, empty values and control characters; long values are cut after 512. */
export function factsOf(told: FactsTold): ObservedFact[] {
  const facts: ObservedFact[] = []
  for (const field of fieldsOf(told)) {
    const given = told[field]
    const values = (typeof given === 'string' ? [given] : (given ?? [])).slice(0, maxValues).map(plain)
    const distinct = values.length < 2 ? values : [...new Set(values)].sort()
    for (const value of distinct) if (value !== '') facts.push({ field, value })
  }
  return facts
}

function fieldsOf(told: FactsTold): readonly ObservedField[] {
  const fields = Object.keys(told).filter((field) => placeOf.has(field)) as ObservedField[]
  return fields.sort((a, b) => (placeOf.get(a) ?? 0) - (placeOf.get(b) ?? 0))
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

/** Who has these addresses, as far as they are known. */
export function subjectOf({
  mac,
  ip,
}: {
  readonly mac?: string | undefined
  readonly ip?: string | undefined
}): ObservedSubject {
  return { ...(mac === undefined ? {} : { mac }), ...(ip === undefined ? {} : { ip }) }
}

/** Anything but printable ASCII with single spaces inside: most texts have none of it. */
const unusual = /[^ -~]| {2}|^ | $/

/** Text as it is kept: one line, no control, format or unpaired characters, no outer spaces, at most 512 characters. */
export function plain(text: string): string {
  if (text.length <= maxValueLength && !unusual.test(text)) return text
  return text
    .slice(0, 4 * maxValueLength)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, maxValueLength)
    .toWellFormed()
}

const windows1252 = new TextDecoder('windows-1252')

/** Bytes of unknown encoding: UTF-8 when they are that, otherwise Windows-1252. */
export function textOf(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) return windows1252.decode(bytes)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
  return text.startsWith(byteOrderMark) ? text.slice(1) : text
}

const byteOrderMark = '\ufeff'

export function utf16Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le')
}
