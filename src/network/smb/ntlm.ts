import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf, textOf, utf16Of } from '../facts.ts'
import type { Endpoint, Notes } from '../protocol.ts'

const signature = new TextEncoder().encode('NTLMSSP\0')
const flagUnicode = 0x1
const flagVersion = 0x0200_0000
const maxPairs = 32

/** What an NTLM message tells of the machine that sent it; who logs in is not read. */
export interface NtlmMessage {
  readonly from: 'client' | 'server'
  readonly hostName?: string
  readonly domain?: string
  /** `10.0.17763`; absent when the sender is not Windows (others send no build). */
  readonly osBuild?: string
  readonly namesPerson: boolean
}

/** Reads the first NTLM message in the bytes, wherever it begins (MS-NLMP §2.2.1). Undefined when there is none, or when it is cut. */
export function readNtlm(bytes: Uint8Array): NtlmMessage | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(signature)
  if (start === -1) return undefined
  const message = bytes.subarray(start)
  const type = new Cursor(message.subarray(8)).u32le()
  if (type === 1) return readNegotiate(message)
  if (type === 2) return readChallenge(message)
  return type === 3 ? readAuthenticate(message) : undefined
}

export function tellNtlm(
  message: NtlmMessage,
  { endpoint, notes }: { readonly endpoint: Endpoint; readonly notes: Notes },
): void {
  if (message.namesPerson) notes.drop('person')
  const { hostName, domain, osBuild } = message
  const operatingSystem = osBuild === undefined ? undefined : 'Windows'
  const facts = factsOf({ hostName, domain, osBuild, operatingSystem })
  if (facts.length > 0) notes.tell({ subject: subjectOf(endpoint), facts, confidence: 'strong' })
}

function readNegotiate(message: Uint8Array): NtlmMessage | undefined {
  const cursor = new Cursor(message.subarray(12))
  const flags = cursor.u32le()
  const domain = field(message, cursor)
  const workstation = field(message, cursor)
  if (cursor.isShort) return undefined
  return {
    from: 'client',
    ...(flags & 0x2000 ? named('hostName', textOf(workstation)) : {}),
    ...(flags & 0x1000 ? named('domain', textOf(domain)) : {}),
    ...buildOf(flags, cursor),
    namesPerson: false,
  }
}

function readChallenge(message: Uint8Array): NtlmMessage | undefined {
  const cursor = new Cursor(message.subarray(12))
  cursor.skip(8)
  const flags = cursor.u32le()
  cursor.skip(16)
  if (cursor.isShort) return undefined
  const told = targetInfo(field(message, cursor))
  return { from: 'server', ...told, ...buildOf(flags, cursor), namesPerson: false }
}

function readAuthenticate(message: Uint8Array): NtlmMessage | undefined {
  const cursor = new Cursor(message.subarray(12))
  cursor.skip(16)
  const domain = field(message, cursor)
  const user = field(message, cursor)
  const workstation = field(message, cursor)
  cursor.skip(8)
  const flags = cursor.u32le()
  if (cursor.isShort) return undefined
  const text = flags & flagUnicode ? utf16Of : textOf
  return {
    from: 'client',
    ...named('hostName', text(workstation)),
    ...named('domain', text(domain)),
    ...buildOf(flags, cursor),
    namesPerson: user.length > 0,
  }
}

/** Length, room and offset of a part of the message. */
function field(message: Uint8Array, cursor: Cursor): Uint8Array {
  const length = cursor.u16le()
  cursor.skip(2)
  const offset = cursor.u32le()
  return message.subarray(offset, offset + length)
}

/** Pairs of id and text (MS-NLMP §2.2.2.1): 1 NetBIOS name, 3 DNS name of the computer, 2 and 4 of its domain. */
function targetInfo(bytes: Uint8Array): Pick<NtlmMessage, 'hostName' | 'domain'> {
  const cursor = new Cursor(bytes)
  const pairs = new Map<number, string>()
  for (let count = 0; count < maxPairs; count += 1) {
    const id = cursor.u16le()
    const value = cursor.take(cursor.u16le())
    if (id === 0 || cursor.isShort) break
    pairs.set(id, utf16Of(value))
  }
  return {
    ...named('hostName', pairs.get(3) || pairs.get(1)),
    ...named('domain', pairs.get(4) || pairs.get(2)),
  }
}

/** Major, minor and build of Windows; others fill in a version without build. */
function buildOf(flags: number, cursor: Cursor): Pick<NtlmMessage, 'osBuild'> {
  if ((flags & flagVersion) === 0) return {}
  const [major, minor, build] = [cursor.u8(), cursor.u8(), cursor.u16le()]
  return cursor.isShort || build === 0 || major < 5 || major > 10 ? {} : { osBuild: `${major}.${minor}.${build}` }
}

function named<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined || value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string })
}
