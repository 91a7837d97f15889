/** An association request of real equipment stays below 32 KiB; of a longer PDU the first part is read and the rest skipped. */
const maxWholeBytes = 64 * 1024
/** Nobody negotiates PDUs of this size; a longer one is no DICOM, or the reading has lost its place. */
const maxPduLength = 0x1000_0000
const P_DATA = 4
const nothing = new Uint8Array(0)

/** Where one side's PDUs go to. */
export interface PduReader {
  /** A whole PDU that is not P-DATA, without its header; its end may be cut off. */
  readonly whole: (type: number, body: Uint8Array) => void
  /** The next bytes of a fragment; `isEnd`: they end it. Views, to be read at once. */
  readonly fragment: (fragment: Fragment, bytes: Uint8Array, isEnd: boolean) => void
  /** Bytes are missing: the message that was being read cannot be read on. */
  readonly broken: () => void
  readonly malformed: () => void
}

/** PS3.8 9.3.5.1 and annex E: a piece of a command or of a data set. */
export interface Fragment {
  readonly contextId: number
  readonly isCommand: boolean
  readonly isLast: boolean
}

/**
 * Cuts one side of an association into PDUs (PS3.8 9.3) and hands on fragments as they come, so that of an image nothing is ever held. After a
 * gap it counts on where the lengths allow it, and otherwise waits for bytes that look like the beginning of a PDU.
 */
export class PduSide {
  private readonly header = new Uint8Array(6)
  private headerLength = 0
  private type = 0
  /** Bytes of this PDU that are still to come. */
  private left = 0
  private body: Uint8Array = nothing
  private bodyLength = 0
  private isSkipped = false
  private isLost = false
  private readonly item = new Uint8Array(6)
  private itemLength = 0
  private itemLeft = 0
  private fragment: Fragment | undefined
  private readonly reader: PduReader

  constructor(reader: PduReader) {
    this.reader = reader
  }

  take(bytes: Uint8Array): void {
    if (this.isLost && !this.finds(bytes)) return
    let at = 0
    while (at < bytes.length && !this.isLost) {
      if (this.headerLength < 6) {
        this.header[this.headerLength] = bytes[at] ?? 0
        this.headerLength += 1
        at += 1
        if (this.headerLength === 6) this.begin()
      } else {
        at += this.takeOfPdu(bytes, at)
      }
    }
  }

  gap(count: number): void {
    if (this.isLost) return
    this.reader.broken()
    if (this.headerLength < 6 || count > this.left) {
      this.lose()
      return
    }
    this.left -= count
    if (this.fragment !== undefined && count <= this.itemLeft) {
      this.itemLeft -= count
      if (this.itemLeft === 0) this.endFragment()
    } else {
      this.isSkipped = true
    }
    if (this.left === 0) this.endPdu()
  }

  private begin(): void {
    const { header } = this
    this.type = header[0] ?? 0
    this.left = u32(header, 2)
    this.isSkipped = false
    this.bodyLength = 0
    this.itemLength = 0
    this.fragment = undefined
    if (this.type < 1 || this.type > 7 || this.left > maxPduLength) {
      this.reader.malformed()
      this.lose()
      return
    }
    if (this.left === 0) this.endPdu()
  }

  /** How many bytes it took, at least one. */
  private takeOfPdu(bytes: Uint8Array, at: number): number {
    const here = Math.min(this.left, bytes.length - at)
    const taken = this.isSkipped
      ? here
      : this.type === P_DATA
        ? this.takeOfItem(bytes, at, here)
        : this.keep(bytes.subarray(at, at + here))
    this.left -= taken
    if (this.left === 0) this.endPdu()
    return taken
  }

  private takeOfItem(bytes: Uint8Array, at: number, here: number): number {
    if (this.fragment === undefined) {
      this.item[this.itemLength] = bytes[at] ?? 0
      this.itemLength += 1
      if (this.itemLength === 6) this.beginFragment()
      return 1
    }
    const taken = Math.min(here, this.itemLeft)
    this.itemLeft -= taken
    this.reader.fragment(this.fragment, bytes.subarray(at, at + taken), this.itemLeft === 0)
    if (this.itemLeft === 0) this.endFragment()
    return taken
  }

  private beginFragment(): void {
    const length = u32(this.item, 0)
    // The length counts the number of the context and the control header; what it tells must lie within the PDU, of which one byte is not yet counted.
    if (length < 2 || length - 2 > this.left - 1) {
      this.reader.malformed()
      this.reader.broken()
      this.isSkipped = true
      return
    }
    const control = this.item[5] ?? 0
    this.fragment = { contextId: this.item[4] ?? 0, isCommand: (control & 1) === 1, isLast: (control & 2) === 2 }
    this.itemLeft = length - 2
    if (this.itemLeft > 0) return
    this.reader.fragment(this.fragment, this.item.subarray(0, 0), true)
    this.endFragment()
  }

  private endFragment(): void {
    this.fragment = undefined
    this.itemLength = 0
  }

  private keep(bytes: Uint8Array): number {
    const wanted = bytes.subarray(0, maxWholeBytes - this.bodyLength)
    if (this.bodyLength + wanted.length > this.body.length) {
      const length = Math.max(2 * this.body.length, this.bodyLength + wanted.length)
      const larger = new Uint8Array(Math.min(maxWholeBytes, length))
      larger.set(this.body.subarray(0, this.bodyLength))
      this.body = larger
    }
    this.body.set(wanted, this.bodyLength)
    this.bodyLength += wanted.length
    return bytes.length
  }

  private endPdu(): void {
    this.headerLength = 0
    if (this.type === P_DATA) {
      if (this.itemLength > 0 && !this.isSkipped) this.reader.malformed()
      return
    }
    const body = this.body.subarray(0, this.bodyLength)
    this.body = nothing
    if (!this.isSkipped) this.reader.whole(this.type, body)
  }

  private lose(): void {
    this.isLost = true
    this.headerLength = 0
    this.fragment = undefined
  }

  private finds(bytes: Uint8Array): boolean {
    this.isLost = !looksLikePdu(bytes)
    return !this.isLost
  }
}

/** Whether bytes begin with a PDU, told by more than its type: P-DATA whose first fragment fits, or a request, an answer, a release of their exact form. */
export function looksLikePdu(bytes: Uint8Array): boolean {
  if (bytes.length < 10 || bytes[1] !== 0) return false
  const length = u32(bytes, 2)
  if (bytes[0] === P_DATA) {
    const inner = u32(bytes, 6)
    const contextId = bytes[10] ?? 1
    return inner >= 2 && inner + 4 <= length && length <= maxPduLength && contextId % 2 === 1 && (bytes[11] ?? 0) <= 3
  }
  if (bytes[0] === 1 || bytes[0] === 2) return looksLikeAssociation(bytes)
  return (bytes[0] ?? 0) <= 7 && (bytes[0] ?? 0) >= 3 && length === 4
}

/** The first bytes of A-ASSOCIATE-RQ or -AC: the version has its lowest bit set, and the two titles hold no control characters. */
export function looksLikeAssociation(bytes: Uint8Array): boolean {
  const length = u32(bytes, 2)
  if ((bytes[0] !== 1 && bytes[0] !== 2) || bytes[1] !== 0 || length < 68 || length > 0x10_0000) return false
  if (bytes.length >= 8 && ((bytes[7] ?? 0) & 1) === 0) return false
  return bytes.subarray(10, 42).every((byte) => byte === 0 || (byte >= 0x20 && byte !== 0x7f))
}

function u32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  return high * 0x10000 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
}
