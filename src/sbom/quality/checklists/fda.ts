import type { Checklist } from '../checklist.ts'
import { component } from '../component-standing.ts'
import { ntia } from './ntia.ts'

/**
 * What the FDA wants of the SBOM of a medical device: the elements of NTIA, and for each component how far it is supported and until when.
 * Its assessment of known flaws is another document.
 */
export const fda: Checklist = {
  id: 'fda',
  edition: 'FDA, Cybersecurity in Medical Devices (section 524B FD&C Act), June 2025',
  source: 'https://www.fda.gov/media/119933/download',
  document: ntia.document.map((line) => ({ ...line, clause: `V.A.4.b: NTIA, ${line.clause}` })),
  component: [
    ...ntia.component.map((line) => ({ ...line, clause: `V.A.4.b: NTIA, ${line.clause}` })),
    { check: 'supportLevel', demand: 'must', clause: 'V.A.4.b: level of support', standing: component.supportLevel },
    { check: 'endOfSupport', demand: 'must', clause: 'V.A.4.b: end-of-support date', standing: component.endOfSupport },
  ],
}
