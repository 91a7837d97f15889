import { defineScheme, isDigits, pushNumber, pushText } from '../key.ts'

/**
 * RubyGems. Words come before numbers, so `1.0.rc1 < 1.0`; a hyphen stands for `.pre.`; segments compare as if an endless
 * row of zeros followed.
 */
export const gem = defineScheme({
  id: 'gem',
  source: 'https://docs.ruby-lang.org/en/3.4/Gem/Version.html',
  encode,
})

const gemPattern = /^[0-9]+(\.[0-9A-Za-z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

// At each place, from low to high. Zeros before a word lie below the end, and the more the nearer; before a number, above it.
const WORD = 1
const ZEROS_THEN_WORD = 2
const END = 3
const ZEROS_THEN_NUMBER = 4
const NUMBER = 5

function encode(version: string): number[] | undefined {
  const text = version.trim()
  if (!gemPattern.test(text)) return undefined
  const segments = text.replaceAll('-', '.pre.').match(/[0-9]+|[A-Za-z]+/g) ?? []
  const firstWord = segments.findIndex((s) => !isDigits(s))
  const split = firstWord === -1 ? segments.length : firstWord
  const bytes: number[] = []
  let zeros = 0
  for (const segment of [...withoutTrailingZeros(segments.slice(0, split)), ...segments.slice(split)]) {
    if (/^0+$/.test(segment)) {
      zeros += 1
      continue
    }
    pushSegment(bytes, segment, zeros)
    zeros = 0
  }
  bytes.push(END)
  return bytes
}

function pushSegment(bytes: number[], segment: string, zeros: number): void {
  if (isDigits(segment)) {
    if (zeros > 0) bytes.push(ZEROS_THEN_NUMBER, 0xff - zeros)
    bytes.push(NUMBER)
    pushNumber(bytes, segment)
    return
  }
  if (zeros > 0) bytes.push(ZEROS_THEN_WORD, zeros)
  bytes.push(WORD)
  pushText(bytes, segment)
}

function withoutTrailingZeros(segments: readonly string[]): readonly string[] {
  return segments.slice(0, segments.findLastIndex((s) => /[1-9]/.test(s)) + 1)
}
