import type { Checklist } from '../checklist.ts'
import { component } from '../component-standing.ts'
import { document, formatFrom } from '../document-standing.ts'

/** The technical guideline of the German federal office for information security. "If it exists" is a `should`: nobody can tell from the document. */
export const bsi: Checklist = {
  id: 'bsi',
  edition: 'BSI TR-03183-2, version 2.1.0',
  source: 'https://www.bsi.bund.de/dok/TR-03183-en',
  document: [
    { check: 'format', demand: 'must', clause: '4', standing: formatFrom({ CycloneDX: '1.6', SPDX: '3.0.1' }) },
    { check: 'authorContact', demand: 'must', clause: '5.2.1', standing: document.authorContact },
    { check: 'timestamp', demand: 'must', clause: '5.2.1', standing: document.timestamp },
    { check: 'subject', demand: 'must', clause: '5.1', standing: document.subject },
    { check: 'depth', demand: 'must', clause: '5.1', standing: document.depth },
    { check: 'completeness', demand: 'must', clause: '5.2.2', standing: document.completeness },
    { check: 'documentUri', demand: 'should', clause: '5.2.3', standing: document.documentUri },
    { check: 'noFlaws', demand: 'must', clause: '3.1', standing: document.noFlaws },
  ],
  component: [
    { check: 'supplierContact', demand: 'must', clause: '5.2.2', standing: component.supplierContact },
    { check: 'name', demand: 'must', clause: '5.2.2', standing: component.name },
    { check: 'version', demand: 'must', clause: '5.2.2', standing: component.version },
    { check: 'fileName', demand: 'must', clause: '5.2.2', standing: component.fileName },
    { check: 'relation', demand: 'must', clause: '5.2.2', standing: component.relation },
    { check: 'licence', demand: 'must', clause: '5.2.2', standing: component.licence },
    { check: 'licenceExpression', demand: 'must', clause: '6.1', standing: component.licenceExpression },
    { check: 'deployableHash', demand: 'must', clause: '5.2.2', standing: component.deployableHash },
    { check: 'shape', demand: 'must', clause: '5.2.2', standing: component.shape },
    { check: 'sourceUri', demand: 'should', clause: '5.2.4', standing: component.sourceUri },
    { check: 'deployableUri', demand: 'should', clause: '5.2.4', standing: component.deployableUri },
    { check: 'identifier', demand: 'should', clause: '5.2.4', standing: component.identifier },
  ],
}
