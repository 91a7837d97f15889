import { assertNever } from '../model/index.ts'
import type { Reading } from './fields.ts'

/** The first JSON value of a text, also when more follows or the text breaks off; undefined when there is none. */
export function parseJson(reading: Reading, text: string): { readonly value: unknown } | undefined {
  const whole = tryParse(text)
  if (whole !== undefined) return whole
  const scan = scanJson(text)
  if (scan.is === 'ended') {
    const first = tryParse(text.slice(0, scan.at))
    const rest = text.length - scan.at
    if (first)
      reading.problems.gap(
        placeIn(text, scan.at),
        `${rest} more characters follow the first JSON document; only the first is read, split the file and add the others`,
      )
    return first
  }
  const kept = scan.keep === undefined ? undefined : tryParse(text.slice(0, scan.keep.at) + scan.keep.closing)
  const outcome = kept
    ? 'what stands before it is kept, the rest is lost; ask for the whole file'
    : 'nothing before it could be kept; ask for the whole file'
  reading.problems.broke(placeIn(text, scan.at), `the JSON breaks off or is malformed here: ${outcome}`)
  return kept
}

/** `line 3, column 7 (character 120)`, for a person with an editor. */
export function placeIn(text: string, at: number): string {
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf('\n') + 1
  let line = 1
  for (let i = before.indexOf('\n'); i !== -1; i = before.indexOf('\n', i + 1)) line += 1
  return `line ${line}, column ${at - lineStart + 1} (character ${at})`
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

/**
 * Where JSON goes wrong.
 * - `ended`: a whole value ends at `at`, and more text follows.
 * - `broke`: no JSON from `at`; `keep` is the last place where cutting the text and closing what is open gives JSON again.
 */
type Scan =
  | { readonly is: 'ended'; readonly at: number }
  | {
      readonly is: 'broke'
      readonly at: number
      readonly keep: { readonly at: number; readonly closing: string } | undefined
    }

type Expected = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd'
type Token = 'string' | 'literal' | '{' | '}' | '[' | ']' | ',' | ':'

/** A loop over tokens with its own stack of open brackets, run only on text that `JSON.parse` refuses. */
function scanJson(text: string): Scan {
  const open: ('[' | '{')[] = []
  let expected: Expected = 'value'
  let keepAt: number | undefined
  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    const token = tokenAt(text, at)
    const next: Expected | undefined = token && step(expected, open, token.is)
    // Only brackets change `open`, and after each one the text can be cut: so `open` is still that of the place to keep.
    if (!token || !next)
      return { is: 'broke', at, keep: keepAt === undefined ? undefined : { at: keepAt, closing: closing(open) } }
    at = token.end
    expected = next
    if (open.length === 0) return { is: 'ended', at }
    if (expected === 'commaOrEnd' || expected === 'valueOrEnd' || expected === 'keyOrEnd') keepAt = at
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1
  return at
}

/** Numbers and words; sticky, so each call looks only at one place. */
const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y

function tokenAt(text: string, at: number): { readonly is: Token; readonly end: number } | undefined {
  const first = text.charAt(at)
  if (first === '"') {
    const end = endOfString(text, at)
    return end === undefined ? undefined : { is: 'string', end }
  }
  if (first === '{' || first === '}' || first === '[' || first === ']' || first === ',' || first === ':')
    return { is: first, end: at + 1 }
  literal.lastIndex = at
  return literal.test(text) ? { is: 'literal', end: literal.lastIndex } : undefined
}

function endOfString(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return undefined
    if (code !== 0x5c) continue
    at += 1
    const escape = text.charAt(at)
    if (escape === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4
    else if (escape === '' || !'"\\/bfnrt'.includes(escape)) return undefined
  }
  return undefined
}

/** What may follow one token, keeping `open` up to date; undefined when the token is not allowed here. */
function step(expected: Expected, open: ('[' | '{')[], token: Token): Expected | undefined {
  const wantsValue = expected === 'value' || expected === 'valueOrEnd'
  const inObject = open.at(-1) === '{'
  switch (token) {
    case 'string':
      if (expected === 'key' || expected === 'keyOrEnd') return 'colon'
      return wantsValue ? 'commaOrEnd' : undefined
    case 'literal':
      return wantsValue ? 'commaOrEnd' : undefined
    case '{':
    case '[':
      if (!wantsValue) return undefined
      open.push(token)
      return token === '{' ? 'keyOrEnd' : 'valueOrEnd'
    case ':':
      return expected === 'colon' ? 'value' : undefined
    case ',':
      if (expected !== 'commaOrEnd') return undefined
      return inObject ? 'key' : 'value'
    case '}':
    case ']':
      if (inObject !== (token === '}')) return undefined
      if (expected !== 'commaOrEnd' && expected !== (inObject ? 'keyOrEnd' : 'valueOrEnd')) return undefined
      open.pop()
      return 'commaOrEnd'
    default:
      return assertNever(token)
  }
}

function closing(open: readonly ('[' | '{')[]): string {
  return open
    .map((bracket) => (bracket === '{' ? '}' : ']'))
    .reverse()
    .join('')
}
