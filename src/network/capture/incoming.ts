const nothing = new Uint8Array(0)

/** Bytes that came and are not yet cut into packets. Holds one chunk, and before it what the last one left over. */
export class Incoming {
  bytes: Uint8Array = nothing
  /** Where the next unread byte stands in `bytes`. */
  at = 0
  /** Where it stands in the whole stream. */
  place = 0
  #toSkip = 0

  push(chunk: Uint8Array): void {
    const rest = this.bytes.length - this.at
    if (rest === 0) this.bytes = chunk
    else {
      const joined = new Uint8Array(rest + chunk.length)
      joined.set(this.bytes.subarray(this.at))
      joined.set(chunk, rest)
      this.bytes = joined
    }
    this.at = 0
    if (this.#toSkip > 0) this.skip(this.#toSkip)
  }

  has(length: number): boolean {
    return this.bytes.length - this.at >= length
  }

  /** How many bytes wait to be cut. */
  get waiting(): number {
    return this.bytes.length - this.at
  }

  /** Goes on by so many bytes, also over ones that have yet to come. */
  skip(length: number): void {
    const here = Math.min(length, this.bytes.length - this.at)
    this.at += here
    this.place += here
    this.#toSkip = length - here
  }

  /** More is to be skipped than has come. */
  get isSkipping(): boolean {
    return this.#toSkip > 0
  }
}
