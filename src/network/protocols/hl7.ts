import { delimitersOf } from '../hl7/fields.ts'
import { Hl7Listener } from '../hl7/listener.ts'
import { START_BLOCK } from '../hl7/segments.ts'
import type { StreamProtocol } from '../protocol.ts'

const beginnings = ['MSH', 'BHS', 'FHS']

/** HL7 v2 on any port, framed (MLLP) or not: applications, their software, and devices where messages tell of devices. */
export const hl7: StreamProtocol = {
  id: 'hl7',
  name: 'HL7 v2',
  source:
    'HL7 v2.9 §2.5 (encoding), §2.14 (MSH, SFT), §7.4 (OBX, PRT), §13.4 (EQU); MLLP release 1; IHE PCD TF-2 (PCD-01, PCD-15)',
  secrecy: 'clear',
  over: 'stream',
  ports: [2575, 6661, 4600, 4601],
  recognises,
  begin: (carrier, notes) => new Hl7Listener(carrier, notes),
}

/** A header segment that announces its delimiters; without a frame only the usual ones are proof enough. */
function recognises(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const isFramed = bytes[0] === START_BLOCK
  const start = bytes.subarray(isFramed ? 1 : 0, isFramed ? 10 : 9)
  const text = Buffer.from(start).toString('latin1')
  const begun = text.slice(0, 3)
  if (!beginnings.some((beginning) => beginning.startsWith(begun))) return 'no'
  if (start.length < 9) return 'more'
  if (isFramed) return delimitersOf(start) === undefined ? 'no' : 'yes'
  return text.slice(3, 8) === '|^~\\&' ? 'yes' : 'no'
}
