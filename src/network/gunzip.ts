import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gunzipSync, constants } from 'node:zlib'

/** DEFLATE reaches 1032 to 1; real captures stay below 30, logs below 100. Beyond both limits a file is made to keep its reader busy. */
const maxRatio = 250
const alwaysInflatedBytes = 256 * 1024 * 1024
const magic = [0x1f, 0x8b]
const peekBytes = 4096

/** RFC 1952 §2.3.1. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === magic[0] && head[1] === magic[1]
}

/** The first inflated bytes, of what is there; empty when there are none. */
export function peekGzip(head: Uint8Array): Uint8Array {
  try {
    return gunzipSync(head.subarray(0, peekBytes), { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return new Uint8Array(0)
  }
}

/** Inflates as it is read, in constant memory. Throws an error with a message for people when the file is damaged, cut or a bomb. */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip()
  let compressed = 0
  let inflated = 0
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      compressed += chunk.length
      yield chunk.slice() // it is inflated while the next one is read already
    }
  }
  const feeding = pipeline(Readable.from(counted(), { objectMode: false }), inflater)
  feeding.catch(() => undefined) // told by the loop below
  for await (const chunk of inflater as AsyncIterable<Uint8Array>) {
    inflated += chunk.length
    if (inflated > alwaysInflatedBytes && inflated > compressed * maxRatio)
      throw new Error(
        `the gzip file inflates to more than ${maxRatio} times its size, as no capture or log does; inflate it yourself if you trust it`,
      )
    yield chunk
  }
}
