import { defineScheme, isDigits, pushNumber, pushText } from '../key.ts'

/**
 * Alpine: `digits{.digits}{letter}{_suffix{digits}}{~hash}{-rN}`. Also the older form with digits after the letter
 * (`1.9.5p2`), which apk-tools 2 orders and 3 refuses, because advisories still name such versions.
 */
export const apk = defineScheme({
  id: 'apk',
  source: 'https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/90b974f/src/version.c',
  encode,
})

// The kinds of token from low to high, as they rank where one version has one and the other has another.
const PRE_SUFFIXES = ['alpha', 'beta', 'pre', 'rc']
const END = 5
const REVISION = 6
const HASH = 7
const SUFFIX_NUMBER = 8
const POST_SUFFIX = 9
const POST_SUFFIXES = ['cvs', 'svn', 'git', 'hg', 'p']
const LETTER = 20
const NUMBER = 21

const tokenPattern = /([0-9]+)|\.([0-9]+)|([a-z])|_([a-z]+)([0-9]*)|~([0-9a-f]+)|-r([0-9]+)/y

type Kind = 'number' | 'letter' | 'suffix' | 'hash' | 'revision'

/** What may stand before each kind of token. */
const allowedAfter: Record<Kind, readonly (Kind | 'start')[]> = {
  number: ['start', 'number', 'letter'],
  letter: ['number'],
  suffix: ['number', 'letter', 'suffix'],
  hash: ['number', 'letter', 'suffix'],
  revision: ['number', 'letter', 'suffix', 'hash'],
}

function encode(version: string): number[] | undefined {
  const bytes: number[] = []
  const pattern = new RegExp(tokenPattern)
  let before: Kind | 'start' = 'start'
  while (pattern.lastIndex < version.length) {
    const match = pattern.exec(version)
    if (match === null) return undefined
    const kind = pushToken(bytes, match, before)
    if (kind === undefined || !allowedAfter[kind].includes(before)) return undefined
    before = kind
  }
  bytes.push(END)
  return bytes
}

function pushToken(bytes: number[], match: RegExpExecArray, before: Kind | 'start'): Kind | undefined {
  const [, digits, dotted, letter, suffix, suffixNumber = '', hash, revision] = match
  if (digits !== undefined) {
    bytes.push(NUMBER)
    pushNumber(bytes, digits)
    return before === 'number' ? undefined : 'number'
  }
  if (dotted !== undefined) {
    pushDotted(bytes, dotted)
    return before === 'number' ? 'number' : undefined
  }
  if (letter !== undefined) {
    bytes.push(LETTER, letter.charCodeAt(0))
    return 'letter'
  }
  if (suffix !== undefined) return pushSuffix(bytes, suffix, suffixNumber) ? 'suffix' : undefined
  if (hash !== undefined) {
    bytes.push(HASH)
    pushText(bytes, hash)
    return 'hash'
  }
  bytes.push(REVISION)
  pushNumber(bytes, revision ?? '')
  return 'revision'
}

/** After a dot, numbers with a leading zero compare as text, and come before the others. */
function pushDotted(bytes: number[], digits: string): void {
  bytes.push(NUMBER)
  if (digits.startsWith('0')) {
    bytes.push(0)
    pushText(bytes, digits)
  } else {
    pushNumber(bytes, digits)
  }
}

function pushSuffix(bytes: number[], suffix: string, digits: string): boolean {
  const pre = PRE_SUFFIXES.indexOf(suffix)
  const post = POST_SUFFIXES.indexOf(suffix)
  if (pre === -1 && post === -1) return false
  bytes.push(pre === -1 ? POST_SUFFIX + post : 1 + pre)
  if (isDigits(digits)) {
    bytes.push(SUFFIX_NUMBER)
    pushNumber(bytes, digits)
  }
  return true
}
