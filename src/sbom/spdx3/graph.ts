import { isFields } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Place } from '../place.ts'

/** A thing of the graph. Its properties have the names of the model, without the prefixes of profiles and contexts. */
export interface Thing {
  /** Full IRI, or a blank node's name; undefined when the document gives it none. */
  readonly id: string | undefined
  /** Class without prefix: `Package`, `LifecycleScopedRelationship`. */
  readonly type: string
  readonly properties: Map<string, unknown>
  readonly place: Place
}

export interface Graph {
  /** In the order of the file; inline things where they stand. */
  readonly things: readonly Thing[]
  /** The thing that a value leads to, by its id or because it stands there itself. */
  readonly thingOf: (value: unknown) => Thing | undefined
  /** The id that a value leads to; that of an inline thing without one is undefined. */
  readonly idOf: (value: unknown) => string | undefined
}

/**
 * Reads the elements of an SPDX 3 document (JSON-LD; SPDX 3.0.1 §6.2). Any object with a type is a thing, at whatever depth: writers put
 * some in the list and others inline. Contexts are never fetched; what a document's own context abbreviates is spelled out.
 */
export function readGraph(reading: Reading, document: Fields): Graph {
  const prefixes = prefixesOf(document['@context'])
  const inline = new Map<object, Thing>()
  const byId = new Map<string, Thing>()
  const things: Thing[] = []
  const waiting: { value: unknown; place: Place }[] = [{ value: document, place: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, place } = next
    if (Array.isArray(value)) {
      for (let at = value.length - 1; at >= 0; at -= 1) waiting.push({ value: value[at], place: placeUnder(place, at) })
      continue
    }
    if (!isFields(value)) continue
    const thing = toThing(value, place, prefixes)
    if (thing !== undefined) {
      inline.set(value, thing)
      if (thing.id === undefined || !isSaidAlready(reading, byId, thing)) things.push(thing)
    }
    for (const key of Object.keys(value).reverse())
      if (key !== '@context' && typeof value[key] === 'object')
        waiting.push({ value: value[key], place: placeUnder(place, key) })
  }
  const idOf = (value: unknown): string | undefined => {
    if (typeof value === 'string') return spelledOut(value, prefixes)
    return isFields(value) ? (inline.get(value)?.id ?? idIn(value, prefixes)) : undefined
  }
  const thingOf = (value: unknown): Thing | undefined => {
    const id = idOf(value)
    return (id === undefined ? undefined : byId.get(id)) ?? (isFields(value) ? inline.get(value) : undefined)
  }
  return { things, thingOf, idOf }
}

/** Two objects of one id speak of one thing, so what they say adds up; two names mean that two things were mixed up, and both are kept. */
function isSaidAlready(reading: Reading, byId: Map<string, Thing>, thing: Thing): boolean {
  const id = thing.id ?? ''
  const before = byId.get(id)
  if (before === undefined) {
    byId.set(id, thing)
    return false
  }
  const names = [before, thing].map(({ properties }) => properties.get('name'))
  if (before.type !== thing.type || (names[1] !== undefined && names[0] !== names[1])) return false
  for (const [key, value] of thing.properties)
    addUp(reading, before, { key, value, place: placeUnder(thing.place, key) })
  return true
}

/** Lists that were put together here, and so may grow. */
const gathered = new WeakSet<object>()

/** Lists add up; of two texts that differ the first is kept. */
function addUp(
  reading: Reading,
  { id = '', properties }: Thing,
  at: { key: string; value: unknown; place: Place },
): void {
  const { key, value, place } = at
  const before = properties.get(key)
  if (before === undefined) properties.set(key, value)
  else if (typeof before === 'object' || typeof value === 'object') {
    const list =
      typeof before === 'object' && before !== null && gathered.has(before)
        ? (before as unknown[])
        : Array.isArray(before)
          ? [...before]
          : [before]
    for (const one of Array.isArray(value) ? value : [value]) list.push(one)
    gathered.add(list)
    properties.set(key, list)
  } else if (before !== value)
    reading.problems.lost(
      place,
      `"${id.slice(0, 200)}" has stated another ${key.slice(0, 100)} before; the first is kept`,
    )
}

function toThing(fields: Fields, place: Place, prefixes: Prefixes): Thing | undefined {
  const stated = fields['type'] ?? fields['@type']
  const type: unknown = Array.isArray(stated) ? stated[0] : stated
  if (typeof type !== 'string') return undefined
  const properties = new Map<string, unknown>()
  for (const [key, value] of Object.entries(fields)) {
    const name = bareName(key)
    if (!properties.has(name)) properties.set(name, isFields(value) && '@value' in value ? value['@value'] : value)
  }
  return { id: idIn(fields, prefixes), type: bareName(type), properties, place }
}

function idIn(fields: Fields, prefixes: Prefixes): string | undefined {
  const id = fields['spdxId'] ?? fields['@id'] ?? fields['id']
  return typeof id === 'string' && id.trim() !== '' ? spelledOut(id, prefixes) : undefined
}

const names = new Map<string, string>()

/** `software_packageVersion`, `software:packageVersion` and `…/terms/Software/packageVersion` are all `packageVersion`. */
function bareName(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const bare = name
    .slice(-300)
    .replace(/^.*[/#:]/s, '')
    .replace(/^(?:core|software|simplelicensing|expandedlicensing|ai|dataset|build|security|extension)_/i, '')
  if (names.size < 1_000) names.set(name, bare)
  return bare
}

type Prefixes = ReadonlyMap<string, string>

/** Prefixes that the document's own context declares: `{"ex": "https://example.com/"}`. */
function prefixesOf(context: unknown): Prefixes {
  const prefixes = new Map<string, string>()
  for (const one of Array.isArray(context) ? context.slice(0, 100) : [context]) {
    if (!isFields(one)) continue
    for (const [prefix, iri] of Object.entries(one).slice(0, 1_000))
      if (typeof iri === 'string' && !prefix.startsWith('@')) prefixes.set(prefix, iri)
  }
  return prefixes
}

function spelledOut(id: string, prefixes: Prefixes): string {
  const colon = id.indexOf(':')
  const namespace = colon > 0 ? prefixes.get(id.slice(0, colon)) : undefined
  return namespace === undefined ? id : namespace + id.slice(colon + 1)
}

/** The values of a property; a lone one counts as a list of one. */
export function valuesIn(thing: Thing | undefined, key: string): readonly unknown[] {
  const value = thing?.properties.get(key)
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}

/** The text of a property that holds one; a word of a vocabulary without the IRI that it may be written with. */
export function textIn(thing: Thing | undefined, key: string): string | undefined {
  const [value] = valuesIn(thing, key)
  const text = isFields(value) ? (value['@value'] ?? value['@id']) : value
  return typeof text === 'string' ? text.replace(/^https?:\/\/spdx\.org\/rdf\/3[^#]*\/terms\/.*\//, '') : undefined
}
