/**
 * How many packets OpenPGP data hold (RFC 9580 §4.2), counted up to one more than `most`; the pieces of a packet of partial lengths count each.
 * Only the framing is read: a library that parses a million packets of nothing takes half a minute. What is malformed ends the count.
 */
export function countPackets(binary: Uint8Array, most: number): number {
  let count = 0
  let at = 0
  let isPartial = false
  while (at < binary.length && count <= most) {
    const head: Head | undefined = isPartial ? partHead(binary, at) : packetHead(binary, at)
    if (head === undefined) return count
    count += 1
    isPartial = head.isPartial
    at = head.end
  }
  return count
}

interface Head {
  /** Where the next one begins. */
  readonly end: number
  readonly isPartial: boolean
}

function packetHead(binary: Uint8Array, at: number): Head | undefined {
  const first = binary[at] ?? 0
  if ((first & 0x80) === 0) return undefined
  if ((first & 0x40) !== 0) return partHead(binary, at + 1)
  const octets = [1, 2, 4, 0][first & 3] ?? 0
  // The last kind of the old framing has no length and goes on to the end.
  if (octets === 0) return { end: binary.length, isPartial: false }
  return { end: at + 1 + octets + numberAt(binary, at + 1, octets), isPartial: false }
}

function partHead(binary: Uint8Array, at: number): Head | undefined {
  const first = binary[at]
  if (first === undefined) return undefined
  if (first < 192) return { end: at + 1 + first, isPartial: false }
  if (first < 224) return { end: at + 2 + ((first - 192) << 8) + (binary[at + 1] ?? 0) + 192, isPartial: false }
  if (first < 255) return { end: at + 1 + 2 ** (first & 0x1f), isPartial: true }
  return { end: at + 5 + numberAt(binary, at + 1, 4), isPartial: false }
}

function numberAt(binary: Uint8Array, at: number, octets: number): number {
  let number = 0
  for (let index = 0; index < octets; index += 1) number = number * 256 + (binary[at + index] ?? 0)
  return number
}
