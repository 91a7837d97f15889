import { factsOf, subjectOf, textOf } from '../facts.ts'
import { isHostName } from '../dns/names.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Which host logs, and which program on it. What is logged may be anything, also a patient's name: it is counted and never read. */
export const syslog: DatagramProtocol = {
  id: 'syslog',
  name: 'syslog',
  source: 'RFC 5424 §6 (header); RFC 3164 §4.1 (older form)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [514],
  recognises: (bytes) => priority.test(headOf(bytes)),
  read: readSyslog,
}

/** The header is never longer than these. */
const maxHead = 400
const priority = /^<(?:\d{1,2}|1[0-8]\d|19[01])>/
/** Version, time, host, program. */
const modern = /^<\d{1,3}>1 (\S{1,64}) (\S{1,255}) (\S{1,48}) /
/** `Oct 11 22:14:15 host program[12]:`; many leave out the host. */
const older =
  /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:(\S{1,255}) )?([A-Za-z][\w./-]{0,47})(?:\[[\w.]{1,12}\])?:/

const logs = factsOf({ role: 'syslog-client' })
const collects = factsOf({ role: 'syslog-server', service: 'syslog/514' })

function headOf(bytes: Uint8Array): string {
  return textOf(bytes.subarray(0, maxHead))
}

function readSyslog(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const head = headOf(bytes)
  if (!priority.test(head)) return notes.malformed()
  notes.drop('text')
  notes.tell({ subject: subjectOf(carrier.source), facts: logs, confidence: 'strong' })
  if (carrier.destination.port === 514)
    notes.tell({ subject: subjectOf(carrier.destination), facts: collects, confidence: 'weak' })
  const [hostName, applicationName] = named(head)
  const facts = factsOf({ hostName: hostName ?? '', applicationName: applicationName ?? '' })
  if (facts.length > 0) notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'weak' })
}

/** Host and program; `-` is nothing. The host may be another's: messages are passed on. */
function named(head: string): readonly (string | undefined)[] {
  const [, , host = '', program = ''] = modern.exec(head) ?? []
  if (program !== '')
    return [isHostName(host) ? host : undefined, /^[A-Za-z][\w./-]*$/.test(program) ? program : undefined]
  const [, oldHost = '', oldProgram] = older.exec(head) ?? []
  return [isHostName(oldHost) ? oldHost : undefined, oldProgram]
}
