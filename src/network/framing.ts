/** Whether the reader of one side wants what follows. */
export type Wish = 'more' | 'enough'

export interface SideReader {
  readonly take: (bytes: Uint8Array) => Wish
  /** Nothing more will come. */
  readonly end?: () => void
}

export interface LineOptions {
  /** A longer line is cut here and its rest skipped. */
  readonly maxLine: number
  /** Bytes of one side, in all. */
  readonly maxBytes: number
}

const [lineFeed, carriageReturn] = [0x0a, 0x0d]

/** Cuts a side into lines (LF, with or without CR); `onLine` gets each without its end. */
export function lineReader({ maxLine, maxBytes }: LineOptions, onLine: (line: Uint8Array) => Wish): SideReader {
  const line = new Growing(maxLine)
  let total = 0
  return {
    take(given) {
      const bytes = given.subarray(0, maxBytes - total)
      total += bytes.length
      for (let at = 0; at < bytes.length;) {
        const end = bytes.indexOf(lineFeed, at)
        line.add(bytes.subarray(at, end === -1 ? bytes.length : end))
        if (end === -1) break
        at = end + 1
        if (onLine(withoutReturn(line.takeAll())) === 'enough') return 'enough'
      }
      return total >= maxBytes ? 'enough' : 'more'
    },
  }
}

function withoutReturn(line: Uint8Array): Uint8Array {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line
}

/** Bytes that come in pieces, up to a limit; the rest is left out. It takes no more memory than it holds, twice at most: thousands of connections each have some. */
class Growing {
  readonly #limit: number
  #bytes = new Uint8Array(0)
  length = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(given: Uint8Array): void {
    const bytes = given.subarray(0, this.#limit - this.length)
    const needed = this.length + bytes.length
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.min(this.#limit, Math.max(this.#bytes.length * 2, needed)))
      larger.set(this.#bytes.subarray(0, this.length))
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.length)
    this.length = needed
  }

  /** The first ones, which stay. */
  first(count: number): Uint8Array {
    return this.#bytes.subarray(0, count)
  }

  takeAll(): Uint8Array {
    const all = this.#bytes.slice(0, this.length)
    this.length = 0
    return all
  }
}

export interface FrameOptions {
  readonly headerLength: number
  /** Length of the whole frame, header included, told by its header; undefined when this is no header. Never less than `headerLength`. */
  readonly lengthOf: (header: Uint8Array) => number | undefined
  /** Of a longer frame the first bytes alone are given; the rest is skipped. */
  readonly maxFrame: number
  /** Frames of one side, in all. */
  readonly maxFrames: number
}

/** Cuts a side into frames that tell their length in a header. A header that is none ends the reading. */
export function frameReader(options: FrameOptions, onFrame: (frame: Uint8Array) => Wish): SideReader {
  const { headerLength, maxFrame } = options
  const kept = new Growing(maxFrame)
  let expected: number | undefined
  let skip = 0
  let frames = 0

  function finish(total: number): Wish {
    skip = total - kept.length
    const frame = kept.takeAll()
    expected = undefined
    frames += 1
    return onFrame(frame) === 'enough' || frames >= options.maxFrames ? 'enough' : 'more'
  }
  /** How many bytes of the given ones belong to what is being kept. */
  function step(bytes: Uint8Array): number | undefined {
    if (skip > 0) {
      const skipped = Math.min(skip, bytes.length)
      skip -= skipped
      return skipped
    }
    const wanted = Math.min(expected ?? headerLength, maxFrame) - kept.length
    const part = bytes.subarray(0, wanted)
    kept.add(part)
    if (expected === undefined && kept.length === headerLength) {
      expected = options.lengthOf(kept.first(headerLength))
      if (expected === undefined || expected < headerLength) return undefined
    }
    return part.length
  }
  return {
    take(given) {
      let bytes = given
      while (bytes.length > 0) {
        const used = step(bytes)
        if (used === undefined) return 'enough'
        bytes = bytes.subarray(used)
        if (expected !== undefined && kept.length >= Math.min(expected, maxFrame) && finish(expected) === 'enough')
          return 'enough'
      }
      return 'more'
    },
  }
}
