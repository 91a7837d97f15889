import { ipv4Text, isHostAddress } from '../addresses.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import { decodeNetbiosName, isPlainName, SERVER, WORKSTATION } from '../netbios/name.ts'
import type { Carrier, DatagramProtocol, Notes } from '../protocol.ts'

/** Machines that announce themselves to the network neighbourhood: name, workgroup, version of Windows. Comments are not kept. */
export const browser: DatagramProtocol = {
  id: 'browser',
  name: 'NetBIOS datagrams / Windows browser',
  source:
    'RFC 1002 §4.4 (datagram); MS-CIFS §2.2.4.33 (transaction); MS-BRWS §2.2.1, §2.2.6, §2.2.10 (announcements); MS-SRVS §2.2.2.7 (kinds of server)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [138],
  recognises: (bytes) => bytes.length >= 14 && [0x10, 0x11, 0x12].includes(bytes[0] ?? 0) && bytes[14] === 32,
  read: readDatagram,
}

const HEADER_LENGTH = 14
const NAME_LENGTH = 34
const SMB_AT = HEADER_LENGTH + 2 * NAME_LENGTH
/** Of the transaction, from the beginning of its SMB header. */
const DATA_COUNT_AT = 33 + 22
const DATA_OFFSET_AT = 33 + 24
const TRANSACTION = 0x25
const HOST_ANNOUNCEMENT = 0x01
const DOMAIN_ANNOUNCEMENT = 0x0c
const LOCAL_MASTER_ANNOUNCEMENT = 0x0f

interface Hearing {
  readonly carrier: Carrier
  readonly notes: Notes
}

function readDatagram(bytes: Uint8Array, carrier: Carrier, notes: Notes): void {
  if (bytes.length < HEADER_LENGTH) return notes.malformed()
  if (![0x10, 0x11, 0x12].includes(bytes[0] ?? 0)) return
  if (bytes.length < SMB_AT) return notes.malformed()
  const sender = decodeNetbiosName(textOf(bytes.subarray(HEADER_LENGTH + 1, HEADER_LENGTH + 33)))
  const ip = ipv4Text(bytes, 4) ?? ''
  const isMachine = sender?.suffix === WORKSTATION || sender?.suffix === SERVER
  if (sender !== undefined && isMachine && isPlainName(sender.name) && isHostAddress(ip)) {
    const subject = ip === carrier.source.ip ? subjectOf(carrier.source) : { ip }
    notes.tell({ subject, facts: factsOf({ hostName: sender.name }), confidence: 'strong' })
  }
  readTransaction(bytes.subarray(SMB_AT), { carrier, notes })
}

/** `\MAILSLOT\BROWSE` alone; `\MAILSLOT\NET\NETLOGON` bears names of users. */
function readTransaction(smb: Uint8Array, { carrier, notes }: Hearing): void {
  if (smb.length < 68 || textOf(smb.subarray(1, 4)) !== 'SMB' || smb[0] !== 0xff || smb[4] !== TRANSACTION) return
  const length = u16le(smb, DATA_COUNT_AT)
  const at = u16le(smb, DATA_OFFSET_AT)
  const slot = textOf(smb.subarray(69, Math.min(at, 69 + 32))).replace(/\0[^]*$/, '')
  if (slot.toUpperCase() !== '\\MAILSLOT\\BROWSE') return slot === '' ? undefined : notes.drop('identifier')
  if (at + length > smb.length) return notes.malformed()
  readAnnouncement(smb.subarray(at, at + length), { carrier, notes })
}

function readAnnouncement(frame: Uint8Array, { carrier, notes }: Hearing): void {
  const command = frame[0]
  if (command === DOMAIN_ANNOUNCEMENT) return tellDomain(frame, { carrier, notes })
  if (command !== HOST_ANNOUNCEMENT && command !== LOCAL_MASTER_ANNOUNCEMENT) return
  const cursor = new Cursor(frame.subarray(6))
  const hostName = textOf(cursor.take(16)).replace(/\0[^]*$/, '')
  const version = `${cursor.u8()}.${cursor.u8()}`
  const kinds = cursor.u32le()
  cursor.skip(4)
  if (cursor.isShort || !isPlainName(hostName)) return notes.malformed()
  if (cursor.left > 1) notes.drop('text')
  notes.tell({
    subject: subjectOf(carrier.source),
    facts: factsOf({ hostName, role: rolesOf(kinds) }),
    confidence: 'strong',
  })
  const operatingSystem = systemOf(version, kinds)
  notes.tell({ subject: subjectOf(carrier.source), facts: factsOf({ operatingSystem }), confidence: 'weak' })
}

/** The master browser of a workgroup tells the others of it; the sender is that browser (MS-BRWS §2.2.7). */
function tellDomain(frame: Uint8Array, { carrier, notes }: Hearing): void {
  const domain = textOf(frame.subarray(6, 22)).replace(/\0[^]*$/, '')
  if (frame.length < 32 || !isPlainName(domain)) return notes.malformed()
  const facts = factsOf({ domain, role: 'master-browser' })
  notes.tell({ subject: subjectOf(carrier.source), facts, confidence: 'strong' })
}

const kindsOfServer: readonly (readonly [number, string])[] = [
  [0x4, 'sql-server'],
  [0x8, 'domain-controller'],
  [0x10, 'domain-controller'],
  [0x200, 'print-server'],
  [0x40000, 'master-browser'],
]
const UNIX = 0x800
const NT = 0x1000

function rolesOf(kinds: number): string[] {
  return kindsOfServer.filter(([bit]) => (kinds & bit) !== 0).map(([, role]) => role)
}

/** Samba announces a version of Windows that it is not (smb.conf `announce version`), and says with a bit that it is Unix. */
function systemOf(version: string, kinds: number): string {
  if ((kinds & UNIX) !== 0) return 'Unix (Samba)'
  return (kinds & NT) === 0 && Number.parseInt(version, 10) < 5 ? `Windows ${version}` : `Windows NT ${version}`
}

function u16le(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}
