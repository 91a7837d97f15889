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

/** Cuts a side into lines (LF, with or without CR); `onLine` gets each without its end. */
export function lineReader(options: LineOptions, onLine: (line: Uint8Array) => Wish): SideReader {
  const line = new Uint8Array(options.maxLine)
  let length = 0
  let total = 0
  function finish(): Wish {
    const end = length > 0 && line[length - 1] === 0x0d ? length - 1 : length
    length = 0
    return onLine(line.slice(0, end))
  }
  return {
    take(bytes) {
      for (const byte of bytes) {
        total += 1
        if (byte === 0x0a) {
          if (finish() === 'enough') return 'enough'
        } else if (length < options.maxLine) {
          line[length] = byte
          length += 1
        }
        if (total >= options.maxBytes) return 'enough'
      }
      return 'more'
    },
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
  let kept = new Uint8Array(Math.min(maxFrame, 1024))
  let length = 0
  let expected: number | undefined
  let skip = 0
  let frames = 0

  function keep(bytes: Uint8Array): void {
    if (length + bytes.length > kept.length) {
      const larger = new Uint8Array(Math.min(maxFrame, Math.max(kept.length * 2, length + bytes.length)))
      larger.set(kept.subarray(0, length))
      kept = larger
    }
    kept.set(bytes, length)
    length += bytes.length
  }
  function finish(total: number): Wish {
    skip = total - length
    const frame = kept.slice(0, length)
    length = 0
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
    const wanted = Math.min(expected ?? headerLength, maxFrame) - length
    const part = bytes.subarray(0, wanted)
    keep(part)
    if (expected === undefined && length === headerLength) {
      expected = options.lengthOf(kept.subarray(0, headerLength))
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
        if (expected !== undefined && length >= Math.min(expected, maxFrame) && finish(expected) === 'enough')
          return 'enough'
      }
      return 'more'
    },
  }
}
