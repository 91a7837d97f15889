import type { Frame } from './frame.ts'
import type { Fragment } from './ip.ts'

/** Limits of what waits for its other parts. The oldest is given up first. */
const maxDatagrams = 512
const maxDatagramBytes = 65_535
const maxWaitingBytes = 8 * 1024 * 1024
const maxParts = 128
/** RFC 8200 §4.5: what is not whole after so long never will be. */
const patienceMs = 60_000

interface Part {
  readonly offset: number
  readonly bytes: Uint8Array
}

interface Waiting {
  readonly parts: Part[]
  readonly startedAt: number
  /** Known from the last part on. */
  total: number
  held: number
  packets: number
  packetBytes: number
}

/** Counted since the beginning. */
export interface FragmentCounts {
  /** Datagrams given up before they were whole. */
  readonly givenUp: number
  /** … and those of them whose parts overlapped. */
  readonly overlapping: number
}

/**
 * Puts datagrams together from their fragments. Parts that repeat each other exactly count once; a datagram whose parts overlap in any other way is given
 * up as a whole, as RFC 5722 demands for IPv6: what two receivers may read differently tells nothing certain about a device.
 */
export class Fragments {
  #waiting = new Map<string, Waiting>()
  #heldBytes = 0
  #givenUp = 0
  #overlapping = 0

  get counts(): FragmentCounts {
    return { givenUp: this.#givenUp, overlapping: this.#overlapping }
  }

  /** Takes a fragment. True when the datagram is whole: then it stands in the frame. */
  complete(frame: Frame, fragment: Fragment): boolean {
    const length = frame.end - frame.at
    const key = `${frame.source0},${frame.source1},${frame.source2},${frame.source3},${frame.destination0},${frame.destination1},${frame.destination2},${frame.destination3},${fragment.id},${frame.ipProtocol},${frame.vlan}`
    const waiting = this.#open(key, frame.seenAt)
    waiting.packets += 1
    waiting.packetBytes += frame.packetBytes
    const isCut = frame.wireBytes > length
    const isUneven = !fragment.isLast && length % 8 !== 0
    const end = fragment.offset + length
    if (isCut || isUneven || length === 0 || end > maxDatagramBytes || waiting.parts.length === maxParts)
      return this.#giveUp(key, waiting)
    const place = placeOf(waiting.parts, fragment.offset, frame.bytes.subarray(frame.at, frame.end))
    if (place === 'repeated') return false
    if (place === 'overlaps') {
      this.#overlapping += 1
      return this.#giveUp(key, waiting)
    }
    if (fragment.isLast) waiting.total = end
    waiting.parts.splice(place, 0, { offset: fragment.offset, bytes: frame.bytes.slice(frame.at, frame.end) })
    waiting.held += length
    this.#heldBytes += length
    const last = waiting.parts.at(-1)
    if (waiting.total >= 0 && last !== undefined && last.offset + last.bytes.length > waiting.total)
      return this.#giveUp(key, waiting)
    if (waiting.held === waiting.total) return this.#join(key, waiting, frame)
    this.#makeRoom()
    return false
  }

  /** What still waits never became whole. */
  end(): void {
    for (const [key, waiting] of this.#waiting) this.#giveUp(key, waiting)
  }

  #open(key: string, seenAt: number): Waiting {
    const known = this.#waiting.get(key)
    if (known !== undefined && Math.abs(seenAt - known.startedAt) <= patienceMs) return known
    if (known !== undefined) this.#giveUp(key, known)
    const waiting = { parts: [], startedAt: seenAt, total: -1, held: 0, packets: 0, packetBytes: 0 }
    this.#waiting.set(key, waiting)
    return waiting
  }

  #makeRoom(): void {
    while (this.#waiting.size > maxDatagrams || this.#heldBytes > maxWaitingBytes) {
      const [oldest] = this.#waiting
      if (oldest === undefined) return
      this.#giveUp(...oldest)
    }
  }

  #giveUp(key: string, waiting: Waiting): false {
    this.#forget(key, waiting)
    this.#givenUp += 1
    return false
  }

  #forget(key: string, waiting: Waiting): void {
    this.#waiting.delete(key)
    this.#heldBytes -= waiting.held
  }

  #join(key: string, waiting: Waiting, frame: Frame): true {
    this.#forget(key, waiting)
    const whole = new Uint8Array(waiting.total)
    for (const { offset, bytes } of waiting.parts) whole.set(bytes, offset)
    frame.bytes = whole
    frame.at = 0
    frame.end = whole.length
    frame.wireBytes = whole.length
    frame.packets = waiting.packets
    frame.packetBytes = waiting.packetBytes
    return true
  }
}

/** Where a part belongs among the others, which are in order. */
function placeOf(parts: readonly Part[], offset: number, bytes: Uint8Array): number | 'repeated' | 'overlaps' {
  const place = parts.findIndex((part) => part.offset >= offset)
  const index = place < 0 ? parts.length : place
  const [before, after] = [parts[index - 1], parts[index]]
  if (after?.offset === offset && Buffer.compare(after.bytes, bytes) === 0) return 'repeated'
  if (before !== undefined && before.offset + before.bytes.length > offset) return 'overlaps'
  if (after !== undefined && offset + bytes.length > after.offset) return 'overlaps'
  return index
}
