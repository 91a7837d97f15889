import { AssociationListener } from '../dicom/listener.ts'
import { looksLikeAssociation, looksLikePdu } from '../dicom/pdu.ts'
import type { Side, StreamProtocol } from '../protocol.ts'

/**
 * DICOM on any port: who associates with whom, by which software, for which services, and what the objects that pass say of the equipment that made
 * them. Read up to the pixels, by a list of allowed tags.
 */
export const dicom: StreamProtocol = {
  id: 'dicom',
  name: 'DICOM',
  source: 'DICOM PS3.8 9.3 (associations, PDUs), PS3.7 6.3 and annex D (commands, negotiation), PS3.5 7 (data sets)',
  secrecy: 'clear',
  over: 'stream',
  ports: [104, 11112, 4242],
  recognises,
  begin: (carrier, notes) => new AssociationListener(carrier, notes),
}

function recognises(bytes: Uint8Array, from: Side): 'yes' | 'no' | 'more' {
  const type = bytes[0]
  if (type === (from === 'client' ? 1 : 2)) {
    if (bytes.length >= 42) return looksLikeAssociation(bytes) ? 'yes' : 'no'
    return bytes.length < 6 || looksLikeAssociation(bytes) ? 'more' : 'no'
  }
  // The capture began when the association was already there: only a command at the beginning of a PDU is proof enough.
  if (type !== 4 || bytes[1] !== 0) return 'no'
  if (bytes.length < 24) return 'more'
  return looksLikePdu(bytes) && beginsCommand(bytes) ? 'yes' : 'no'
}

/** A command begins with its own length: element (0000,0000) of four bytes, implicit little-endian (PS3.7 6.3.1). */
function beginsCommand(bytes: Uint8Array): boolean {
  const isCommand = ((bytes[11] ?? 0) & 1) === 1
  return isCommand && [0, 0, 0, 0, 4, 0, 0, 0].every((byte, index) => bytes[12 + index] === byte)
}
