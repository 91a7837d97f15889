import { Cursor } from '../cursor.ts'
import { textOf } from '../facts.ts'

const maxExtensions = 200

/** A greeting of TLS, as far as names and fingerprints need it. Numbers as written, grease (RFC 8701) included. */
export interface Hello {
  readonly version: number
  /** One in the greeting of a server. */
  readonly ciphers: readonly number[]
  readonly extensions: readonly number[]
  readonly groups: readonly number[]
  readonly pointFormats: readonly number[]
  readonly signatureAlgorithms: readonly number[]
  /** Versions that a client offers, or the one a server chose. */
  readonly versions: readonly number[]
  readonly alpn: readonly Uint8Array[]
  readonly serverName?: string
}

/**
 * RFC 8446 §4.1.2, RFC 5246 §7.4.1.2; over datagrams a cookie stands in it too (RFC 6347 §4.2.1). `body` stands behind the header of the handshake
 * message. Undefined when it is cut.
 */
export function readClientHello(body: Uint8Array, over: 'stream' | 'datagrams' = 'stream'): Hello | undefined {
  const cursor = new Cursor(body)
  const version = cursor.u16()
  cursor.skip(32)
  cursor.skip(cursor.u8())
  if (over === 'datagrams') cursor.skip(cursor.u8())
  const ciphers = numbers(cursor.part(cursor.u16()))
  cursor.skip(cursor.u8())
  return cursor.isShort ? undefined : withExtensions({ version, ciphers }, cursor)
}

/** RFC 8446 §4.1.3, RFC 5246 §7.4.1.3. */
export function readServerHello(body: Uint8Array): Hello | undefined {
  const cursor = new Cursor(body)
  const version = cursor.u16()
  cursor.skip(32)
  cursor.skip(cursor.u8())
  const cipher = cursor.u16()
  cursor.skip(1)
  return cursor.isShort ? undefined : withExtensions({ version, ciphers: [cipher] }, cursor)
}

function withExtensions(start: Pick<Hello, 'version' | 'ciphers'>, cursor: Cursor): Hello | undefined {
  const bodies = new Map<number, Cursor>()
  const extensions: number[] = []
  if (cursor.left > 0) {
    const list = cursor.part(cursor.u16())
    while (list.left > 0 && extensions.length < maxExtensions) {
      const id = list.u16()
      const body = list.part(list.u16())
      if (list.isShort) return undefined
      extensions.push(id)
      if (!bodies.has(id)) bodies.set(id, body)
    }
    if (cursor.isShort) return undefined
  }
  const serverName = readServerName(bodies.get(0))
  return {
    ...start,
    extensions,
    groups: lengthened(bodies.get(10)),
    pointFormats: [...prefixed(bodies.get(11))],
    signatureAlgorithms: lengthened(bodies.get(13)),
    versions: readVersions(bodies.get(43)),
    alpn: readAlpn(bodies.get(16)),
    ...(serverName === undefined ? {} : { serverName }),
  }
}

function numbers(cursor: Cursor): number[] {
  const found: number[] = []
  while (cursor.left >= 2) found.push(cursor.u16())
  return found
}

function lengthened(cursor: Cursor | undefined): number[] {
  return cursor === undefined ? [] : numbers(cursor.part(cursor.u16()))
}

function prefixed(cursor: Cursor | undefined): Uint8Array {
  return cursor === undefined ? new Uint8Array() : cursor.take(cursor.u8())
}

function readVersions(cursor: Cursor | undefined): number[] {
  if (cursor === undefined) return []
  return cursor.left === 2 ? [cursor.u16()] : numbers(cursor.part(cursor.u8()))
}

function readAlpn(cursor: Cursor | undefined): Uint8Array[] {
  if (cursor === undefined) return []
  const list = cursor.part(cursor.u16())
  const names: Uint8Array[] = []
  while (list.left > 0 && names.length < 32) names.push(list.take(list.u8()))
  return names
}

/** RFC 6066 §3: a list of which the first host name counts. */
function readServerName(cursor: Cursor | undefined): string | undefined {
  if (cursor === undefined || cursor.left === 0) return undefined
  cursor.skip(2)
  const type = cursor.u8()
  const name = textOf(cursor.take(cursor.u16()))
  return type === 0 && !cursor.isShort && /^[A-Za-z0-9._-]{1,253}$/.test(name) ? name.toLowerCase() : undefined
}
