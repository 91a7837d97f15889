import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'
import { Cursor } from '../cursor.ts'

/** What an Initial packet is protected with: a secret that anybody can compute, so that only who sees the packet can read it (RFC 9001 §5.2). */
interface Version {
  readonly salt: Uint8Array
  readonly labels: string
  /** The two bits of an Initial packet. */
  readonly initialType: number
}

const version1: Version = { salt: hex('38762cf7f55934b34d179ae6a4c80cadccbb7f0a'), labels: 'quic', initialType: 0 }
const version2: Version = { salt: hex('0dede3def700a6db819381be6e269dcbf9bd2ed9'), labels: 'quicv2', initialType: 1 }
const draft29: Version = { salt: hex('afbfec289993d24c9e9786f19c6111e04390a899'), labels: 'quic', initialType: 0 }

/** RFC 9000 §15, RFC 9369 §3; drafts 29 to 32 share their salt. */
const versions: ReadonlyMap<number, Version> = new Map([
  [1, version1],
  [0x6b33_43cf, version2],
  ...[29, 30, 31, 32].map((draft) => [0xff00_0000 + draft, draft29] as const),
])

const tagLength = 16
const maxConnectionId = 20
/** The longest greeting that one datagram can hold. */
const maxCrypto = 4096
const maxFrames = 256

/** A packet with a long header of a version that is known (RFC 9000 §17.2). */
export function looksLikeQuic(bytes: Uint8Array): boolean {
  const cursor = new Cursor(bytes)
  const first = cursor.u8()
  const isKnown = versions.has(cursor.u32())
  const destination = cursor.u8()
  cursor.skip(destination)
  const source = cursor.u8()
  return (first & 0xc0) === 0xc0 && isKnown && destination <= maxConnectionId && source <= maxConnectionId && !cursor.isShort // prettier-ignore
}

/**
 * The handshake bytes in the first packet of a client, in order, as far as this datagram holds them without a gap (RFC 9001 §5, RFC 9000 §19.6). Undefined when it
 * is no client's first packet, or was changed on the way.
 */
export function readInitial(bytes: Uint8Array): Uint8Array | undefined {
  const packet = readHeader(bytes)
  if (packet === undefined) return undefined
  const payload = opened(bytes, packet)
  return payload === undefined ? undefined : cryptoIn(payload)
}

interface Packet {
  readonly version: Version
  readonly connectionId: Uint8Array
  /** Where the packet number stands, which is protected too. */
  readonly numberAt: number
  readonly end: number
}

function readHeader(bytes: Uint8Array): Packet | undefined {
  const cursor = new Cursor(bytes)
  const first = cursor.u8()
  const version = versions.get(cursor.u32())
  if (version === undefined || (first & 0xc0) !== 0xc0 || ((first >> 4) & 3) !== version.initialType) return undefined
  const connectionId = cursor.take(cursor.u8())
  cursor.skip(cursor.u8())
  cursor.skip(variable(cursor))
  const length = variable(cursor)
  const numberAt = cursor.position
  cursor.skip(length)
  const isSound = !cursor.isShort && length >= 4 + tagLength && connectionId.length <= maxConnectionId
  return isSound ? { version, connectionId, numberAt, end: cursor.position } : undefined
}

/** RFC 9000 §16; more than 30 bits are no length of anything here. */
function variable(cursor: Cursor): number {
  const first = cursor.u8()
  if (first < 0x40) return first
  if (first < 0x80) return ((first & 0x3f) << 8) | cursor.u8()
  if (first < 0xc0) return ((first & 0x3f) << 24) | cursor.u24()
  cursor.end()
  return 0
}

/** RFC 9001 §5.3–5.4: the mask over first byte and number comes from what follows them; both are authenticated with the rest. */
function opened(bytes: Uint8Array, { version, connectionId, numberAt, end }: Packet): Uint8Array | undefined {
  const { key, iv, headerKey } = keysOf(connectionId, version)
  const sample = bytes.subarray(numberAt + 4, numberAt + 4 + 16)
  const cipher = createCipheriv('aes-128-ecb', headerKey, null).setAutoPadding(false)
  const mask = cipher.update(sample)
  const header = Buffer.from(bytes.subarray(0, numberAt + 4))
  header[0] = (header[0] ?? 0) ^ ((mask[0] ?? 0) & 0x0f)
  const numberLength = ((header[0] ?? 0) & 3) + 1
  const nonce = Buffer.from(iv)
  for (let index = 0; index < numberLength; index += 1) {
    const byte = (header[numberAt + index] ?? 0) ^ (mask[1 + index] ?? 0)
    header[numberAt + index] = byte
    const at = nonce.length - numberLength + index
    nonce[at] = (nonce[at] ?? 0) ^ byte
  }
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAAD(header.subarray(0, numberAt + numberLength)).setAuthTag(bytes.subarray(end - tagLength, end))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(numberAt + numberLength, end - tagLength)), decipher.final()])
  } catch {
    return undefined // a server's packet, or a damaged one: its tag does not fit
  }
}

interface Keys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
  readonly headerKey: Uint8Array
}

/** Keys of the client (RFC 9001 §5.1–5.2, RFC 9369 §3.3). */
export function keysOf(connectionId: Uint8Array, { salt, labels }: Version = version1): Keys {
  const initial = createHmac('sha256', salt).update(connectionId).digest()
  const secret = expanded(initial, 'client in', 32)
  return {
    key: expanded(secret, `${labels} key`, 16),
    iv: expanded(secret, `${labels} iv`, 12),
    headerKey: expanded(secret, `${labels} hp`, 16),
  }
}

/** HKDF-Expand-Label with no context, up to one block (RFC 8446 §7.1, RFC 5869 §2.3). */
function expanded(secret: Uint8Array, label: string, length: number): Uint8Array {
  const name = Buffer.from(`tls13 ${label}`)
  const info = Buffer.concat([Buffer.of(0, length, name.length), name, Buffer.of(0, 1)])
  return createHmac('sha256', secret).update(info).digest().subarray(0, length)
}

/** Puts CRYPTO frames in order; a client may write them in any, with others between (RFC 9000 §12.4). */
function cryptoIn(payload: Uint8Array): Uint8Array {
  const cursor = new Cursor(payload)
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = []
  for (let count = 0; cursor.left > 0 && count < maxFrames;) {
    const type = cursor.u8()
    if (type === 0) continue
    count += 1
    if (type === 2 || type === 3) skipAck(cursor, type)
    else if (type === 6) {
      const at = variable(cursor)
      parts.push({ at, bytes: cursor.take(variable(cursor)) })
    } else if (type !== 1) break
  }
  const whole = Buffer.alloc(maxCrypto)
  let end = 0
  for (const { at, bytes } of parts.sort((a, b) => a.at - b.at)) {
    if (at > end || at + bytes.length > maxCrypto) break
    whole.set(bytes, at)
    end = Math.max(end, at + bytes.length)
  }
  return whole.subarray(0, end)
}

/** RFC 9000 §19.3. */
function skipAck(cursor: Cursor, type: number): void {
  variable(cursor)
  variable(cursor)
  const ranges = Math.min(variable(cursor), cursor.left)
  variable(cursor)
  for (let count = 0; count < ranges * 2 + (type === 3 ? 3 : 0); count += 1) variable(cursor)
}

function hex(text: string): Uint8Array {
  return Buffer.from(text, 'hex')
}
