import type { SbomReader } from '../reader.ts'
import { toSbom } from '../swid/bom.ts'
import { isSwidNamespace } from '../swid/shape.ts'

/** Software identification tags, ISO/IEC 19770-2:2015: one, or several one after the other. Their binary form, CoSWID, is not read. */
export const swidXml = {
  id: 'swid-xml',
  format: 'SWID',
  source: 'https://csrc.nist.gov/projects/software-identification-swid/guidelines',
  recognises: (content) =>
    content.is === 'xml' && content.root.local === 'SoftwareIdentity' && isSwidNamespace(content.root.namespace),
  read: (reading, content) => (content.is === 'xml' ? toSbom(reading, content.text) : undefined),
} as const satisfies SbomReader
