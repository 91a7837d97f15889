import type { Frame } from '../packet/frame.ts'

/** Two addresses of four words, two ports, protocol and VLAN. */
const keyWords = 10
const none = -1

const firstCapacity = 1024

export interface TableEvents {
  /** The table now has room for so many. */
  readonly onGrow: (capacity: number) => void
  /** The connection in the slot makes room for another. */
  readonly onEvict: (slot: number) => void
}

/**
 * Which connection a packet belongs to: a hash table in which nothing is allocated per packet. It grows to its capacity; when that is full, one
 * that was not seen for a while makes room (second chance).
 */
export class ConnectionTable {
  readonly #maxCapacity: number
  readonly #probe = new Int32Array(keyWords)
  readonly #seed: number
  readonly #events: TableEvents
  #capacity: number
  #keys: Int32Array
  #next: Int32Array
  #hashes: Int32Array
  #buckets: Int32Array
  #wasSeen: Uint8Array
  #used = 0
  #hand = 0
  /** Of the packet looked up last: its source is the end of the connection that stands first in the key. */
  fromFirst = true
  /** The connection looked up last was not known. */
  isNew = false

  /** `maxCapacity`: a power of two. `seed`: unknown to whoever sends packets, so that nobody can fill one bucket. */
  constructor(maxCapacity: number, seed: number, events: TableEvents) {
    this.#maxCapacity = maxCapacity
    this.#seed = seed
    this.#events = events
    this.#capacity = Math.min(firstCapacity, maxCapacity)
    this.#keys = new Int32Array(this.#capacity * keyWords)
    this.#next = new Int32Array(this.#capacity)
    this.#hashes = new Int32Array(this.#capacity)
    this.#buckets = new Int32Array(this.#capacity * 2).fill(none)
    this.#wasSeen = new Uint8Array(this.#capacity)
    events.onGrow(this.#capacity)
  }

  get used(): number {
    return this.#used
  }

  /** The slot of the frame's connection. `kind` tells apart what has no ports: an IP protocol, or an EtherType above them. */
  find(frame: Frame, kind: number): number {
    this.#aim(frame, kind)
    const hash = this.#hash()
    for (let slot = this.#buckets[this.#bucket(hash)] ?? none; slot !== none; slot = this.#next[slot] ?? none) {
      if (!this.#matches(slot)) continue
      this.#wasSeen[slot] = 1
      this.isNew = false
      return slot
    }
    return this.#insert(hash)
  }

  word(slot: number, index: number): number {
    return this.#keys[slot * keyWords + index] ?? 0
  }

  #aim(frame: Frame, kind: number): void {
    const probe = this.#probe
    const fromFirst = isSourceFirst(frame)
    this.fromFirst = fromFirst
    const source = fromFirst ? 0 : 4
    const destination = fromFirst ? 4 : 0
    probe[source] = frame.source0
    probe[source + 1] = frame.source1
    probe[source + 2] = frame.source2
    probe[source + 3] = frame.source3
    probe[destination] = frame.destination0
    probe[destination + 1] = frame.destination1
    probe[destination + 2] = frame.destination2
    probe[destination + 3] = frame.destination3
    probe[8] = fromFirst
      ? (frame.sourcePort << 16) | frame.destinationPort
      : (frame.destinationPort << 16) | frame.sourcePort
    probe[9] = (kind << 13) | (frame.vlan + 1)
  }

  #hash(): number {
    let hash = this.#seed
    for (let index = 0; index < keyWords; index += 1) {
      hash = Math.imul(hash ^ (this.#probe[index] ?? 0), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash
  }

  #bucket(hash: number): number {
    return hash & (this.#buckets.length - 1)
  }

  #matches(slot: number): boolean {
    const keys = this.#keys
    const probe = this.#probe
    const base = slot * keyWords
    for (let index = keyWords - 1; index >= 0; index -= 1) if (keys[base + index] !== probe[index]) return false
    return true
  }

  #insert(hash: number): number {
    if (this.#used === this.#capacity && this.#capacity < this.#maxCapacity) this.#grow()
    const slot = this.#used < this.#capacity ? this.#used++ : this.#evict()
    this.#keys.set(this.#probe, slot * keyWords)
    this.#hashes[slot] = hash
    this.#wasSeen[slot] = 0
    this.#link(slot)
    this.isNew = true
    return slot
  }

  #link(slot: number): void {
    const bucket = this.#bucket(this.#hashes[slot] ?? 0)
    this.#next[slot] = this.#buckets[bucket] ?? none
    this.#buckets[bucket] = slot
  }

  #grow(): void {
    this.#capacity *= 2
    this.#keys = grown(this.#keys, new Int32Array(this.#capacity * keyWords))
    this.#hashes = grown(this.#hashes, new Int32Array(this.#capacity))
    this.#wasSeen = grown(this.#wasSeen, new Uint8Array(this.#capacity))
    this.#next = new Int32Array(this.#capacity)
    this.#buckets = new Int32Array(this.#capacity * 2).fill(none)
    for (let slot = 0; slot < this.#used; slot += 1) this.#link(slot)
    this.#events.onGrow(this.#capacity)
  }

  #evict(): number {
    while (this.#wasSeen[this.#hand] === 1) {
      this.#wasSeen[this.#hand] = 0
      this.#hand = (this.#hand + 1) & (this.#capacity - 1)
    }
    const slot = this.#hand
    this.#hand = (slot + 1) & (this.#capacity - 1)
    this.#events.onEvict(slot)
    this.#unlink(slot)
    return slot
  }

  #unlink(slot: number): void {
    const bucket = this.#bucket(this.#hashes[slot] ?? 0)
    const after = this.#next[slot] ?? none
    if (this.#buckets[bucket] === slot) {
      this.#buckets[bucket] = after
      return
    }
    let before = this.#buckets[bucket] ?? none
    while (this.#next[before] !== slot) before = this.#next[before] ?? none
    this.#next[before] = after
  }
}

/** The larger array, with what the smaller one held. */
export function grown<A extends Int32Array | Uint8Array | Uint16Array | Int16Array | Float64Array>(
  small: A,
  large: A,
): A {
  large.set(small)
  return large
}

/** The order of two ends, the same for both directions. */
function isSourceFirst(frame: Frame): boolean {
  if (frame.source3 !== frame.destination3) return frame.source3 < frame.destination3
  if (frame.sourcePort !== frame.destinationPort) return frame.sourcePort < frame.destinationPort
  if (frame.source2 !== frame.destination2) return frame.source2 < frame.destination2
  if (frame.source1 !== frame.destination1) return frame.source1 < frame.destination1
  return frame.source0 <= frame.destination0
}
