import { entriesOf, own, textOf } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import { carriedPrefix, readCarried } from '../carried.ts'
import type { Carried } from '../carried.ts'
import { addOnce } from '../identifiers.ts'
import { toDate } from '../dates.ts'
import type { Place } from '../place.ts'

interface PropertyFacts {
  readonly cpes: string[]
  readonly sourcePackages: string[]
  /** What a document that Auscult wrote holds besides. */
  carried: Carried
  sourceVersion?: string
  endOfSupport?: string
}

/** Names under which tools state the source package of a distribution's package, with its name as value. */
const sourceNames: ReadonlySet<string> = new Set([
  'syft:metadata:source',
  'syft:metadata:originPackage',
  'aquasecurity:trivy:SrcName',
])
const sourceVersions: ReadonlySet<string> = new Set(['syft:metadata:sourceVersion', 'aquasecurity:trivy:SrcVersion'])
/** `openssl-1.1.1k-6.el8.src.rpm`: name, version and release in one text. */
const sourceRpms: ReadonlySet<string> = new Set(['syft:metadata:sourceRpm'])
/** The earliest promise counts: support ends at the end of support, and at the end of life at the latest. */
const milestones = ['cdx:lifecycle:milestone:endOfSupport', 'cdx:lifecycle:milestone:endOfLife'] as const

/** Facts that documents state in `properties` for want of a field: CycloneDX's own taxonomy, and those of Syft and Trivy. */
export function factsInProperties(reading: Reading, entry: Entry): PropertyFacts {
  const facts: PropertyFacts = { cpes: [], sourcePackages: [], carried: {} }
  if (own(entry.fields, 'properties') === undefined) return facts
  const ends = new Map<string, string>()
  for (const property of entriesOf(reading, entry, 'properties')) {
    const name = own(property.fields, 'name')
    if (typeof name !== 'string' || !isRead(name)) continue
    if (name.startsWith(carriedPrefix)) {
      const fact = readCarried(reading, name.slice(carriedPrefix.length), fromJson(own(property.fields, 'value')))
      facts.carried = { ...facts.carried, ...fact }
      continue
    }
    const value = textOf(reading, property, 'value')
    if (value === undefined) continue
    if (name.startsWith('cdx:')) addDate(reading, { name, value, place: property.place }, ends)
    else addFact(facts, name, value)
  }
  const end = milestones.map((name) => ends.get(name)).find((date) => date !== undefined)
  if (end !== undefined) facts.endOfSupport = end
  return facts
}

/** A value that is written as JSON; undefined when it is none. */
export function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function isRead(name: string): boolean {
  return (
    name === 'syft:cpe23' ||
    name.startsWith(carriedPrefix) ||
    sourceNames.has(name) ||
    sourceVersions.has(name) ||
    sourceRpms.has(name) ||
    (milestones as readonly string[]).includes(name)
  )
}

function addFact(facts: PropertyFacts, name: string, value: string): void {
  if (name === 'syft:cpe23') addOnce(facts.cpes, value)
  else if (sourceNames.has(name)) addOnce(facts.sourcePackages, value)
  else if (sourceVersions.has(name)) facts.sourceVersion = value
  else addSourceRpm(facts, value)
}

function addSourceRpm(facts: PropertyFacts, value: string): void {
  const parts = value.replace(/\.src\.rpm$/, '').split('-')
  if (parts.length < 3) return addOnce(facts.sourcePackages, value)
  addOnce(facts.sourcePackages, parts.slice(0, -2).join('-'))
  facts.sourceVersion = parts.slice(-2).join('-')
}

function addDate(
  reading: Reading,
  { name, value, place }: { name: string; value: string; place: Place },
  ends: Map<string, string>,
): void {
  const date = toDate(value)
  if (date === undefined)
    reading.problems.lost(place, `${name} "${value.slice(0, 100)}" is no date such as 2030-12-31; left out`)
  else ends.set(name, date)
}
