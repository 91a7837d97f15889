import type { Aggregate, Completeness, Relation } from '../../model/index.ts'
import { entriesOf, isFields, listOf, textOf, toText } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import type { Refs } from '../refs.ts'
import type { Parts } from './parts.ts'
import type { Place } from '../place.ts'

/** Reads `dependencies`: `dependsOn` and, from 1.6, `provides`. Edges to nothing are kept, with a doubt. `needs` are stated within components. */
export function relationsOf(
  reading: Reading,
  bom: Entry,
  { refs, needs }: { refs: Refs; needs: Parts['needs'] },
): Relation[] {
  const relations: Relation[] = []
  const stated = entriesOf(reading, bom, 'dependencies').map((entry) => ({ entry, of: undefined }))
  for (const { entry: dependency, of } of [...stated, ...needs]) {
    const from = textOf(reading, dependency, 'ref') ?? (Object.hasOwn(dependency.fields, 'ref') ? undefined : of)
    if (from === undefined) {
      reading.problems.lost(dependency.place, 'dependency has no ref, so what depends is not known; left out')
      continue
    }
    doubtDangling(reading, refs, { ref: from, place: dependency.place })
    for (const { ref: to } of refsIn(reading, dependency, 'dependsOn', refs))
      relations.push({ from, to, kind: 'dependsOn', label: 'dependsOn' })
    for (const { ref: to } of refsIn(reading, dependency, 'provides', refs))
      relations.push({ from, to, kind: 'other', label: 'provides' })
  }
  return relations
}

/** What `compositions` say: of assemblies (what a part holds), and of dependencies (what it needs). */
export function completenessOf(
  reading: Reading,
  bom: Entry,
  refs: Refs,
): { assemblies: Completeness[]; dependencies: Completeness[] } {
  const assemblies: Completeness[] = []
  const dependencies: Completeness[] = []
  for (const composition of entriesOf(reading, bom, 'compositions')) {
    const aggregate = aggregateOf(reading, composition)
    const named = refsIn(reading, composition, 'assemblies', refs)
    const needed = refsIn(reading, composition, 'dependencies', refs)
    for (const { ref } of named) assemblies.push({ aggregate, assembly: ref })
    for (const { ref } of needed) dependencies.push({ aggregate, assembly: ref })
    if (named.length + needed.length === 0) assemblies.push(...aboutNothing(reading, composition, aggregate))
  }
  return { assemblies, dependencies }
}

/**
 * A composition that names no assembly and no dependency. Gaps that it admits count for the whole document; `complete` does not:
 * completeness proves absence, so it must be stated of something.
 */
function aboutNothing(reading: Reading, composition: Entry, aggregate: Aggregate): readonly Completeness[] {
  const speaksOf = ['vulnerabilities'].some((key) => Object.hasOwn(composition.fields, key))
  if (speaksOf) return []
  if (aggregate !== 'complete') return [{ aggregate }]
  reading.problems.doubt(
    composition.place,
    'composition says "complete" but names no assembly; read as not specified, ask the maker of what it is complete',
  )
  return [{ aggregate: 'notSpecified' }]
}

function aggregateOf(reading: Reading, composition: Entry): Aggregate {
  const stated = textOf(reading, composition, 'aggregate')?.toLowerCase()
  if (stated === 'complete' || stated === 'unknown') return stated
  if (stated === 'not_specified' || stated === undefined) return 'notSpecified'
  if (stated.startsWith('incomplete')) return 'incomplete'
  reading.problems.doubt(
    placeUnder(composition.place, 'aggregate'),
    `aggregate "${stated.slice(0, 100)}" is not one of CycloneDX; read as unknown`,
  )
  return 'unknown'
}

/** References in a list; CycloneDX writes them as texts, some tools as objects with a `ref`. */
function refsIn(reading: Reading, entry: Entry, key: string, refs: Refs): readonly { ref: string }[] {
  const found: { ref: string }[] = []
  const place = placeUnder(entry.place, key)
  for (const [index, value] of listOf(reading, entry, key).entries()) {
    const at = { place, key: index }
    const ref = isFields(value)
      ? textOf(reading, { fields: value, place: placeUnder(place, index) }, 'ref')
      : toText(reading, value, at)
    if (ref === undefined) continue
    doubtDangling(reading, refs, { ref, place: placeUnder(place, index) })
    found.push({ ref })
  }
  return found
}

function doubtDangling(reading: Reading, refs: Refs, { ref, place }: { ref: string; place: Place }): void {
  if (refs.has(ref)) return
  const elsewhere = ref.startsWith('urn:cdx:')
  const reason = elsewhere
    ? 'points into another document, which has to be added too'
    : 'names no component of this document'
  reading.problems.doubt(place, `reference "${ref.slice(0, 200)}" ${reason}; kept`)
}
