import { pushIdentifiers } from '../identifiers.ts'
import { defineScheme } from '../key.ts'
import { pushRelease, readSemverText } from '../semver-text.ts'

/**
 * Semantic Versioning 2.0.0, read tolerantly (see `readSemverText`): npm, cargo, Go with its pseudo-versions, Hex, Swift.
 * Build metadata, so also Go's `+incompatible`, does not count.
 */
export const semver = defineScheme({ id: 'semver', source: 'https://semver.org/spec/v2.0.0.html#spec-item-11', encode })

function encode(version: string): number[] | undefined {
  const parts = readSemverText(version)
  if (parts === undefined) return undefined
  const bytes: number[] = []
  pushRelease(bytes, parts)
  if (parts.prerelease !== '') pushIdentifiers(bytes, parts.prerelease)
  return bytes
}
