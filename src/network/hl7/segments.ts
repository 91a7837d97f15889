/** Names of persons, results, documents of any size: of one field no more is kept, so that what follows a scanned document is still read. */
const maxFieldBytes = 1024
/** Of one segment. */
const maxSegmentBytes = 16 * 1024
/** The longest name, and one character after it. */
const nameBytes = 4

const CR = 0x0d
const LF = 0x0a
/** Frame of the minimal lower layer protocol: HL7 v2.5.1, appendix C of chapter 2, and "Transport: MLLP, release 1". */
export const START_BLOCK = 0x0b
const END_BLOCK = 0x1c

/** What of a stream of segments is wanted. */
export interface SegmentReader {
  /** Asked with the three letters that begin it: `MSH`. */
  readonly wants: (name: string) => boolean
  /** A wanted segment without its end; fields that are too long are cut. A view, to be read at once. */
  readonly segment: (name: string, bytes: Uint8Array) => void
  /** A message is framed and its frame has ended. */
  readonly endOfBlock: () => void
}

/**
 * Cuts bytes into segments, of any number and length, holding at most one. What is not wanted is passed over without a look; lines may end in CR, as
 * they must, or LF.
 */
export class SegmentCutter {
  private kept = new Uint8Array(256)
  private length = 0
  private fieldLength = 0
  private state: 'name' | 'keeping' | 'passing' = 'name'
  private name = ''
  private fieldSeparator = 0
  private readonly reader: SegmentReader

  constructor(reader: SegmentReader) {
    this.reader = reader
  }

  take(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      const end = this.state === 'passing' ? endFrom(bytes, at) : this.takeUntilEnd(bytes, at)
      if (end < bytes.length && isEnd(bytes[end] ?? 0)) this.onEnd(bytes[end] ?? 0)
      at = end + 1
    }
  }

  /** Bytes are missing: the segment that was being read is none, and what follows is passed over up to the next end. */
  broken(): void {
    this.length = 0
    this.state = 'passing'
  }

  /** There are no more bytes: what is held is the last segment. */
  end(): void {
    this.endSegment()
  }

  /** Where it stopped: at an end, or at the last letter of a name that nobody wants. */
  private takeUntilEnd(bytes: Uint8Array, from: number): number {
    let at = from
    while (at < bytes.length && this.state === 'name' && !isEnd(bytes[at] ?? 0)) {
      this.takeName(bytes[at] ?? 0)
      at += 1
    }
    if (this.state !== 'keeping') return this.state === 'name' ? at : at - 1
    const end = endFrom(bytes, at)
    this.keep(bytes.subarray(at, end))
    return end
  }

  private takeName(byte: number): void {
    this.kept[this.length] = byte
    this.length += 1
    if (this.length < nameBytes) return
    this.name = String.fromCharCode(...this.kept.subarray(0, 3))
    this.fieldSeparator = byte
    this.fieldLength = 0
    this.state = this.reader.wants(this.name) ? 'keeping' : 'passing'
  }

  private keep(bytes: Uint8Array): void {
    const { fieldSeparator } = this
    let { fieldLength, length } = this
    while (this.kept.length < maxSegmentBytes && this.kept.length < length + bytes.length) this.grow()
    const { kept } = this
    for (const byte of bytes) {
      fieldLength = byte === fieldSeparator ? 0 : fieldLength + 1
      if (fieldLength > maxFieldBytes || length >= kept.length) continue
      kept[length] = byte
      length += 1
    }
    this.fieldLength = fieldLength
    this.length = length
  }

  private grow(): void {
    const larger = new Uint8Array(2 * this.kept.length)
    larger.set(this.kept)
    this.kept = larger
  }

  private onEnd(byte: number): void {
    this.endSegment()
    if (byte === END_BLOCK || byte === START_BLOCK) this.reader.endOfBlock()
  }

  private endSegment(): void {
    if (this.state === 'keeping') this.reader.segment(this.name, this.kept.subarray(0, this.length))
    this.length = 0
    this.state = 'name'
  }
}

function endFrom(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && !isEnd(bytes[at] ?? 0)) at += 1
  return at
}

function isEnd(byte: number): boolean {
  return byte === CR || byte === LF || byte === START_BLOCK || byte === END_BLOCK
}
