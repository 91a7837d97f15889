import type { Content } from '../content.ts'
import { toSbom } from '../cyclonedx/bom.ts'
import { own } from '../fields.ts'
import type { SbomReader } from '../reader.ts'

/** CycloneDX 1.2 to 1.7 in JSON. */
export const cyclonedxJson = {
  id: 'cyclonedx-json',
  format: 'CycloneDX JSON',
  source: 'https://cyclonedx.org/docs/1.7/json/',
  recognises,
  read: (reading, content) => (content.is === 'json' ? toSbom(reading, content.fields, 'json') : undefined),
} as const satisfies SbomReader

/** `bomFormat` is required; a document that forgot it, or says another word, still has a `specVersion` or names the schema. */
function recognises(content: Content): boolean {
  if (content.is !== 'json') return false
  const format = own(content.fields, 'bomFormat')
  if (typeof format === 'string' && format.toLowerCase() === 'cyclonedx') return true
  const schema = own(content.fields, '$schema')
  if (typeof schema === 'string' && schema.includes('cyclonedx.org/schema/bom')) return true
  return own(content.fields, 'specVersion') !== undefined && Array.isArray(own(content.fields, 'components'))
}
