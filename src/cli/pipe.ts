import { fstatSync } from 'node:fs'
import { Socket } from 'node:net'

const chunkBytes = 64 * 1024

/** Bytes that are listened to, and how to let go of them. */
export interface Pipe {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly close: () => void
}

/**
 * Standard input. A pipe is read into the same memory over and over again: a chunk holds until the next is asked for. By itself Node takes new
 * memory for each, which over gigabytes leaves much of it lying about until it is swept.
 */
export function openPipe(): Pipe {
  const stats = fstatSync(0)
  if (!stats.isFIFO() && !stats.isSocket()) return { chunks: process.stdin, close: () => void process.stdin.destroy() }
  const pipe = new ReusingPipe()
  return { chunks: pipe.chunks(), close: pipe.close }
}

class ReusingPipe {
  readonly #socket: Socket
  #arrived: Uint8Array | undefined
  #hasEnded = false
  #failure: Error | undefined
  #wake = (): void => undefined

  constructor() {
    const buffer = new Uint8Array(chunkBytes)
    const onArrival = (length: number): boolean => {
      this.#arrived = buffer.subarray(0, length)
      this.#wake()
      return false // no more until it is asked for
    }
    const options = { fd: 0, readable: true, writable: false, onread: { buffer, callback: onArrival } }
    this.#socket = new Socket(options)
    const onEnd = (): void => {
      this.#hasEnded = true
      this.#wake()
    }
    this.#socket.on('end', onEnd).on('close', onEnd)
    this.#socket.on('error', (error) => {
      this.#failure = error
      this.#wake()
    })
  }

  readonly close = (): void => void this.#socket.destroy()

  async *chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const arrived = this.#arrived
      this.#arrived = undefined
      if (arrived !== undefined) yield arrived
      else if (this.#failure !== undefined) throw this.#failure
      else if (this.#hasEnded) return
      else await this.#next()
    }
  }

  async #next(): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    this.#socket.resume()
    await woken
  }
}
