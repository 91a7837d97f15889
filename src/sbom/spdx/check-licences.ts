import { collectFaults } from '../faults.ts'
import { isFields, own } from '../fields.ts'
import type { Entry, Fields, Reading } from '../fields.ts'
import { isSpdxExpression, licenceRefsIn } from '../licence-text.ts'
import { placeUnder } from '../place.ts'
import type { Place } from '../place.ts'
import { isStated } from './values.ts'

/** Fields that hold a licence expression, or a list of them (SPDX 2.3 §7.13, 7.14, 7.15, 8.5, 8.6). */
const licenceFields = {
  packages: ['licenseDeclared', 'licenseConcluded', 'licenseInfoFromFiles'],
  files: ['licenseConcluded', 'licenseInfoInFiles'],
} as const

/**
 * Judges each licence expression of a document, after it was read (SPDX 2.3 annex D): one that is none is kept, with a doubt.
 * Where the document lists the licences of its own (§10.1), one that it names and does not list is a doubt too.
 */
export function checkLicences(reading: Reading, document: Entry): void {
  const faults = collectFaults(reading)
  const described = describedIn(document.fields)
  for (const { key, text, at } of expressionsOf(reading, document)) {
    const fault = faultOf(text, described)
    if (fault !== undefined) faults.add({ says: `${key} ${fault.says}`, like: `${key} ${fault.like}`, toDo, at })
  }
  faults.tellRest(document.place)
}

interface Expression {
  readonly key: string
  readonly text: string
  readonly at: () => Place
}

function* expressionsOf(reading: Reading, { fields, place }: Entry): Generator<Expression> {
  for (const kind of ['packages', 'files'] as const) {
    for (const [index, element] of objectsOf(fields, kind).entries()) {
      if (!isFields(element)) continue
      for (const key of licenceFields[kind]) {
        const at = (): Place =>
          placeUnder(reading.placeOf?.(element) ?? placeUnder(placeUnder(place, kind), index), key)
        for (const text of textsOf(element, key)) yield { key, text, at }
      }
    }
  }
}

const toDo = 'kept as written, ask the maker which licence is meant'

function faultOf(
  text: string,
  described: ReadonlySet<string> | undefined,
): { readonly says: string; readonly like: string } | undefined {
  if (!isSpdxExpression(text)) {
    const like = 'is no expression of licences that SPDX lists, such as "MIT OR Apache-2.0"'
    return { says: `${JSON.stringify(text.slice(0, 100))} ${like}`, like }
  }
  const missing = described && licenceRefsIn(text).find((ref) => !described.has(ref))
  if (missing === undefined) return undefined
  const like = 'names a licence of its own, whose text the document does not hold'
  return { says: `${like}: ${missing.slice(0, 100)}`, like }
}

/** Undefined where the document has no such list: not every serialisation keeps it. */
function describedIn(fields: Fields): ReadonlySet<string> | undefined {
  const listed = objectsOf(fields, 'hasExtractedLicensingInfos')
  if (listed.length === 0) return undefined
  return new Set(listed.flatMap((each) => (isFields(each) ? textsOf(each, 'licenseId') : [])))
}

function objectsOf(fields: Fields, key: string): readonly unknown[] {
  const value = own(fields, key)
  return Array.isArray(value) ? value : []
}

function textsOf(fields: Fields, key: string): readonly string[] {
  const value = own(fields, key)
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value]
  return texts.filter((each) => typeof each === 'string').filter((each) => each.trim() !== '' && isStated(each))
}
