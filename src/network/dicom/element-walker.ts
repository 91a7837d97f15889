/** Longer values are cut: software versions of real equipment stay below 2 KiB. */
const maxValueBytes = 8 * 1024
/** Of the sequences that are read, one lies in another at most twice. */
const maxOpen = 8
const undefinedLength = 0xffff_ffff
const ITEM = 0xfffe_e000
const ITEM_END = 0xfffe_e00d
const SEQUENCE_END = 0xfffe_e0dd

/** What of a data set is wanted; tags are `group * 0x10000 + element`. */
export interface ElementReader {
  /** Asked for each element that is met outside of what is left out. `stop` ends the reading. */
  readonly wants: (tag: number) => 'value' | 'items' | 'nothing' | 'stop'
  /** The value of a wanted element, cut after 8 KiB. A view, to be read at once. */
  readonly value: (tag: number, bytes: Uint8Array) => void
  readonly beginItem: (sequence: number) => void
  readonly endItem: (sequence: number) => void
}

/** A sequence whose items are read, or one of its items. */
interface Open {
  readonly sequence: number
  readonly isItem: boolean
  /** Position where it ends; undefined when a delimiter ends it. */
  readonly end: number | undefined
  /** The content of a sequence of unknown VR is implicit (PS3.5 6.2.2, note 2). */
  readonly isImplicit: boolean
}

/**
 * Walks the elements of a data set (PS3.5 7) as its bytes come, in any encoding: which one, its first element shows. Holds one header and one wanted
 * value; whatever is not wanted is counted past. Sequences of undefined length inside of it are a number that goes up and down, so that
 * neither lengths that lie nor a million levels cost memory.
 */
export class ElementWalker {
  private readonly header = new Uint8Array(12)
  private headerLength = 0
  private headerNeeds = 8
  private isImplicit: boolean | undefined
  private isBigEndian = false
  private position = 0
  private skip = 0
  private readonly open: Open[] = []
  /** Sequences and items of undefined length that are left out, one in the other. */
  private skippedDepth = 0
  /** The depth at which what is left out became implicit; 0: it did not. */
  private implicitDepth = 0
  private valueTag = 0
  private value = new Uint8Array(0)
  private valueLength = 0
  private isInValue = false
  private isDone = false
  private readonly reader: ElementReader

  constructor(reader: ElementReader) {
    this.reader = reader
  }

  take(bytes: Uint8Array): 'more' | 'enough' {
    let at = 0
    while (at < bytes.length && !this.isDone) at += this.step(bytes, at)
    return this.isDone ? 'enough' : 'more'
  }

  /** Takes at least one byte, or makes progress without. */
  private step(bytes: Uint8Array, at: number): number {
    const left = bytes.length - at
    if (this.isInValue) return this.moved(this.takeValue(bytes, at))
    if (this.skip > 0) {
      const skipped = Math.min(this.skip, left)
      this.skip -= skipped
      return this.moved(skipped)
    }
    if (this.headerLength === 0) this.closeEnded()
    this.header[this.headerLength] = bytes[at] ?? 0
    this.headerLength += 1
    this.position += 1
    if (this.headerLength === this.headerNeeds) this.onHeader()
    return 1
  }

  private moved(count: number): number {
    this.position += count
    return count
  }

  private takeValue(bytes: Uint8Array, at: number): number {
    const part = bytes.subarray(at, at + this.value.length - this.valueLength)
    this.value.set(part, this.valueLength)
    this.valueLength += part.length
    if (this.valueLength === this.value.length) {
      this.isInValue = false
      this.reader.value(this.valueTag, this.value)
    }
    return part.length
  }

  private onHeader(): void {
    this.isImplicit ??= this.learnEncoding()
    const tag = this.u16(0) * 0x10000 + this.u16(2)
    const isShort = this.headerNeeds === 8
    const vr = this.hasVr(tag) ? String.fromCharCode(this.header[4] ?? 0, this.header[5] ?? 0) : ''
    if (isShort && longVrs.has(vr)) {
      this.headerNeeds = 12
      return
    }
    this.headerNeeds = 8
    this.headerLength = 0
    const length = vr === '' ? this.u32(4) : isShort ? this.u16(6) : this.u32(8)
    if (this.skippedDepth > 0) this.leaveOut(tag, vr, length)
    else if (tag === ITEM || tag === ITEM_END || tag === SEQUENCE_END) this.onDelimiter(tag, length)
    else this.onElement(tag, vr, length)
  }

