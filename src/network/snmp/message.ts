import { BerReader, INTEGER, OCTETS, OID, oidText, SEQUENCE } from './ber.ts'
import type { BerElement } from './ber.ts'

/** Beyond that the bindings of one message are read no further. */
const maxBindings = 256

export const GET = 0xa0
export const GET_NEXT = 0xa1
export const RESPONSE = 0xa2
export const SET = 0xa3
export const TRAP_V1 = 0xa4
export const GET_BULK = 0xa5
export const INFORM = 0xa6
export const TRAP_V2 = 0xa7
export const REPORT = 0xa8

export interface SnmpBinding {
  readonly oid: string
  readonly value: BerElement
}

export interface SnmpMessage {
  /** 0: version 1, 1: version 2c, 3: version 3. */
  readonly version: 0 | 1 | 3
  /** Undefined: encrypted, or unreadable. */
  readonly pdu?: number
  /** Of the agent, when the message tells it (version 3). */
  readonly engineId?: Uint8Array
  readonly hasUser: boolean
  readonly bindings: readonly SnmpBinding[]
  /** Of a trap of version 1: what sent it, and why (RFC 1157 §4.1.6). */
  readonly enterprise?: string
  readonly genericTrap?: number
  /** 0: no error. */
  readonly error?: number
}

/** RFC 1157 §4, RFC 3416 §3, RFC 3412 §6. The community and the user name are never read. Undefined when it is no message of SNMP. */
export function readSnmp(bytes: Uint8Array): SnmpMessage | undefined {
  const message = new BerReader(bytes).take(SEQUENCE)
  if (message === undefined) return undefined
  const reader = new BerReader(message)
  const version = reader.integer()
  if (version === 3) return readVersion3(reader)
  if (version !== 0 && version !== 1) return undefined
  if (reader.take(OCTETS) === undefined) return undefined
  const pdu = reader.next()
  return pdu === undefined ? undefined : { version, hasUser: true, ...readPdu(pdu) }
}

/** Identifier, size, flags and security model; then the parameters of the user-based model (RFC 3414 §2.4); then the content, encrypted or not. */
function readVersion3(reader: BerReader): SnmpMessage | undefined {
  const global = new BerReader(reader.take(SEQUENCE) ?? new Uint8Array())
  global.take(INTEGER)
  global.take(INTEGER)
  const flags = global.take(OCTETS)?.[0] ?? 0
  const model = global.integer()
  const security = reader.take(OCTETS)
  if (global.isShort || security === undefined) return undefined
  const parameters = new BerReader(
    model === 3 ? (new BerReader(security).take(SEQUENCE) ?? new Uint8Array()) : new Uint8Array(),
  )
  const engineId = parameters.take(OCTETS)
  parameters.take(INTEGER)
  parameters.take(INTEGER)
  const hasUser = (parameters.take(OCTETS)?.length ?? 0) > 0
  const head = {
    version: 3,
    hasUser,
    bindings: [],
    ...(engineId === undefined || engineId.length === 0 ? {} : { engineId }),
  } as const
  if ((flags & 2) !== 0) return head
  const scoped = new BerReader(reader.take(SEQUENCE) ?? new Uint8Array())
  scoped.take(OCTETS)
  scoped.take(OCTETS)
  const pdu = scoped.next()
  return pdu === undefined ? head : { ...head, ...readPdu(pdu) }
}

type Pdu = Pick<SnmpMessage, 'pdu' | 'bindings' | 'enterprise' | 'genericTrap' | 'error'>

function readPdu({ tag, content }: BerElement): Pdu & { readonly pdu: number } {
  const reader = new BerReader(content)
  if (tag === TRAP_V1) {
    const enterprise = oidText(reader.take(OID) ?? new Uint8Array())
    reader.next()
    const genericTrap = reader.integer()
    reader.next()
    reader.next()
    const told = {
      ...(enterprise === undefined ? {} : { enterprise }),
      ...(genericTrap === undefined ? {} : { genericTrap }),
    }
    return { pdu: tag, ...told, bindings: bindingsOf(reader) }
  }
  reader.take(INTEGER)
  const error = reader.integer()
  reader.take(INTEGER)
  return { pdu: tag, ...(error === undefined ? {} : { error }), bindings: bindingsOf(reader) }
}

function bindingsOf(pdu: BerReader): SnmpBinding[] {
  const bindings: SnmpBinding[] = []
  const list = new BerReader(pdu.take(SEQUENCE) ?? new Uint8Array())
  while (list.left > 0 && bindings.length < maxBindings) {
    const binding = new BerReader(list.take(SEQUENCE) ?? new Uint8Array())
    const oid = oidText(binding.take(OID) ?? new Uint8Array())
    const value = binding.next()
    if (oid !== undefined && value !== undefined) bindings.push({ oid, value })
  }
  return bindings
}
