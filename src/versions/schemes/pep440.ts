import { defineScheme, isDigits, pushNumber, pushText } from '../key.ts'

/** Python, PEP 440. Texts it does not allow have the order that setuptools gave them before 2023, below every PEP 440 version. */
export const pep440 = defineScheme({
  id: 'pep440',
  source: 'https://packaging.python.org/en/latest/specifications/version-specifiers/',
  encode,
})

const versionPattern =
  /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/

const LEGACY = 1
const MODERN = 2

const RELEASE_END = 1
const RELEASE_NUMBER = 2

const DEV_ONLY = 0
const preRanks: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['alpha', 1],
  ['b', 2],
  ['beta', 2],
  ['c', 3],
  ['rc', 3],
  ['pre', 3],
  ['preview', 3],
])
const NO_PRE = 4

const LOCAL_END = 0
const LOCAL_WORD = 1
const LOCAL_NUMBER = 2

function encode(version: string): number[] {
  const text = version.trim().toLowerCase()
  const match = versionPattern.exec(text)
  return match === null ? encodeLegacy(text) : encodeModern(match)
}

function encodeModern(match: RegExpExecArray): number[] {
  const [, epoch = '', release = '', pre, preNumber = '', bare, postWord, postNumber = '', dev, devNumber = '', local] =
    match
  const post = bare ?? (postWord === undefined ? undefined : postNumber)
  const bytes: number[] = [MODERN]
  pushNumber(bytes, epoch)
  pushRelease(bytes, release)
  if (pre !== undefined) {
    bytes.push(preRanks.get(pre) ?? NO_PRE)
    pushNumber(bytes, preNumber)
  } else {
    bytes.push(post === undefined && dev !== undefined ? DEV_ONLY : NO_PRE)
  }
  bytes.push(post === undefined ? 0 : 1)
  if (post !== undefined) pushNumber(bytes, post)
  bytes.push(dev === undefined ? 1 : 0)
  if (dev !== undefined) pushNumber(bytes, devNumber)
  pushLocal(bytes, local)
  return bytes
}

/** Trailing zeros do not count: 1.0 = 1. */
function pushRelease(bytes: number[], release: string): void {
  const numbers = release.split('.')
  const last = numbers.findLastIndex((n) => /[1-9]/.test(n))
  for (const number of numbers.slice(0, last + 1)) {
    bytes.push(RELEASE_NUMBER)
    pushNumber(bytes, number)
  }
  bytes.push(RELEASE_END)
}

function pushLocal(bytes: number[], local: string | undefined): void {
  for (const segment of local?.split(/[-_.]/) ?? []) {
    bytes.push(isDigits(segment) ? LOCAL_NUMBER : LOCAL_WORD)
    if (isDigits(segment)) pushNumber(bytes, segment)
    else pushText(bytes, segment)
  }
  bytes.push(LOCAL_END)
}

const legacyWords: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['-', 'final-'],
  ['rc', 'c'],
  ['dev', '@'],
])

/** The key of `pkg_resources.parse_version` for texts outside PEP 440: a list of words and zero-padded numbers, compared as text. */
function encodeLegacy(text: string): number[] {
  const parts: string[] = []
  for (const part of [...(text.match(/[0-9]+|[a-z]+|-/g) ?? []), 'final']) {
    const padded = isDigits(part) ? part.padStart(8, '0') : `*${legacyWords.get(part) ?? part}`
    if (padded.startsWith('*')) {
      if (padded < '*final') while (parts.at(-1) === '*final-') parts.pop()
      while (parts.at(-1) === '00000000') parts.pop()
    }
    parts.push(padded)
  }
  const bytes: number[] = [LEGACY]
  for (const part of parts) pushText(bytes, part)
  bytes.push(0)
  return bytes
}