  /** The first element shows it: a VR in capitals or the low bytes of a small length; a group, of which the first is never 0, in one order or the other. */
  private learnEncoding(): boolean {
    this.isBigEndian = this.header[0] === 0 && this.header[1] !== 0
    return !isCapital(this.header[4]) || !isCapital(this.header[5])
  }

  /** Delimiters never have one; equipment that mixes encodings leaves it out of single elements. */
  private hasVr(tag: number): boolean {
    if (Math.floor(tag / 0x10000) === 0xfffe || this.implicitDepth > 0) return false
    if (this.open.at(-1)?.isImplicit ?? this.isImplicit === true) return false
    return isCapital(this.header[4]) && isCapital(this.header[5])
  }

  private onElement(tag: number, vr: string, length: number): void {
    const wish = this.reader.wants(tag)
    if (wish === 'stop') {
      this.isDone = true
    } else if (wish === 'items' && this.open.length < maxOpen) {
      this.enter({ sequence: tag, isItem: false, ...this.spanOf(length, vr === 'UN') })
    } else if (length === undefinedLength) {
      this.skippedDepth = 1
      this.implicitDepth = vr === 'UN' ? 1 : 0
    } else if (wish === 'value' && length > 0) {
      this.valueTag = tag
      this.value = new Uint8Array(Math.min(length, maxValueBytes))
      this.valueLength = 0
      this.isInValue = true
      this.skip = length - this.value.length
    } else {
      this.skip = length
    }
  }

  private spanOf(length: number, isUnknown: boolean): { end: number | undefined; isImplicit: boolean } {
    return {
      end: length === undefinedLength ? undefined : this.position + length,
      isImplicit: isUnknown || (this.open.at(-1)?.isImplicit ?? this.isImplicit === true),
    }
  }

  private onDelimiter(tag: number, length: number): void {
    const within = this.open.at(-1)
    if (tag === ITEM && within?.isItem === false) {
      this.enter({ sequence: within.sequence, isItem: true, ...this.spanOf(length, false) })
    } else if (tag === ITEM) {
      this.skip = length === undefinedLength ? 0 : length
    } else if (within !== undefined) {
      // A sequence that ends ends the item whose own end is missing; an end of an item that is not open says nothing.
      if (within.isItem) this.close()
      if (tag === SEQUENCE_END) this.close()
    }
  }

  private leaveOut(tag: number, vr: string, length: number): void {
    if (tag === ITEM_END || tag === SEQUENCE_END) {
      if (this.implicitDepth === this.skippedDepth) this.implicitDepth = 0
      this.skippedDepth -= 1
    } else if (length === undefinedLength) {
      this.skippedDepth += 1
      if (vr === 'UN' && this.implicitDepth === 0) this.implicitDepth = this.skippedDepth
    } else {
      this.skip = length
    }
  }

  private enter(open: Open): void {
    this.open.push(open)
    if (open.isItem) this.reader.beginItem(open.sequence)
    this.closeEnded()
  }

  private closeEnded(): void {
    for (let last = this.open.at(-1); last?.end !== undefined && this.position >= last.end; last = this.open.at(-1))
      this.close()
  }

  private close(): void {
    const closed = this.open.pop()
    if (closed?.isItem === true) this.reader.endItem(closed.sequence)
  }

  private u16(at: number): number {
    const first = this.header[at] ?? 0
    const second = this.header[at + 1] ?? 0
    return this.isBigEndian ? first * 256 + second : second * 256 + first
  }

  private u32(at: number): number {
    return this.isBigEndian ? this.u16(at) * 0x10000 + this.u16(at + 2) : this.u16(at + 2) * 0x10000 + this.u16(at)
  }
}

/** VRs whose length takes four bytes after two reserved ones (PS3.5 7.1.2). */
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV'])

function isCapital(byte = 0): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
