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
    while (at < bytes.length) at = this.state === 'passing' ? this.pass(bytes, at) : this.takeByte(bytes[at] ?? 0, at)
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

  private takeByte(byte: number, at: number): number {
    if (isEnd(byte)) this.onEnd(byte)
    else if (this.state === 'name') this.takeName(byte)
    else this.keep(byte)
    return at + 1
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

  private keep(byte: number): void {
    this.fieldLength = byte === this.fieldSeparator ? 0 : this.fieldLength + 1
    if (this.fieldLength > maxFieldBytes || this.length >= maxSegmentBytes) return
    if (this.length === this.kept.length) this.grow()
    this.kept[this.length] = byte
    this.length += 1
  }

  private grow(): void {
    const larger = new Uint8Array(2 * this.kept.length)
    larger.set(this.kept)
    this.kept = larger
  }

  /** Native search: most bytes of a hospital's messages are passed over here. */
  private pass(bytes: Uint8Array, at: number): number {
    const ends = [CR, LF, END_BLOCK, START_BLOCK].map((end) => bytes.indexOf(end, at)).filter((end) => end >= 0)
    if (ends.length === 0) return bytes.length
    const end = Math.min(...ends)
    this.onEnd(bytes[end] ?? 0)
    return end + 1
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

function isEnd(byte: number): boolean {
  return byte === CR || byte === LF || byte === START_BLOCK || byte === END_BLOCK
}
