import { createHash } from 'node:crypto'
import type { Hello } from './hello.ts'

const serverNameExtension = 0x0000
const alpnExtension = 0x0010
const noFingerprint = '0'.repeat(12)

/** JA3: MD5 over version, ciphers, extensions, groups and point formats in their order, grease left out. It changes when a client shuffles its extensions. */
export function ja3Of(hello: Hello): string {
  const lists = [hello.ciphers, hello.extensions, hello.groups].map((list) => list.filter(isMeant).join('-'))
  return md5([hello.version, ...lists, hello.pointFormats.join('-')].join(','))
}

/** JA3S: MD5 over version, cipher and extensions of the server's greeting. */
export function ja3sOf(hello: Hello): string {
  return md5([hello.version, hello.ciphers.join('-'), hello.extensions.join('-')].join(','))
}

/** What carries a greeting, as JA4 writes it: TCP, QUIC, DTLS. */
export type Ja4Carrier = 't' | 'q' | 'd'

/** JA4 of a client (FoxIO, technical details of JA4): stable when extensions are shuffled, since it sorts them. */
export function ja4Of(hello: Hello, by: Ja4Carrier = 't'): string {
  const ciphers = hello.ciphers.filter(isMeant)
  const extensions = hello.extensions.filter(isMeant)
  const start = [
    by,
    versionName(newest(hello, by)),
    extensions.includes(serverNameExtension) ? 'd' : 'i',
    twoDigits(ciphers.length),
    twoDigits(extensions.length),
    alpnEnds(hello.alpn[0]),
  ].join('')
  const sorted = extensions.filter((id) => id !== serverNameExtension && id !== alpnExtension)
  const signatures = hello.signatureAlgorithms.filter(isMeant)
  const tail = [hexList(sorted, true), ...(signatures.length === 0 ? [] : [hexList(signatures, false)])].join('_')
  return [start, shortSha256(hexList(ciphers, true)), sorted.length === 0 ? noFingerprint : shortSha256(tail)].join('_')
}

/** Numbers that mean something: grease (RFC 8701) is 0x0a0a, 0x1a1a … 0xfafa. */
function isMeant(number: number): boolean {
  return (number & 0x0f0f) !== 0x0a0a || number >>> 8 !== (number & 0xff)
}

/** Versions of DTLS count downwards. */
function newest({ versions, version }: Hello, by: Ja4Carrier): number {
  const offered = versions.filter(isMeant)
  if (offered.length === 0) return version
  return by === 'd' ? Math.min(...offered) : Math.max(...offered)
}

function versionName(version: number): string {
  const names: Record<number, string> = {
    0x0304: '13',
    0x0303: '12',
    0x0302: '11',
    0x0301: '10',
    0x0300: 's3',
    0x0002: 's2',
    0xfeff: 'd1',
    0xfefd: 'd2',
    0xfefc: 'd3',
  }
  return names[version] ?? '00'
}

function twoDigits(count: number): string {
  return String(Math.min(count, 99)).padStart(2, '0')
}

/** First and last letter of the first protocol offered; when one of them is no letter or digit, first and last digit of its hexadecimal form. */
function alpnEnds(name: Uint8Array | undefined): string {
  if (name === undefined || name.length === 0) return '00'
  const text = Buffer.from(name).toString('latin1')
  const ends = (written: string): string => `${written.at(0)}${written.at(-1)}`
  return /^[A-Za-z0-9]{2}$/.test(ends(text)) ? ends(text) : ends(Buffer.from(name).toString('hex'))
}

function hexList(numbers: readonly number[], isSorted: boolean): string {
  const written = numbers.map((number) => number.toString(16).padStart(4, '0'))
  return (isSorted ? written.toSorted() : written).join(',')
}

function shortSha256(text: string): string {
  return text === '' ? noFingerprint : createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
