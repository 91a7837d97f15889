import { textOf } from '../facts.ts'

/** Beyond that a message is read no further: real ones hold a few dozen. */
const maxQuestions = 32
const maxRecords = 256
/** RFC 1035 §2.3.4. */
const maxNameLength = 255
const HEADER_LENGTH = 12

export const A = 1
export const PTR = 12
export const HINFO = 13
export const TXT = 16
export const AAAA = 28
export const SRV = 33
export const HTTPS = 65

/** Without the bit that mDNS puts before the class (RFC 6762 §5.4, §10.2). */
export const INTERNET = 1
export const CHAOS = 3

export interface DnsQuestion {
  readonly name: string
  readonly type: number
  readonly class: number
}

export interface DnsRecord extends DnsQuestion {
  /** Where its content lies in the message: names in it may point back into the message. */
  readonly at: number
  readonly length: number
}

export interface DnsMessage {
  readonly bytes: Uint8Array
  readonly isResponse: boolean
  readonly opcode: number
  /** 0: no error. */
  readonly code: number
  readonly questions: readonly DnsQuestion[]
  /** Answers, authorities and additional records, in this order. */
  readonly records: readonly DnsRecord[]
  readonly answers: number
  /** False: the message ended early or broke a rule; what came before is kept. */
  readonly isWhole: boolean
}

/**
 * Reads a message of DNS, mDNS, LLMNR or NetBIOS name service (RFC 1035 §4; RFC 1002 §4.2 keeps its form). Compressed names point backwards only,
 * so that no message runs in a circle; every count has a limit. Undefined when there is not even a header.
 */
export function readDns(bytes: Uint8Array): DnsMessage | undefined {
  if (bytes.length < HEADER_LENGTH) return undefined
  const flags = u16(bytes, 2)
  const questions: DnsQuestion[] = []
  const records: DnsRecord[] = []
  const answers = u16(bytes, 6)
  const asked = u16(bytes, 4)
  const counted = answers + u16(bytes, 8) + u16(bytes, 10)
  const head = {
    bytes,
    isResponse: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    code: flags & 15,
    questions,
    records,
    answers,
  }
  let at = HEADER_LENGTH
  for (let index = 0; index < Math.min(asked, maxQuestions); index += 1) {
    const name = readName(bytes, at)
    if (name === undefined || name.next + 4 > bytes.length) return { ...head, isWhole: false }
    questions.push({ name: name.text, type: u16(bytes, name.next), class: u16(bytes, name.next + 2) & 0x7fff })
    at = name.next + 4
  }
  if (asked > maxQuestions) return { ...head, isWhole: false }
  for (let index = 0; index < Math.min(counted, maxRecords); index += 1) {
    const record = readRecord(bytes, at)
    if (record === undefined) return { ...head, isWhole: false }
    records.push(record)
    at = record.at + record.length
  }
  return { ...head, isWhole: counted <= maxRecords }
}

function readRecord(bytes: Uint8Array, at: number): DnsRecord | undefined {
  const name = readName(bytes, at)
  if (name === undefined || name.next + 10 > bytes.length) return undefined
  const length = u16(bytes, name.next + 8)
  const start = name.next + 10
  if (start + length > bytes.length) return undefined
  return { name: name.text, type: u16(bytes, name.next), class: u16(bytes, name.next + 2) & 0x7fff, at: start, length }
}

/**
 * The name that begins at `at`, labels joined by dots, without the last dot, and where the reading goes on. A pointer leads to an earlier place than
 * the part it ends (RFC 1035 §4.1.4), so each jump goes strictly backwards.
 */
export function readName(bytes: Uint8Array, at: number): { readonly text: string; readonly next: number } | undefined {
  let text = ''
  let length = 0
  let next: number | undefined
  let partBegan = at
  let here = at
  for (;;) {
    const size = bytes[here]
    if (size === undefined) return undefined
    if (size === 0) return { text, next: next ?? here + 1 }
    if (size >= 0xc0) {
      if (here + 1 >= bytes.length) return undefined
      const target = ((size & 0x3f) << 8) | (bytes[here + 1] ?? 0)
      if (target >= partBegan) return undefined
      next ??= here + 2
      partBegan = target
      here = target
      continue
    }
    length += size + 1
    if (size > 63 || here + 1 + size > bytes.length || length > maxNameLength) return undefined
    text += (text === '' ? '' : '.') + labelText(bytes, here + 1, size)
    here += size + 1
  }
}

/** Nearly all labels are ASCII. */
function labelText(bytes: Uint8Array, at: number, size: number): string {
  let text = ''
  for (let index = at; index < at + size; index += 1) {
    const byte = bytes[index] ?? 0
    if (byte >= 0x80) return textOf(bytes.subarray(at, at + size))
    text += String.fromCharCode(byte)
  }
  return text
}

/** The strings of a TXT or HINFO record: each has its length before it. */
export function readStrings({ bytes }: DnsMessage, { at, length }: DnsRecord): string[] {
  const strings: string[] = []
  const end = at + length
  for (let here = at; here < end && strings.length < 64;) {
    const size = bytes[here] ?? 0
    if (here + 1 + size > end) break
    strings.push(textOf(bytes.subarray(here + 1, here + 1 + size)))
    here += 1 + size
  }
  return strings
}

export interface DnsService {
  readonly port: number
  readonly target: string
}

/** RFC 2782: priority, weight, port, target. */
export function readService({ bytes }: DnsMessage, { at, length }: DnsRecord): DnsService | undefined {
  const target = length < 7 ? undefined : readName(bytes, at + 6)
  return target === undefined ? undefined : { port: u16(bytes, at + 4), target: target.text }
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}
