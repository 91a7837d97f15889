const firstBytes = 256 * 1024

/** Bytes that came and are not yet cut into packets. They stand in memory that is used again: what a packet needs for longer is copied. */
export class Incoming {
  bytes = new Uint8Array(firstBytes)
  /** Where the next unread byte stands in `bytes`. */
  at = 0
  /** Where it stands in the whole stream. */
  place = 0
  #end = 0
  #toSkip = 0

  push(chunk: Uint8Array): void {
    const rest = this.#end - this.at
    if (rest + chunk.length > this.bytes.length) {
      const larger = new Uint8Array(2 * (rest + chunk.length))
      larger.set(this.bytes.subarray(this.at, this.#end))
      this.bytes = larger
    } else this.bytes.copyWithin(0, this.at, this.#end)
    this.bytes.set(chunk, rest)
    this.at = 0
    this.#end = rest + chunk.length
    if (this.#toSkip > 0) this.skip(this.#toSkip)
  }

  has(length: number): boolean {
    return this.#end - this.at >= length
  }

  /** How many bytes wait to be cut. */
  get waiting(): number {
    return this.#end - this.at
  }

  /** Goes on by so many bytes, also over ones that have yet to come. */
  skip(length: number): void {
    const here = Math.min(length, this.#end - this.at)
    this.at += here
    this.place += here
    this.#toSkip = length - here
  }

  /** More is to be skipped than has come. */
  get isSkipping(): boolean {
    return this.#toSkip > 0
  }
}
