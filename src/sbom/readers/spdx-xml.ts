import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { documentIn } from '../spdx/wrapped.ts'
import { spdxXmlFormat } from '../spdx/xml-shape.ts'
import { readXml } from '../xml.ts'

/** SPDX 2.2 and 2.3 in XML; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxXml = {
  id: 'spdx-xml',
  format: 'SPDX XML',
  source: 'https://spdx.github.io/spdx-spec/v2.3/conformance/#44-standard-data-format-requirements',
  recognises: (content) =>
    content.is === 'xml' &&
    /^(?:Spdx)?Document$/.test(content.root.local) &&
    /<(?:spdxVersion|SPDXID)>/.test(content.text),
  read: (reading, content) => {
    const document = content.is === 'xml' ? readXml(reading, content.text, spdxXmlFormat) : undefined
    return (
      document &&
      toSbom({ ...reading, placeOf: document.placeOf }, documentIn(document.fields) ?? document.fields, 'xml')
    )
  },
} as const satisfies SbomReader
