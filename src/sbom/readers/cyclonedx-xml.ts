import type { Content } from '../content.ts'
import { toSbom } from '../cyclonedx/bom.ts'
import { cyclonedxFormat, namespacePrefix } from '../cyclonedx/xml-shape.ts'
import { readXml } from '../xml.ts'
import type { SbomReader } from '../reader.ts'

/** CycloneDX 1.0 to 1.7 in XML. */
export const cyclonedxXml = {
  id: 'cyclonedx-xml',
  format: 'CycloneDX XML',
  source: 'https://cyclonedx.org/docs/1.7/xml/',
  recognises,
  read: (reading, content) => {
    const document = content.is === 'xml' ? readXml(reading, content.text, cyclonedxFormat) : undefined
    return document && toSbom({ ...reading, placeOf: document.placeOf }, document.fields, 'xml')
  },
} as const satisfies SbomReader

function recognises(content: Content): boolean {
  if (content.is !== 'xml' || content.root.local !== 'bom') return false
  return content.root.namespace.startsWith(namespacePrefix)
}
