import type { Content } from '../content.ts'
import { toSbom } from '../cyclonedx/bom.ts'
import { cyclonedxFormat, namespacePrefix } from '../cyclonedx/xml-shape.ts'
import { readXml } from '../xml.ts'
import type { SbomReader } from '../reader.ts'

/** CycloneDX 1.2 to 1.7 in XML. */
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

/** Versions 1.0 and 1.1 are another matter: they are recognised and named, and not read yet. */
function recognises(content: Content): boolean {
  if (content.is !== 'xml' || content.root.local !== 'bom') return false
  const { namespace } = content.root
  return namespace.startsWith(namespacePrefix) && !/\/1\.[01]$/.test(namespace)
}
