import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const chunkBytes = 64 * 1024
const maxHeaderBytes = 64 * 1024
const lineFeed = 0x0a
const hash = 0x23

export interface Tail {
  /** Whole lines as they are written; ends when another file has taken the path, the file is gone or was cut, or at `signal`. */
  readonly lines: AsyncIterable<Uint8Array>
  /** Everything before it has been taken by whoever reads `lines`. Bytes from the begin of the file. */
  readonly taken: () => number
}

export interface TailOptions {
  /** Where to go on, from an earlier run; the lines of a header, which begin with `#`, are given again before. */
  readonly from: number
  readonly pollMs: number
  /** A log to which nothing was written for so long ends as well, and is gone on with when something is. */
  readonly idleMs: number
  readonly signal: AbortSignal
}

/** Reads a text log that grows, from where an earlier run stopped. */
export function tail(path: string, { from, pollMs, idleMs, signal }: TailOptions): Tail {
  let taken = from
  async function* lines(): AsyncGenerator<Uint8Array> {
    const file = await open(path, 'r')
    try {
      const { ino } = await file.stat()
      if (from > 0) yield await headerOf(file, from)
      let at = from
      let idle = 0
      while (!signal.aborted) {
        const chunk = await wholeLines(file, at)
        if (chunk.length > 0) {
          yield chunk
          at += chunk.length
          idle = 0
          taken = at
        } else if (idle >= idleMs || (await isOver(path, ino, at))) return
        else {
          await delay(pollMs, undefined, { signal }).catch(() => undefined)
          idle += pollMs
        }
      }
    } finally {
      await file.close()
    }
  }
  return { lines: lines(), taken: () => taken }
}

/** What columns mean stands at the begin alone. */
async function headerOf(file: FileHandle, before: number): Promise<Uint8Array> {
  const bytes = await read(file, 0, Math.min(before, maxHeaderBytes))
  let end = 0
  while (bytes[end] === hash) {
    const next = bytes.indexOf(lineFeed, end)
    if (next === -1) break
    end = next + 1
  }
  return bytes.subarray(0, end)
}

/** Up to the last line that has ended; a line longer than a chunk is given in pieces. */
async function wholeLines(file: FileHandle, at: number): Promise<Uint8Array> {
  const bytes = await read(file, at, chunkBytes)
  const end = bytes.lastIndexOf(lineFeed)
  if (end === -1) return bytes.length === chunkBytes ? bytes : bytes.subarray(0, 0)
  return bytes.subarray(0, end + 1)
}

async function read(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}

async function isOver(path: string, inode: number, at: number): Promise<boolean> {
  const now = await stat(path).catch(() => undefined)
  return now === undefined || now.ino !== inode || now.size < at
}
