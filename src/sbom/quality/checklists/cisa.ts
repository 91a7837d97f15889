import type { Checklist } from '../checklist.ts'
import { component } from '../component-standing.ts'
import { document, formatFrom } from '../document-standing.ts'

/** The minimum elements as CISA proposed them in 2025; the text was a draft, and may change. */
export const cisa: Checklist = {
  id: 'cisa',
  edition: 'CISA, 2025 Minimum Elements for an SBOM, draft of August 2025',
  source: 'https://www.cisa.gov/resources-tools/resources/2025-minimum-elements-software-bill-materials-sbom',
  document: [
    { check: 'author', demand: 'must', clause: 'SBOM author', standing: document.author },
    { check: 'timestamp', demand: 'must', clause: 'timestamp', standing: document.timestamp },
    { check: 'tool', demand: 'must', clause: 'tool name', standing: document.tool },
    { check: 'context', demand: 'must', clause: 'generation context', standing: document.context },
    {
      check: 'format',
      demand: 'must',
      clause: 'automation support',
      standing: formatFrom({ CycloneDX: '0', SPDX: '0' }),
    },
    { check: 'subject', demand: 'must', clause: 'dependency relationship', standing: document.subject },
    { check: 'depth', demand: 'must', clause: 'coverage', standing: document.depth },
    { check: 'completeness', demand: 'must', clause: 'coverage, known unknowns', standing: document.coverage },
  ],
  component: [
    { check: 'supplier', demand: 'must', clause: 'software producer', standing: component.supplier },
    { check: 'name', demand: 'must', clause: 'component name', standing: component.name },
    { check: 'version', demand: 'must', clause: 'component version', standing: component.version },
    { check: 'identifier', demand: 'must', clause: 'software identifiers', standing: component.identifier },
    { check: 'hash', demand: 'must', clause: 'component hash', standing: component.hash },
    { check: 'licence', demand: 'must', clause: 'licence', standing: component.licence },
    { check: 'relation', demand: 'must', clause: 'dependency relationship', standing: component.relation },
  ],
}
