import type { ObservedField } from '../../model/index.ts'
import { textOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Notes } from '../protocol.ts'
import { integerOf, INTEGER, OCTETS, OID, oidText } from './ber.ts'
import type { BerElement } from './ber.ts'
import type { SnmpBinding } from './message.ts'

/**
 * Objects that tell of the device; every other is counted and forgotten, first of all sysContact.
 * Sources: RFC 3418 (system), RFC 1628 (UPS), RFC 3805 (printers), RFC 2790 (installed software).
 */
const scalars: Readonly<Record<string, ObservedField>> = {
  '1.3.6.1.2.1.1.1.0': 'sysDescr',
  '1.3.6.1.2.1.1.2.0': 'sysObjectId',
  '1.3.6.1.2.1.1.5.0': 'hostName',
  '1.3.6.1.2.1.1.6.0': 'location',
  '1.3.6.1.2.1.33.1.1.1.0': 'maker',
  '1.3.6.1.2.1.33.1.1.2.0': 'model',
  '1.3.6.1.2.1.33.1.1.3.0': 'firmwareVersion',
  '1.3.6.1.2.1.43.5.1.1.16.1': 'model',
  '1.3.6.1.2.1.43.5.1.1.17.1': 'serial',
}
const SYS_CONTACT = '1.3.6.1.2.1.1.4.0'
const SYS_UP_TIME = '1.3.6.1.2.1.1.3.0'
const INSTALLED_SOFTWARE = '1.3.6.1.2.1.25.6.3.1.2.'

/** RFC 6933 (ENTITY-MIB): columns of entPhysicalTable. Only row 1 is read, which is the whole device unless its class says otherwise. */
const ENTITY = '1.3.6.1.2.1.47.1.1.1.1.'
const ENTITY_CLASS = '5'
const entityColumns: Readonly<Record<string, ObservedField>> = {
  2: 'model',
  8: 'hardwareVersion',
  9: 'firmwareVersion',
  10: 'softwareVersion',
  11: 'serial',
  12: 'maker',
  13: 'model',
  15: 'assetTag',
}
/** `entPhysicalModelName` is better than `entPhysicalDescr`, which is a sentence. */
const ENTITY_DESCRIPTION = '2'
const wholeDevice: ReadonlySet<number> = new Set([3, 11])

export interface ObjectsTold {
  /** Names and descriptions that somebody may have written by hand. */
  readonly written: FactsTold
  /** What the device has a field of its own for. */
  readonly explicit: FactsTold
}

export function objectsTold(bindings: readonly SnmpBinding[], notes: Notes): ObjectsTold {
  const written: Partial<Record<ObservedField, string[]>> = {}
  const explicit: Partial<Record<ObservedField, string[]>> = {}
  const isWhole = isWholeDevice(bindings)
  for (const { oid, value } of bindings) {
    const field = scalars[oid] ?? (isWhole ? entityField(oid) : undefined) ?? softwareField(oid)
    const text = field === undefined ? '' : textIn(value)
    if (field === undefined || text === '') dropObject(oid, value, notes)
    else if (isWritten(oid)) (written[field] ??= []).push(text)
    else (explicit[field] ??= []).push(text)
  }
  return { written, explicit }
}

function isWritten(oid: string): boolean {
  return oid.startsWith('1.3.6.1.2.1.1.') || oid === `${ENTITY}${ENTITY_DESCRIPTION}.1`
}

function entityField(oid: string): ObservedField | undefined {
  if (!oid.startsWith(ENTITY)) return undefined
  const [column = '', row, ...rest] = oid.slice(ENTITY.length).split('.')
  return row === '1' && rest.length === 0 ? entityColumns[column] : undefined
}

function softwareField(oid: string): ObservedField | undefined {
  return oid.startsWith(INSTALLED_SOFTWARE) ? 'softwareProduct' : undefined
}

/** Unless the same message says that row 1 is a part: a port, a fan, a module. */
function isWholeDevice(bindings: readonly SnmpBinding[]): boolean {
  const told = bindings.find(({ oid }) => oid === `${ENTITY}${ENTITY_CLASS}.1`)?.value
  const kind = told?.tag === INTEGER ? integerOf(told.content) : undefined
  return kind === undefined || wholeDevice.has(kind)
}

/** Text of an octet string, the dotted form of an object identifier; empty when it is another kind, or bytes that are no text. */
function textIn({ tag, content }: BerElement): string {
  if (tag === OID) return oidText(content) ?? ''
  if (tag !== OCTETS) return ''
  const text = textOf(content).replace(/\0+$/, '')
  return /[\0-\x08\x0e-\x1f]/.test(text) ? '' : text
}

/** Empty answers and counters say nothing of anybody. */
function dropObject(oid: string, { tag, content }: BerElement, notes: Notes): void {
  if (oid === SYS_CONTACT) notes.drop('person')
  else if (oid === SYS_UP_TIME) notes.drop('time')
  else if (tag === OCTETS && content.length > 0) notes.drop('text')
}
