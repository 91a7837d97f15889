import { defineScheme, isDigits, pushNumber } from '../key.ts'

/**
 * Packagist. A version is first made whole as Composer does (`1.0RC1` is 1.0.0.0-RC1), then ordered by PHP's
 * `version_compare`. Branches (`dev-main`) have no order. `#`, which PHP uses as a stand-in for any number, makes its
 * order cyclic.
 */
export const composer = defineScheme({
  id: 'composer',
  source:
    'https://github.com/composer/semver/blob/01e2ce5/src/VersionParser.php and https://www.php.net/version_compare',
  encode,
})

// At each place, from low to high: `version_compare` ranks words, takes any number for `#`, and a missing part for just below it.
const OTHER_WORD = 1
const wordRanks: readonly (readonly [string, number])[] = [
  ['dev', 2],
  ['a', 3],
  ['b', 4],
  ['rc', 5],
  ['p', 8],
]
const END = 6
const NUMBER = 7

function encode(version: string): number[] | undefined {
  const whole = normalise(version)
  if (whole === undefined) return undefined
  const bytes: number[] = []
  for (const part of whole.toLowerCase().match(/[0-9]+|[^0-9.+_-]+/g) ?? []) {
    if (isDigits(part)) {
      bytes.push(NUMBER)
      pushNumber(bytes, part)
    } else {
      bytes.push(wordRanks.find(([word]) => part.startsWith(word))?.[1] ?? OTHER_WORD)
    }
  }
  bytes.push(END)
  return bytes
}

const modifier = '[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*)?)?([.-]?dev)?'
const classicPattern = new RegExp(`^v?([0-9]{1,5})(\\.[0-9]+)?(\\.[0-9]+)?(\\.[0-9]+)?${modifier}$`, 'i')
const datePattern = new RegExp(`^v?([0-9]{4}(?:[.:-]?[0-9]{2}){1,6}(?:[.:-]?[0-9]{1,3})?)${modifier}$`, 'i')
const branchPattern = /^v?([0-9]+)(\.(?:[0-9]+|[x*]))?(\.(?:[0-9]+|[x*]))?(\.(?:[0-9]+|[x*]))?[.-]?dev$/i

/** Composer's `VersionParser::normalize`; what it refuses is given four numbers and left to `version_compare`. */
function normalise(version: string): string | undefined {
  const text = version
    .trim()
    .replace(/@(?:stable|rc|beta|alpha|dev)$/i, '')
    .replace(/^([^+]+)\+[^\s]+$/, '$1')
  if (/^dev-/i.test(text) || text.includes('#')) return undefined
  const classic = classicPattern.exec(text)
  if (classic !== null) {
    const [, major, minor = '.0', patch = '.0', fourth = '.0', ...rest] = classic
    return `${major}${minor}${patch}${fourth}${suffix(rest)}`
  }
  const date = datePattern.exec(text)
  if (date !== null) return `${(date[1] ?? '').replaceAll(/[^0-9]/g, '.')}${suffix(date.slice(2))}`
  const branch = branchPattern.exec(text)
  if (branch !== null) {
    const numbers = branch.slice(1, 5).map((part) => (part ?? '.x').replace(/[x*]/i, '9999999'))
    return `${numbers.join('')}-dev`
  }
  return text.replace(/^v/i, '').replace(/^[0-9]+(?:\.[0-9]+)*/, withFourNumbers)
}

function withFourNumbers(numbers: string): string {
  return numbers + '.0'.repeat(Math.max(0, 4 - numbers.split('.').length))
}

function suffix([stability, number = '', dev]: readonly (string | undefined)[]): string {
  const word = stability?.toLowerCase() ?? ''
  if (word === 'stable') return ''
  return `${word === '' ? '' : `-${word}${number.replace(/^[.-]+/, '')}`}${dev === undefined ? '' : '-dev'}`
}
