import type { ObservedFact } from '../../model/index.ts'
import { tellProducts } from '../banner.ts'
import { isHostName } from '../dns/names.ts'
import { factsOf, subjectOf, textOf } from '../facts.ts'
import type { Endpoint, Notes } from '../protocol.ts'
import { readNtlm, tellNtlm } from '../smb/ntlm.ts'
import { BerReader, lengthOfElement, OCTETS, SEQUENCE } from '../snmp/ber.ts'
import { readNetlogon } from './netlogon.ts'

/** Operations by their application tag (RFC 4511 §4.2–4.12). */
const operations = { bind: 0x60, bound: 0x61, search: 0x63, entry: 0x64 }
/** Those that no connection begins with, but that one whose begin was not captured may hold. */
const others = [0x42, 0x50, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x73, 0x77, 0x78]
const known: ReadonlySet<number> = new Set([...Object.values(operations), ...others])
const SET = 0x31
const isEqual = 0xa3
const allOf = 0xa0
const maxAttributes = 128
const maxFilters = 16

/** An LDAPMessage: a sequence, a number, an operation that exists. */
export function looksLikeLdap(bytes: Uint8Array): boolean {
  const total = lengthOfElement(bytes)
  if (bytes[0] !== SEQUENCE || total === undefined || total < 7) return false
  const at = (bytes[1] ?? 0) < 0x80 ? 2 : 2 + ((bytes[1] ?? 0) & 0x7f)
  const idLength = bytes[at + 1] ?? 0
  return bytes[at] === 2 && idLength >= 1 && idLength <= 4 && known.has(bytes[at + 2 + idLength] ?? 0)
}

export interface LdapEnds {
  readonly source: Endpoint
  readonly notes: Notes
}

/** Tells what a message says of the machine that sent it. Of a directory nothing is read but what a server says of itself. */
export function tellLdap(bytes: Uint8Array, { source, notes }: LdapEnds): void {
  const message = new BerReader(new BerReader(bytes).take(SEQUENCE) ?? new Uint8Array())
  message.next()
  const operation = message.next()
  if (operation === undefined) return notes.malformed()
  const content = new BerReader(operation.content)
  if (operation.tag === operations.bind) tellBind(operation.content, { source, notes })
  else if (operation.tag === operations.bound) tellBound(operation.content, { source, notes })
  else if (operation.tag === operations.search) tellSearch(content, { source, notes })
  else if (operation.tag === operations.entry) tellEntry(content, { source, notes })
}

/** §4.2: version, name, and a password or what a mechanism sends: NTLM stands in it as it is (MS-ADTS §5.1.1.1.2, §5.1.1.1.3). */
function tellBind(bytes: Uint8Array, { source, notes }: LdapEnds): void {
  const content = new BerReader(bytes)
  content.next()
  const name = content.next()
  const proof = content.next()
  if ((name?.content.length ?? 0) > 0) notes.drop('person')
  if (proof !== undefined && proof.content.length > 0) notes.drop('credential')
  notes.tell({ subject: subjectOf(source), facts: factsOf({ role: 'ldap-client' }), confidence: 'strong' })
  tellToken(bytes, { source, notes })
}

function tellBound(bytes: Uint8Array, { source, notes }: LdapEnds): void {
  notes.tell({ subject: subjectOf(source), facts: serving(source), confidence: 'strong' })
  tellToken(bytes, { source, notes })
}

function tellToken(bytes: Uint8Array, { source, notes }: LdapEnds): void {
  const ntlm = readNtlm(bytes)
  if (ntlm !== undefined) tellNtlm(ntlm, { endpoint: source, notes })
}

function serving({ port = 389 }: Endpoint): readonly ObservedFact[] {
  return factsOf({ role: 'ldap-server', service: `ldap/${port}` })
}

/** A machine that looks for its domain controller says its own name: a filter of `DnsDomain`, `Host`, `NtVer` (MS-ADTS §6.3.3.2). */
function tellSearch(content: BerReader, { source, notes }: LdapEnds): void {
  for (let count = 0; count < 6; count += 1) content.next()
  const filter = content.next()
  if (filter?.tag !== allOf) return
  const parts = new BerReader(filter.content)
  const asked = new Map<string, string>()
  for (let count = 0; parts.left > 0 && count < maxFilters; count += 1) {
    const part = parts.next()
    if (part?.tag !== isEqual) continue
    const pair = new BerReader(part.content)
    asked.set(lower(pair.take(OCTETS)), textOf(pair.take(OCTETS) ?? new Uint8Array()))
  }
  if (!asked.has('ntver')) return
  if ((asked.get('user') ?? '') !== '') notes.drop('person')
  const [hostName = '', domain = ''] = [asked.get('host'), asked.get('dnsdomain')?.replace(/\.$/, '')]
  const facts = factsOf({ hostName: isHostName(hostName) ? hostName : '', domain: isHostName(domain) ? domain : '' })
  if (facts.length > 0) notes.tell({ subject: subjectOf(source), facts, confidence: 'strong' })
}

/** The entry without a name is the server's own (RFC 4512 §5.1); any other is somebody or something in the directory. */
function tellEntry(content: BerReader, { source, notes }: LdapEnds): void {
  const name = content.take(OCTETS)
  const list = new BerReader(content.take(SEQUENCE) ?? new Uint8Array())
  if (name === undefined) return notes.malformed()
  if (name.length > 0) return notes.drop('person')
  const told = new Map<string, Uint8Array>()
  for (let count = 0; list.left > 0 && count < maxAttributes; count += 1) {
    const attribute = new BerReader(list.take(SEQUENCE) ?? new Uint8Array())
    const kind = lower(attribute.take(OCTETS))
    const value = new BerReader(attribute.take(SET) ?? new Uint8Array()).take(OCTETS)
    if (value !== undefined) told.set(kind, value)
  }
  tellServer(told, { source, notes })
}

function tellServer(told: ReadonlyMap<string, Uint8Array>, { source, notes }: LdapEnds): void {
  const subject = subjectOf(source)
  const netlogon = readNetlogon(told.get('netlogon') ?? new Uint8Array())
  if (netlogon !== undefined) {
    const { hostName, domain, namesPerson } = netlogon
    if (namesPerson) notes.drop('person')
    notes.tell({ subject, facts: factsOf({ hostName, domain, role: 'domain-controller' }), confidence: 'strong' })
  }
  const text = (kind: string): string => textOf(told.get(kind) ?? new Uint8Array())
  const hostName = isHostName(text('dnshostname')) ? text('dnshostname') : ''
  const domain = domainOf(text('defaultnamingcontext'))
  const [maker, version] = [text('vendorname'), text('vendorversion')]
  const own = factsOf({ hostName, domain, softwareMaker: maker, banner: version })
  if (own.length > 0) notes.tell({ subject, facts: [...own, ...serving(source)], confidence: 'strong' })
  tellProducts(version, { subject, notes })
}

/** `DC=hospital,DC=example` is hospital.example. */
function domainOf(name: string): string {
  const labels = name.split(',').map((part) => /^dc=([\w-]{1,63})$/i.exec(part)?.[1])
  return labels.every((label) => label !== undefined) ? labels.join('.') : ''
}

function lower(bytes: Uint8Array | undefined): string {
  return textOf(bytes ?? new Uint8Array()).toLowerCase()
}
