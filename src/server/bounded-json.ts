import { ServerError } from './error.ts'

export interface JsonBounds {
  /** Values within values. */
  readonly depth: number
  /** Brackets and commas: as many as there are values, or more. */
  readonly marks: number
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Reads JSON that holds no more than it may. What is made of a text takes up to forty times its size (64 MB of `[` are 2.8 GB), so brackets and
 * commas are counted before anything is made of them. Throws a `ServerError`.
 */
export function readBoundedJson(bytes: Uint8Array, bounds: JsonBounds): unknown {
  requireWithin(bytes, bounds)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch (cause) {
    throw new ServerError('requestMalformed', 'the body is not JSON in UTF-8', { cause })
  }
}

function requireWithin(bytes: Uint8Array, bounds: JsonBounds): void {
  let [depth, marks] = [0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) at = endOfText(bytes, at)
    else if (byte === comma) marks += 1
    else if (byte === closeList || byte === closeObject) depth -= 1
    else if (byte === openList || byte === openObject) {
      marks += 1
      depth += 1
    }
    if (depth > bounds.depth || marks > bounds.marks)
      throw new ServerError(
        'bodyTooLarge',
        `the body holds more than ${bounds.marks} values, or they are nested more than ${bounds.depth} deep: send less at once`,
      )
  }
}

/** Where the text that begins at a quotation mark ends. */
function endOfText(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
  return at
}
