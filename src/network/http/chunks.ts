const maxChunks = 4096
/** Digits of a length, and what extends it. */
const maxHead = 64

/** The parts of a chunked body (RFC 9112 §7.1) in order, the last one cut where the bytes end; none after a length that is none. */
export function* chunksIn(body: Uint8Array): Iterable<Uint8Array> {
  let at = 0
  for (let count = 0; count < maxChunks && at < body.length; count += 1) {
    const end = body.indexOf(0x0a, at)
    if (end < 0 || end - at > maxHead) return
    const digits = /^[\da-f]{1,7}(?=[\s;]|$)/i.exec(String.fromCharCode(...body.subarray(at, end)))?.[0]
    const length = digits === undefined ? 0 : Number.parseInt(digits, 16)
    if (length === 0) return
    yield body.subarray(end + 1, end + 1 + length)
    at = end + 1 + length + 2
  }
}
