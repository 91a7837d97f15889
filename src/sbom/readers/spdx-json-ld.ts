import type { Content } from '../content.ts'
import { isFields, own } from '../fields.ts'
import type { SbomReader } from '../reader.ts'
import { readSpdx3 } from '../spdx3/document.ts'

/** SPDX 3.0 in JSON-LD, as its serialisation demands it or as other writers of JSON-LD abbreviate it. */
export const spdxJsonLd = {
  id: 'spdx-json-ld',
  format: 'SPDX 3 JSON-LD',
  source: 'https://spdx.github.io/spdx-spec/v3.0.1/',
  recognises,
  read: (reading, content) => (content.is === 'json' ? readSpdx3(reading, content.fields) : undefined),
} as const satisfies SbomReader

function recognises(content: Content): boolean {
  if (content.is !== 'json') return false
  const context = JSON.stringify(own(content.fields, '@context') ?? '')
  if (context.includes('spdx.org/rdf/3') || context.includes('spdx.github.io/spdx-3')) return true
  const graph = own(content.fields, '@graph')
  const [first] = Array.isArray(graph) ? graph : []
  return isFields(first) && /"spdxId"|"SpdxDocument"|spdx\.org\/rdf\/3/.test(JSON.stringify(first))
}
