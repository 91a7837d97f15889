import type { Checklist } from '../checklist.ts'
import { component } from '../component-standing.ts'
import { document, formatFrom } from '../document-standing.ts'

/** The minimum elements of 2021. */
export const ntia: Checklist = {
  id: 'ntia',
  edition: 'NTIA, The Minimum Elements for an SBOM, July 2021',
  source: 'https://www.ntia.gov/report/2021/minimum-elements-software-bill-materials-sbom',
  document: [
    { check: 'author', demand: 'must', clause: 'data fields', standing: document.author },
    { check: 'timestamp', demand: 'must', clause: 'data fields', standing: document.timestamp },
    { check: 'subject', demand: 'must', clause: 'dependency relationship', standing: document.subject },
    {
      check: 'format',
      demand: 'must',
      clause: 'automation support',
      standing: formatFrom({ CycloneDX: '0', SPDX: '0', SWID: '0' }),
    },
    { check: 'completeness', demand: 'must', clause: 'known unknowns', standing: document.completeness },
    { check: 'depth', demand: 'should', clause: 'depth', standing: document.depth },
  ],
  component: [
    { check: 'supplier', demand: 'must', clause: 'data fields', standing: component.supplier },
    { check: 'name', demand: 'must', clause: 'data fields', standing: component.name },
    { check: 'version', demand: 'must', clause: 'data fields', standing: component.version },
    { check: 'identifier', demand: 'must', clause: 'data fields', standing: component.identifier },
    { check: 'relation', demand: 'must', clause: 'dependency relationship', standing: component.relation },
    { check: 'hash', demand: 'should', clause: 'recommended data fields', standing: component.hash },
  ],
}
