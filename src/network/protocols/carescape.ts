import { factsOf, subjectOf } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Where a heartbeat repeats the address of its sender: the seventh to the tenth byte. */
const addressAt = 6
/** A heartbeat is small. */
const maxHeartbeat = 1500

/**
 * GE CARESCAPE and Unity networks: a heartbeat on UDP 7000 that repeats its sender's address and says where it stands (`unit|bed`). As the
 * documentation of an alarm gateway describes it; the form itself is not published, so all of it is a hint.
 */
export const carescape: DatagramProtocol = {
  id: 'carescape',
  name: 'GE CARESCAPE network (heartbeat)',
  source: 'Documentation of gateways that listen to it: UDP 7000, bytes 7–10 the address, then unit and bed',
  secrecy: 'clear',
  over: 'datagram',
  ports: [7000],
  recognises,
  read,
}

/** The sender's own address at its place, on that port: one chance in four thousand million. */
function recognises(payload: Uint8Array, { source, destination }: Carrier): boolean {
  if (destination.port !== 7000 || payload.length > maxHeartbeat || payload.length < addressAt + 4) return false
  return [...payload.subarray(addressAt, addressAt + 4)].join('.') === source.ip
}

function read(payload: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (!recognises(payload, carrier)) return
  const text = Buffer.from(payload.subarray(addressAt + 4)).toString('latin1')
  const [, unit, bed] = /([\w -]{1,16})\|([\w -]{1,16})/.exec(text) ?? []
  notes.tell({
    subject: subjectOf(carrier.source),
    facts: factsOf({
      maker: 'GE Healthcare',
      deviceKind: 'patient monitoring',
      location: unit === undefined ? undefined : `${unit.trim()}, ${bed?.trim() ?? ''}`,
    }),
    confidence: 'weak',
  })
}
