import type { Relation } from '../../model/index.ts'
import { carriedPrefix, readCompleteness, readRelation } from '../carried.ts'
import type { CarriedCompleteness } from '../carried.ts'
import { entriesOf, own } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import { fromJson } from './properties.ts'
import { edgeName } from './write.ts'

/** What the properties of a document that Auscult wrote say of it as a whole. */
export function carriedIn(
  reading: Reading,
  bom: Entry,
): { readonly relations: readonly Relation[]; readonly completeness: readonly CarriedCompleteness[] } {
  const relations: Relation[] = []
  const completeness: CarriedCompleteness[] = []
  if (own(bom.fields, 'properties') === undefined) return { relations, completeness }
  for (const { fields } of entriesOf(reading, bom, 'properties')) {
    const [name, value] = [own(fields, 'name'), own(fields, 'value')]
    if (name === `${carriedPrefix}relation`) relations.push(...list(readRelation(fromJson(value), reading)))
    if (name === `${carriedPrefix}completeness`) completeness.push(...list(readCompleteness(fromJson(value), reading)))
  }
  return { relations, completeness }
}

function list<T>(one: T | undefined): T[] {
  return one === undefined ? [] : [one]
}

/** Relations as they were before they were written: the carried ones say more of the same edges. */
export function withCarriedRelations(stated: readonly Relation[], carried: readonly Relation[]): Relation[] {
  if (carried.length === 0) return [...stated]
  const edges = new Set(carried.map(edgeName))
  return [...stated.filter((relation) => !edges.has(edgeName(relation))), ...carried]
}
