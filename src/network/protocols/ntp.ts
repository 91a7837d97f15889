import { readProducts } from '../banner.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Who gives the time and who asks for it; what a server's control answer says of its software. The time itself is not read. */
export const ntp: DatagramProtocol = {
  id: 'ntp',
  name: 'NTP',
  source:
    'RFC 5905 §7.3 (header), §7.3 figure 12 (reference clocks); RFC 9327 §2–3.1 (control messages, system variables)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [123],
  recognises: isNtp,
  read: readNtp,
}

const HEADER_LENGTH = 48
const CONTROL_HEADER_LENGTH = 12
const CLIENT = 3
const SERVER = 4
const BROADCAST = 5
const CONTROL = 6
const READ_VARIABLES = 2

const asksTime = factsOf({ role: 'ntp-client' })
const givesTime = factsOf({ role: 'ntp-server', service: 'ntp/123' })

function isNtp(bytes: Uint8Array, carrier: Carrier): boolean {
  const [first = 0, second = 0] = bytes
  const version = (first >> 3) & 7
  const mode = first & 7
  if (version < 1 || version > 4 || mode === 0) return false
  if (carrier.source.port !== 123 && carrier.destination.port !== 123) return false
  if (mode < CONTROL) return bytes.length >= HEADER_LENGTH && second <= 16
  return mode === CONTROL ? bytes.length >= CONTROL_HEADER_LENGTH : bytes.length >= 8
}

function readNtp(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (!isNtp(bytes, carrier)) return notes.malformed()
  const mode = (bytes[0] ?? 0) & 7
  const subject = subjectOf(carrier.source)
  if (mode === CLIENT) return notes.tell({ subject, facts: asksTime, confidence: 'weak' })
  if (mode === SERVER || mode === BROADCAST) return notes.tell({ subject, facts: givesTime, confidence: 'strong' })
  if (mode === CONTROL) readControl(bytes, carrier, notes)
}

/** An answer to "read variables" of the system: text such as `version="ntpd 4.2.8p10", processor="x86_64", system="Linux/4.4.0"`. */
function readControl(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const second = bytes[1] ?? 0
  const isAnswer = (second & 0xc0) === 0x80
  const association = ((bytes[6] ?? 0) << 8) | (bytes[7] ?? 0)
  if (!isAnswer || (second & 0x1f) !== READ_VARIABLES || association !== 0) return
  const count = ((bytes[10] ?? 0) << 8) | (bytes[11] ?? 0)
  if (CONTROL_HEADER_LENGTH + count > bytes.length) return notes.malformed()
  const variables = textOf(bytes.subarray(CONTROL_HEADER_LENGTH, CONTROL_HEADER_LENGTH + count))
  notes.tell({ subject: subjectOf(carrier.source), facts: [...givesTime], confidence: 'strong' })
  const facts = factsOf(systemVariables(variables))
  if (facts.length > 0) notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'explicit' })
}

function systemVariables(variables: string): FactsTold {
  const version = quoted(variables, 'version')
  const [product] = readProducts(version.split('@', 1)[0] ?? '')
  return {
    banner: version,
    softwareProduct: product?.name,
    softwareProductVersion: product?.version,
    operatingSystem: quoted(variables, 'system').replace('/', ' '),
    hardwareVersion: quoted(variables, 'processor'),
  }
}

/** Quotes are absent in some old servers. */
function quoted(variables: string, name: string): string {
  const at = variables.search(new RegExp(`(?:^|[\\s,])${name}=`))
  if (at < 0) return ''
  const value = variables.slice(variables.indexOf('=', at) + 1)
  return value.startsWith('"') ? value.slice(1).split('"', 1)[0]! : value.split(/[,\r\n]/, 1)[0]!.trim()
}
