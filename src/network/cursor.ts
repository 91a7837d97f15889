/**
 * Reads a message from its beginning, big-endian unless said otherwise. A read beyond the end gives 0 or nothing and sets `isShort`, so that a
 * parser asks once, at its end; nothing is ever read outside the bytes.
 */
export class Cursor {
  /** True once a read went beyond the end. */
  isShort = false
  private at = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  get position(): number {
    return this.at
  }

  u8(): number {
    return this.number(1)
  }

  u16(): number {
    return this.number(2)
  }

  u24(): number {
    return this.number(3)
  }

  u32(): number {
    return this.number(4)
  }

  u16le(): number {
    const value = this.number(2)
    return ((value & 0xff) << 8) | (value >>> 8)
  }

  u32le(): number {
    const low = this.u16le()
    return this.u16le() * 0x10000 + low
  }

  skip(count: number): void {
    if (this.reaches(count)) this.at += count
  }

  /** A view of the next bytes, not a copy; empty when there are fewer. */
  take(count: number): Uint8Array {
    if (!this.reaches(count)) return this.bytes.subarray(0, 0)
    this.at += count
    return this.bytes.subarray(this.at - count, this.at)
  }

  /** A cursor of the next bytes alone. */
  part(count: number): Cursor {
    return new Cursor(this.take(count))
  }

  /** What follows cannot be read: nothing is left. */
  end(): void {
    this.reaches(this.left + 1)
  }

  private number(count: number): number {
    if (!this.reaches(count)) return 0
    let value = 0
    for (let index = 0; index < count; index += 1) value = value * 256 + (this.bytes[this.at + index] ?? 0)
    this.at += count
    return value
  }

  private reaches(count: number): boolean {
    if (count >= 0 && this.at + count <= this.bytes.length) return true
    this.isShort = true
    this.at = this.bytes.length
    return false
  }
}
