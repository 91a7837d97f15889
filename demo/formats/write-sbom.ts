import type { Composition } from '../composition.ts'
import type { DemoFormat } from '../model-version.ts'
import { toCycloneDxJson } from './cyclonedx-json.ts'
import { toCycloneDxXml } from './cyclonedx-xml.ts'
import { toSpdxJson, toSpdxTagValue } from './spdx.ts'

/** A composition in one serialisation, with the end of file name that people give it. */
export function writeSbom(
  composition: Composition,
  format: DemoFormat,
): { readonly text: string; readonly extension: string } {
  switch (format) {
    case 'CycloneDX 1.4 JSON':
      return { text: toCycloneDxJson(composition, '1.4'), extension: 'cdx.json' }
    case 'CycloneDX 1.5 JSON':
      return { text: toCycloneDxJson(composition, '1.5'), extension: 'cdx.json' }
    case 'CycloneDX 1.6 JSON':
      return { text: toCycloneDxJson(composition, '1.6'), extension: 'cdx.json' }
    case 'CycloneDX 1.7 JSON':
      return { text: toCycloneDxJson(composition, '1.7'), extension: 'cdx.json' }
    case 'CycloneDX 1.4 XML':
      return { text: toCycloneDxXml(composition, '1.4'), extension: 'cdx.xml' }
    case 'CycloneDX 1.5 XML':
      return { text: toCycloneDxXml(composition, '1.5'), extension: 'cdx.xml' }
    case 'CycloneDX 1.6 XML':
      return { text: toCycloneDxXml(composition, '1.6'), extension: 'cdx.xml' }
    case 'SPDX 2.2 JSON':
      return { text: toSpdxJson(composition, '2.2'), extension: 'spdx.json' }
    case 'SPDX 2.3 JSON':
      return { text: toSpdxJson(composition, '2.3'), extension: 'spdx.json' }
    case 'SPDX 2.3 tag-value':
      return { text: toSpdxTagValue(composition), extension: 'spdx' }
  }
}
