/** One object of an answer is some kilobytes; one with pictures in it is passed over. */
const maxObjectBytes = 1024 * 1024
const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d]

/**
 * Finds the outermost objects in JSON that comes piece by piece: of an array, one a line, or one alone. Holds at most one; what is too long is
 * counted and passed over.
 */
export class JsonObjects {
  tooLong = 0
  private held = new Uint8Array(4096)
  private length = 0
  private depth = 0
  private isInText = false
  private isEscaped = false

  /** An object has begun and not ended. */
  get isInside(): boolean {
    return this.depth > 0
  }

  /** The objects that ended with these bytes. */
  take(bytes: Uint8Array): Uint8Array[] {
    const ended: Uint8Array[] = []
    for (const byte of bytes) {
      if (this.depth > 0 || byte === OPEN) this.keep(byte)
      if (this.isInText) this.within(byte)
      else if (byte === QUOTE) this.isInText = this.depth > 0
      else if (byte === OPEN) this.depth += 1
      else if (byte === CLOSE && this.depth > 0) {
        this.depth -= 1
        if (this.depth === 0) ended.push(...this.finish())
      }
    }
    return ended
  }

  private within(byte: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (byte === BACKSLASH) this.isEscaped = true
    else if (byte === QUOTE) this.isInText = false
  }

  private finish(): Uint8Array[] {
    const { length } = this
    this.length = 0
    if (length <= maxObjectBytes) return [this.held.slice(0, length)]
    this.tooLong += 1
    return []
  }

  private keep(byte: number): void {
    if (this.length <= maxObjectBytes) {
      if (this.length === this.held.length) {
        const larger = new Uint8Array(2 * this.held.length)
        larger.set(this.held)
        this.held = larger
      }
      this.held[this.length] = byte
    }
    this.length += 1
  }
}
