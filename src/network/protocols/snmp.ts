import { factsOf, joinFacts, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, DatagramProtocol, Endpoint, Notes } from '../protocol.ts'
import { systemIn } from '../snmp/description.ts'
import { engineFacts, engineMaker } from '../snmp/engine-id.ts'
import { enterpriseOf } from '../snmp/enterprises.ts'
import { GET, GET_BULK, GET_NEXT, INFORM, readSnmp, REPORT, RESPONSE, SET, TRAP_V1, TRAP_V2 } from '../snmp/message.ts'
import type { SnmpMessage } from '../snmp/message.ts'
import { objectsTold } from '../snmp/objects.ts'

/** What agents answer to others' questions: description, name, place, inventory. Communities and users are counted and never read. */
export const snmp: DatagramProtocol = {
  id: 'snmp',
  name: 'SNMP',
  source:
    'RFC 1157 §4, RFC 3416 §3, RFC 3412 §6, RFC 3414 §2.4 (messages); RFC 3411 §5 (engine id); RFC 3418, 6933, 1628, 3805, 2790 (objects)',
  secrecy: 'mixed',
  over: 'datagram',
  ports: [161, 162],
  recognises: isSnmp,
  read: readMessage,
}

const answers: ReadonlySet<number | undefined> = new Set([RESPONSE, REPORT])
const questions: ReadonlySet<number | undefined> = new Set([GET, GET_NEXT, GET_BULK, SET])
const traps: ReadonlySet<number | undefined> = new Set([TRAP_V1, TRAP_V2, INFORM])
/** RFC 1157 §4.1.6.7: 6 is whatever the maker means by it; of the others `enterprise` is the agent's sysObjectID. */
const ENTERPRISE_SPECIFIC = 6

const answersQuestions = factsOf({ role: 'snmp-agent', service: 'snmp/161' })
const asksQuestions = factsOf({ role: 'snmp-manager' })

/** A sequence that begins with the number of a version. */
function isSnmp(bytes: Uint8Array): boolean {
  if (bytes.length < 12 || bytes[0] !== 0x30) return false
  const first = bytes[1] ?? 0
  const at = first < 0x80 ? 2 : 2 + (first & 0x7f)
  if (at > 6 || bytes[at] !== 2 || bytes[at + 1] !== 1) return false
  const version = bytes[at + 2] ?? 9
  return version === 3 ? bytes[at + 3] === 0x30 : version < 2 && bytes[at + 3] === 4
}

function readMessage(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  const message = readSnmp(bytes)
  if (message === undefined) return notes.malformed()
  if (message.hasUser) notes.drop('credential')
  tellEngine(message, carrier, notes)
  if (questions.has(message.pdu)) {
    notes.tell({ subject: subjectOf(carrier.source), facts: asksQuestions, confidence: 'weak' })
    if (message.pdu === SET) notes.drop('text', message.bindings.length)
  } else if (answers.has(message.pdu)) {
    notes.tell({ subject: subjectOf(carrier.source), facts: answersQuestions, confidence: 'strong' })
    if (message.error === 0) tellObjects(message, carrier.source, notes)
  } else if (traps.has(message.pdu)) {
    tellTrap(message, carrier, notes)
  }
}

function tellTrap(message: SnmpMessage, carrier: Carrier, notes: Notes): void {
  const isStandard = message.genericTrap !== undefined && message.genericTrap < ENTERPRISE_SPECIFIC
  if (isStandard && message.enterprise !== undefined)
    tellIdentity({ sysObjectId: message.enterprise }, carrier.source, notes)
  tellObjects(message, carrier.source, notes)
}

function tellObjects(message: SnmpMessage, agent: Endpoint, notes: Notes): void {
  const { written, explicit } = objectsTold(message.bindings, notes)
  tellIdentity(written, agent, notes)
  const facts = factsOf(explicit)
  if (facts.length > 0) notes.tell({ subject: subjectOf(agent), facts, confidence: 'explicit' })
}

/** With the maker that the object identifier names: who makes devices, not the library that answers. */
function tellIdentity(told: FactsTold, agent: Endpoint, notes: Notes): void {
  const facts = factsOf(told)
  if (facts.length === 0) return
  notes.tell({ subject: subjectOf(agent), facts, confidence: 'strong' })
  const system = factsOf(joinFacts([told.sysDescr ?? []].flat().map(systemIn)))
  if (system.length > 0) notes.tell({ subject: subjectOf(agent), facts: system, confidence: 'strong' })
  const enterprises = [told.sysObjectId ?? []].flat().map(enterpriseOf)
  const makers = enterprises.flatMap((enterprise) => (enterprise?.makes === 'devices' ? enterprise.maker : []))
  if (makers.length > 0)
    notes.tell({ subject: subjectOf(agent), facts: factsOf({ maker: makers }), confidence: 'weak' })
}

/** RFC 3414 §1.5.1: the engine named is the one that answers, or that sends a trap, never the one that asks. */
function tellEngine(message: SnmpMessage, { source, destination }: Carrier, notes: Notes): void {
  const told = message.engineId === undefined ? undefined : engineFacts(message.engineId)
  if (told === undefined || message.engineId === undefined) return
  const isAsked =
    message.pdu === undefined ? destination.port === 161 : questions.has(message.pdu) || message.pdu === INFORM
  const subject = isAsked ? (destination.ip === undefined ? {} : { ip: destination.ip }) : subjectOf(source)
  notes.tell({ subject, facts: factsOf(told), confidence: 'strong' })
  const maker = engineMaker(message.engineId)
  if (maker !== '') notes.tell({ subject, facts: factsOf({ maker }), confidence: 'weak' })
}
