import type { Side } from '../protocol.ts'

/** What is kept of one side until somebody recognises either; the rest counts as a gap. */
const maxHeldBytes = 1024

/** Bytes of one side, or how many of them are missing. */
export type Piece = { readonly from: Side } & (
  | { readonly bytes: Uint8Array; readonly seenAt: number }
  | { readonly gap: number }
)

/** What a connection said before it was recognised, in its order. */
export class HeldPieces {
  #pieces: Piece[] = []
  readonly #bytes: Record<Side, number> = { client: 0, server: 0 }

  /** Keeps what there is room for; all of it where it `isCurrent`, which is read at once. */
  add(piece: { readonly from: Side; readonly bytes: Uint8Array; readonly seenAt: number }, isCurrent: boolean): void {
    const { from, bytes, seenAt } = piece
    const room = isCurrent ? bytes.length : Math.min(bytes.length, maxHeldBytes - this.#bytes[from])
    if (room > 0) {
      this.#pieces.push({ from, bytes: isCurrent ? bytes : bytes.slice(0, room), seenAt })
      this.#bytes[from] += room
    }
    if (bytes.length > room) this.addGap(from, bytes.length - room)
  }

  addGap(from: Side, length: number): void {
    const last = this.#pieces.at(-1)
    if (last !== undefined && 'gap' in last && last.from === from)
      this.#pieces[this.#pieces.length - 1] = { from, gap: last.gap + length }
    else if (this.#pieces.length < maxHeldBytes) this.#pieces.push({ from, gap: length })
  }

  /** What came of a side before an attempt is no begin of anything: it becomes a gap. */
  drop(from: Side): void {
    const pieces = this.#pieces
    this.#pieces = []
    for (const piece of pieces) {
      if (piece.from !== from) this.#pieces.push(piece)
      else this.addGap(from, 'gap' in piece ? piece.gap : piece.bytes.length)
    }
    this.#bytes[from] = 0
  }

  /** All of it; nothing is kept any more. */
  takeAll(): readonly Piece[] {
    const pieces = this.#pieces
    this.#pieces = []
    this.#bytes.client = 0
    this.#bytes.server = 0
    return pieces
  }
}
