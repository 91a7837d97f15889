import type { SortKey } from '../model/index.ts'
import { isDigits, pushNumber, pushText } from './key.ts'
import { earlierWords, laterWords, neutralWords } from './vendor-words.ts'

interface Token {
  /** What stands between it and the one before. */
  readonly separator: string
  readonly text: string
}

// At each place, from low to high: earlier words (1–6), the end, later words (11–16), then these.
const END = 10
const HYPHEN_NUMBER = 17
const LETTER = 18
const DOT_NUMBER = 19

/** More unknown words than this make a name or a hash, not a version. */
const MAX_UNKNOWN_WORDS = 2

/** The key of a version from its first digit on. With unknown words it compares only with versions that differ from it in numbers alone. */
export function vendorOrder(shape: string, start: readonly number[], rest: string): SortKey | undefined {
  const tokens = tokensOf(rest)
  const order: Order = { bytes: [...start], zeros: [], unknownWords: 0 }
  for (let i = 0; i < tokens.length;) i += pushToken(order, tokens, i)
  if (order.unknownWords > MAX_UNKNOWN_WORDS) return undefined
  if (order.unknownWords > 0) return patternKey(shape, start, rest)
  order.bytes.push(END)
  return { shape, bytes: Uint8Array.from(order.bytes) }
}

interface Order {
  readonly bytes: number[]
  /** Numbers 0 that count only if a number follows: 1.0 = 1, 1.0-rc1 = 1-rc1. */
  zeros: number[]
  unknownWords: number
}

function tokensOf(rest: string): readonly Token[] {
  const underscoreIsDot = !rest.includes('.')
  return [...rest.matchAll(/([^a-z0-9]*)([0-9]+|[a-z]+)/g)].map(([, separator = '', text = '']) => ({
    separator: separator === '_' && underscoreIsDot ? '.' : separator,
    text,
  }))
}

/** Appends the token at `i` and, where it is a word's number, the next; returns how many. */
function pushToken(order: Order, tokens: readonly Token[], i: number): number {
  const { separator, text } = tokens[i] ?? { separator: '', text: '' }
  if (isDigits(text)) {
    if (separator.includes('~')) order.unknownWords += 1
    else pushPlainNumber(order, text, i === 0 || separator === '.' ? DOT_NUMBER : HYPHEN_NUMBER)
    return 1
  }
  const next = tokens[i + 1]
  const number = next !== undefined && isDigits(next.text) ? next : undefined
  const attached = number?.separator === ''
  const rank = isMilestone(text, separator)
    ? earlierWords.get('milestone')
    : (earlierWords.get(text) ?? laterWords.get(text))
  if (rank !== undefined && (text.length > 1 ? text !== 'release' || number : attached)) {
    order.zeros = []
    order.bytes.push(rank)
    pushNumber(order.bytes, number?.text ?? '')
    return number === undefined ? 1 : 2
  }
  if (/^(?:[a-z]|z[a-z])$/.test(text) && separator === '' && !attached) {
    order.zeros = []
    order.bytes.push(LETTER)
    pushText(order.bytes, text)
  } else if (!neutralWords.has(text)) {
    order.unknownWords += 1
  }
  return 1
}

/** `10.1.0-M1`, not Cisco's `15.1(4)M2`. */
function isMilestone(word: string, separator: string): boolean {
  return word === 'm' && /^[-._]$/.test(separator)
}

function pushPlainNumber(order: Order, digits: string, kind: number): void {
  if (/^0+$/.test(digits)) {
    order.zeros.push(kind)
    return
  }
  const firstHyphen = order.zeros.indexOf(HYPHEN_NUMBER)
  const counting = firstHyphen === -1 && kind === HYPHEN_NUMBER ? [] : order.zeros.slice(Math.max(0, firstHyphen))
  for (const zero of counting) order.bytes.push(zero, 0)
  order.zeros = []
  order.bytes.push(kind)
  pushNumber(order.bytes, digits)
}

function patternKey(shape: string, start: readonly number[], rest: string): SortKey {
  const bytes = [...start]
  for (const digits of rest.match(/[0-9]+/g) ?? []) pushNumber(bytes, digits)
  return { shape: `${shape} ${rest.replaceAll(/[0-9]+/g, '#')}`, bytes: Uint8Array.from(bytes) }
}
