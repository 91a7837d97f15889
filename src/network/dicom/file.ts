import { Cursor } from '../cursor.ts'
import { plain } from '../facts.ts'
import { deflatedDataSet, plainDataSet } from './data-set.ts'
import type { DataSet } from './data-set.ts'
import type { EquipmentFound } from './equipment.ts'
import { deflatedTransferSyntax } from './messages.ts'

const preambleBytes = 128
/** File meta information is a dozen short elements; private ones may be longer. */
const maxMetaBytes = 64 * 1024
const longVrs = ['OB', 'OW', 'UN', 'UT', 'SQ']

/** Who wrote a file, as its meta information says (PS3.10 7.1). */
export interface FileMeta {
  readonly implementationClassUid: string
  readonly implementationVersionName: string
  /** The application that wrote the file. */
  readonly sourceAe: string
}

/** A file of PS3.10, or one without its preamble or its meta information, whose bytes come piece by piece. */
export class DicomFile {
  private held: Uint8Array = new Uint8Array(0)
  private dataSet: DataSet | undefined
  meta: FileMeta | undefined

  /** `damaged`: what should be meta information or deflated is not. */
  take(bytes: Uint8Array): 'more' | 'enough' | 'damaged' {
    if (this.dataSet !== undefined) return this.dataSet.take(bytes)
    this.held = Buffer.concat([this.held, bytes])
    return this.open('more')
  }

  /** There are no more bytes; undefined when not even the beginning of a data set came. */
  finish(): EquipmentFound | undefined {
    if (this.dataSet === undefined) this.open('end')
    return this.dataSet?.found()
  }

  private open(progress: 'more' | 'end'): 'more' | 'enough' | 'damaged' {
    if (this.held.length < preambleBytes + 4 && progress === 'more') return 'more'
    const start = hasPrefix(this.held) ? preambleBytes + 4 : 0
    const meta = readMeta(this.held.subarray(start))
    if (meta === 'more' && progress === 'more') return this.held.length > maxMetaBytes ? 'damaged' : 'more'
    if (meta === 'more') return 'damaged'
    this.meta = meta
    this.dataSet = meta.transferSyntax === deflatedTransferSyntax ? deflatedDataSet() : plainDataSet()
    const rest = this.held.subarray(start + meta.length)
    this.held = new Uint8Array(0)
    return this.dataSet.take(rest)
  }
}

/** Whether bytes begin a file of PS3.10, or a data set as older software wrote it to disk: its first element of group 2 or 8, in any encoding. */
export function looksLikeFile(head: Uint8Array): boolean {
  if (hasPrefix(head)) return true
  if (head.length < 12) return false
  const isBig = head[0] === 0
  const [group = 0, element] = isBig
    ? [head[1], (head[2] ?? 0) * 256 + (head[3] ?? 0)]
    : [(head[0] ?? 0) + (head[1] ?? 0) * 256, (head[2] ?? 0) + (head[3] ?? 0) * 256]
  if ((group !== 2 && group !== 8) || element > 0x70) return false
  const vr = String.fromCharCode(head[4] ?? 0, head[5] ?? 0)
  const isExplicit = ['UL', 'OB', 'CS', 'UI', 'DA', 'TM', 'SH', 'LO', 'IS'].includes(vr)
  // Implicit: a small and even length.
  const length = new DataView(head.buffer, head.byteOffset).getUint32(4, true)
  return isExplicit || (!isBig && element <= 0x18 && length > 0 && length <= 64 && length % 2 === 0)
}

function hasPrefix(bytes: Uint8Array): boolean {
  return ['D', 'I', 'C', 'M'].every((letter, index) => bytes[preambleBytes + index] === letter.charCodeAt(0))
}

interface MetaRead extends FileMeta {
  readonly transferSyntax: string
  /** Bytes of all elements of group 2. */
  readonly length: number
}

/** Group 2 is explicit little-endian in every file (PS3.10 7.1); its own length, where it is told, is not trusted. */
function readMeta(bytes: Uint8Array): MetaRead | 'more' {
  const values = new Map<number, string>()
  const cursor = new Cursor(bytes)
  for (;;) {
    const length = cursor.position
    if (cursor.left < 2) return 'more'
    if (cursor.u16le() !== 2) return toMeta(values, length)
    const element = cursor.u16le()
    const vr = Buffer.from(cursor.take(2)).toString('latin1')
    if (longVrs.includes(vr)) cursor.skip(2)
    const value = cursor.take(longVrs.includes(vr) ? cursor.u32le() : cursor.u16le())
    if (cursor.isShort) return 'more'
    if (value.length <= 64) values.set(element, plain(Buffer.from(value).toString('latin1')))
  }
}

function toMeta(values: ReadonlyMap<number, string>, length: number): MetaRead {
  return {
    transferSyntax: values.get(0x10) ?? '',
    implementationClassUid: values.get(0x12) ?? '',
    implementationVersionName: values.get(0x13) ?? '',
    sourceAe: values.get(0x16) ?? '',
    length,
  }
}
