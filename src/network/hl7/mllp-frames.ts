import { maxMemDmcBytes } from './mem-dmc.ts'

const START_BLOCK = 0x0b
const END_BLOCK = 0x1c
/** Between frames there are line ends; whoever sends more speaks something else. */
const maxStray = 1024

/** Takes messages out of their frames (MLLP): a vertical tab, the message, a file separator and a carriage return. Holds at most one message. */
export class MllpFrames {
  private held = new Uint8Array(4096)
  private length = 0
  private isOpen = false
  private stray = 0

  /** The whole messages that came with these bytes, as copies; `tooLong` when nothing after them can be read. */
  take(bytes: Uint8Array): { readonly messages: readonly Uint8Array[]; readonly is: 'open' | 'between' | 'tooLong' } {
    const messages: Uint8Array[] = []
    for (const byte of bytes) {
      if (byte === START_BLOCK) this.begin()
      else if (byte === END_BLOCK && this.isOpen) messages.push(this.finish())
      else if (this.isOpen) this.keep(byte)
      else this.stray += 1
      if (this.length > maxMemDmcBytes || this.stray > maxStray) return { messages, is: 'tooLong' }
    }
    return { messages, is: this.isOpen ? 'open' : 'between' }
  }

  private begin(): void {
    this.isOpen = true
    this.length = 0
    this.stray = 0
  }

  private finish(): Uint8Array {
    this.isOpen = false
    return this.held.slice(0, this.length)
  }

  private keep(byte: number): void {
    if (this.length === this.held.length) {
      const larger = new Uint8Array(2 * this.held.length)
      larger.set(this.held)
      this.held = larger
    }
    this.held[this.length] = byte
    this.length += 1
  }
}
