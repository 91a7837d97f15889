import { isIdentifiers } from './identifiers.ts'
import { pushNumber } from './key.ts'

/** The parts of a version that is written like SemVer. `prerelease` and `build` are '' when absent. */
export interface SemverText {
  readonly numbers: readonly string[]
  readonly prerelease: string
  readonly build: string
}

const textPattern = /^(?:v|V|=|go)?([0-9]+(?:\.[0-9]+)*)(-?)([^+]*)(?:\+(.*))?$/s

/**
 * Reads SemVer as the OSV tools do: a leading `v`, `=` or `go` is forgiven, as are missing numbers, more than three numbers,
 * leading zeros, and a pre-release without its hyphen (`1.21rc2`). Undefined for any other text.
 */
export function readSemverText(version: string): SemverText | undefined {
  const match = textPattern.exec(version)
  const [, numbers = '', hyphen = '', prerelease = '', build] = match ?? []
  if (match === null || (hyphen === '-' && prerelease === '')) return undefined
  if (prerelease !== '' && !isIdentifiers(prerelease)) return undefined
  if (build !== undefined && !isIdentifiers(build)) return undefined
  return { numbers: numbers.split('.'), prerelease, build: build ?? '' }
}

const PRERELEASE = 1
const RELEASE = 2
const NUMBER = 3

/** Appends the numbers without trailing zeros, then whether a pre-release follows: 1.0-rc < 1.0 = 1 < 1.0.1. */
export function pushRelease(bytes: number[], version: SemverText): void {
  const last = version.numbers.findLastIndex((n) => /[1-9]/.test(n))
  for (const number of version.numbers.slice(0, last + 1)) {
    bytes.push(NUMBER)
    pushNumber(bytes, number)
  }
  bytes.push(version.prerelease === '' ? RELEASE : PRERELEASE)
}
