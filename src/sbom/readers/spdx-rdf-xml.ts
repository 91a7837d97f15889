import type { Content } from '../content.ts'
import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { readRdfDocument } from '../spdx/rdf.ts'

/** SPDX 2.2 and 2.3 in RDF/XML; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxRdfXml = {
  id: 'spdx-rdf-xml',
  format: 'SPDX RDF/XML',
  source: 'https://spdx.github.io/spdx-spec/v2.3/conformance/#44-standard-data-format-requirements',
  recognises,
  read: (reading, content) => {
    const document = content.is === 'xml' ? readRdfDocument(reading, content.text) : undefined
    return document && toSbom({ ...reading, placeOf: document.placeOf }, document.fields, 'rdf-xml')
  },
} as const satisfies SbomReader

/** A graph of SPDX terms that holds a document, a package or a file. Version 1 is recognised elsewhere, and named. */
function recognises(content: Content): boolean {
  if (content.is !== 'xml' || content.root.local !== 'RDF' || !content.text.includes('http://spdx.org/rdf/terms'))
    return false
  if (/specVersion[^<>]{0,200}>\s{0,200}SPDX-1/.test(content.text)) return false
  return (
    /<(?:[\w.-]{1,100}:)?(?:SpdxDocument|Package|File)[\s>]/.test(content.text) ||
    /:type\s[^<>]{0,300}#SpdxDocument["']/.test(content.text)
  )
}
