/** Segments that came before their turn wait; more of them mean that what is missing was not captured. */
const maxWaitingSegments = 64
const maxWaitingBytes = 256 * 1024
/** A sequence number so far away belongs to no segment of this connection, or so much was lost that nothing can be made of it. */
const farAway = 64 * 1024 * 1024
/** The other side has confirmed what is missing here so often: it was sent and received, only not captured. */
const confirmations = 3
/** So many far segments in a row, and it is the numbering that was lost. */
const maxStray = 8

interface Segment {
  readonly sequence: number
  readonly bytes: Uint8Array
  /** What the capture cut off at its end. */
  readonly cut: number
}

/** What one side sends, handed on in order. */
export interface Ordered {
  readonly bytes: (bytes: Uint8Array, isSegmentStart: boolean) => void
  readonly gap: (length: number) => void
}

/**
 * Puts the segments of one side in order, modulo 2^32 (RFC 9293 §3.4). Bytes that were handed on, or wait already, win over later ones for the
 * same place: the first captured copy counts.
 */
export class Half {
  /** The sequence number of the next byte; undefined before the first. */
  #next: number | undefined
  #waiting: Segment[] = []
  #waitingBytes = 0
  #confirmed = 0
  #stray = 0

  /** Of the byte after SYN. */
  startAt(sequence: number): void {
    this.#next = sequence | 0
  }

  get waitingBytes(): number {
    return this.#waitingBytes
  }

  take(sequence: number, bytes: Uint8Array, cut: number, on: Ordered): void {
    if (this.#next === undefined) this.#next = sequence
    const ahead = (sequence - this.#next) | 0
    if (ahead > farAway || ahead < -farAway) {
      this.#stray += 1
      if (this.#stray < maxStray) return
      this.#dropWaiting()
      on.gap(ahead > 0 ? ahead : farAway)
      this.#next = sequence
    }
    this.#stray = 0
    if (((sequence - this.#next) | 0) > 0) this.#keep({ sequence, bytes, cut }, on)
    else {
      this.#hand({ sequence, bytes, cut }, on)
      this.#handWaiting(on)
    }
  }

  /** The other side confirms everything before `sequence`. */
  confirm(sequence: number, on: Ordered): void {
    const [first] = this.#waiting
    if (first === undefined || ((sequence - first.sequence) | 0) <= 0) return
    this.#confirmed += 1
    if (this.#confirmed >= confirmations) this.#jump(on)
  }

  /** Hands on everything that waits, with the gaps between. */
  flush(on: Ordered): void {
    while (this.#waiting.length > 0) this.#jump(on)
  }

  #keep(segment: Segment, on: Ordered): void {
    let at = this.#waiting.length
    while (at > 0 && (((this.#waiting[at - 1]?.sequence ?? 0) - segment.sequence) | 0) > 0) at -= 1
    const same = this.#waiting[at - 1]
    if (same?.sequence === segment.sequence && same.bytes.length >= segment.bytes.length) return
    this.#waiting.splice(at, 0, { ...segment, bytes: segment.bytes.slice() })
    this.#waitingBytes += segment.bytes.length
    while (this.#waiting.length > maxWaitingSegments || this.#waitingBytes > maxWaitingBytes) this.#jump(on)
  }

  /** Gives up what is missing before the first that waits. */
  #jump(on: Ordered): void {
    const [first] = this.#waiting
    if (first === undefined || this.#next === undefined) return
    const missing = (first.sequence - this.#next) | 0
    if (missing > 0) {
      on.gap(missing)
      this.#next = first.sequence
    }
    this.#handWaiting(on)
  }

  #handWaiting(on: Ordered): void {
    this.#confirmed = 0
    for (;;) {
      const [first] = this.#waiting
      if (first === undefined || ((first.sequence - (this.#next ?? 0)) | 0) > 0) return
      this.#waiting.shift()
      this.#waitingBytes -= first.bytes.length
      this.#hand(first, on)
    }
  }

  /** Hands on what is new in a segment that begins at or before the next byte. */
  #hand({ sequence, bytes, cut }: Segment, on: Ordered): void {
    const next = this.#next ?? sequence
    const old = (next - sequence) | 0
    if (old < bytes.length) on.bytes(old === 0 ? bytes : bytes.subarray(old), old === 0)
    const end = (sequence + bytes.length) | 0
    const isNewer = ((end - next) | 0) > 0
    if (isNewer) this.#next = end
    const left = (sequence + bytes.length + cut - (this.#next ?? 0)) | 0
    if (cut === 0 || left <= 0) return
    on.gap(left)
    this.#next = (sequence + bytes.length + cut) | 0
  }

  #dropWaiting(): void {
    this.#waiting = []
    this.#waitingBytes = 0
  }
}
