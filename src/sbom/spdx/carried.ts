import type { Component, Relation } from '../../model/index.ts'
import { readCarried, readCompleteness, readRelation, withCarried } from '../carried.ts'
import type { Carried, CarriedCompleteness } from '../carried.ts'
import { entriesOf, isFields, own } from '../fields.ts'
import type { Entry, Fields, Reading } from '../fields.ts'
import { toLicenceExpression } from '../licence-text.ts'
import { typeInPlace } from './write-package.ts'

const annotatorStart = 'Tool: Auscult-'
const commentStart = 'auscult: '

/** Facts beside an element, as an annotation (SPDX 2.3 §12). */
export function annotationOf(facts: object, version: string, annotationDate: string): object {
  return {
    annotationDate,
    annotationType: 'OTHER',
    annotator: `${annotatorStart}${version}`,
    comment: `${commentStart}${JSON.stringify(facts)}`,
  }
}

/** What the annotations of an element hold that Auscult wrote. */
function factsBeside(reading: Reading, entry: Entry): readonly Fields[] {
  if (own(entry.fields, 'annotations') === undefined) return []
  return entriesOf(reading, entry, 'annotations').flatMap(({ fields }) => {
    const [annotator, comment] = [own(fields, 'annotator'), own(fields, 'comment')]
    if (typeof annotator !== 'string' || !annotator.startsWith(annotatorStart)) return []
    if (typeof comment !== 'string' || !comment.startsWith(commentStart)) return []
    const facts = fromJson(comment.slice(commentStart.length))
    return isFields(facts) ? [facts] : []
  })
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A package with what an annotation carries. Carried licences count while the expression that is stated is still theirs. */
export function withCarriedFacts(reading: Reading, entry: Entry, component: Component): Component {
  const carried: Carried = {}
  for (const facts of factsBeside(reading, entry))
    for (const [name, value] of Object.entries(facts)) Object.assign(carried, readCarried(reading, name, value))
  if (Object.keys(carried).length === 0) return component
  const { licences = [] } = carried
  const isTheirs = licences.length > 0 && component.licences.join() === toLicenceExpression(licences).expression
  return withCarried(isTheirs ? { ...component, licences } : component, carried, typeInPlace)
}

/** What annotations of the document carry. `hasRoot` is false where it describes things of which none is its root. */
export interface CarriedInDocument {
  readonly hasRoot: boolean
  readonly relations: readonly Relation[]
  readonly completeness: readonly CarriedCompleteness[]
}

export function carriedInDocument(reading: Reading, document: Entry): CarriedInDocument {
  const all = factsBeside(reading, document)
  const listed = (name: string): readonly unknown[] =>
    all.flatMap((facts) => {
      const value = own(facts, name)
      return Array.isArray(value) ? value : []
    })
  return {
    hasRoot: all.every((facts) => own(facts, 'root') !== null),
    relations: listed('relations').flatMap((value) => readRelation(value, reading) ?? []),
    completeness: listed('completeness').flatMap((value) => readCompleteness(value, reading) ?? []),
  }
}
