/** Numbers from 0 up to, and without, `below`; the same ones for the same seed. */
export type Random = (below: number) => number

/** Mulberry32: small, fast, and good enough to choose where to damage a file. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

/** Inputs grow no larger: a fuzzer looks for wrong turns, the tests of limits for long ways. */
const longest = 64 * 1024

/** A damaged copy of one of the seeds: one to five wounds of any kind. */
export function mutate(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let bytes = pick(seeds, random)
  for (let wounds = 1 + random(5); wounds > 0; wounds -= 1) bytes = wound(bytes, seeds, random)
  return bytes.subarray(0, longest)
}

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[random(list.length)]
  if (one === undefined) throw new Error('there is nothing to choose from: the target has no seeds')
  return one
}

/** Characters that mean something to some format. */
const marks = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '<',
  '>',
  '&',
  '\\',
  '\n',
  '\0',
  ';',
  '\t',
  '\u{1f600}',
  '-1',
  '1e999',
  'null',
  '"__proto__":',
  '<!--',
  ']]>',
  '<text>',
]

function wound(bytes: Uint8Array, seeds: readonly Uint8Array[], random: Random): Uint8Array {
  const from = random(bytes.length + 1)
  const to = Math.min(bytes.length, from + 1 + random(random(4) === 0 ? bytes.length + 1 : 16))
  const around = (middle: Uint8Array): Uint8Array =>
    Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(to)])
  switch (random(7)) {
    case 0:
      return around(Buffer.alloc(0))
    case 1:
      return bytes.subarray(0, from)
    case 2:
      return around(Buffer.concat([bytes.subarray(from, to), bytes.subarray(from, to)]))
    case 3:
      return around(Uint8Array.from({ length: to - from }, () => random(256)))
    case 4:
      return around(Buffer.from(pick(marks, random)))
    case 5: {
      const other = pick(seeds, random)
      const start = random(other.length + 1)
      return around(other.subarray(start, start + random(64)))
    }
    default:
      return around(bytes.subarray(from, to).map((byte) => byte ^ (1 << random(8))))
  }
}
