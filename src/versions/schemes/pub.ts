import { pushIdentifiers } from '../identifiers.ts'
import { defineScheme } from '../key.ts'
import { pushRelease, readSemverText } from '../semver-text.ts'

/** Dart packages: SemVer in which build metadata counts, and comes after the same version without it. */
export const pub = defineScheme({
  id: 'pub',
  source: 'https://pub.dev/documentation/pub_semver/latest/pub_semver/Version-class.html',
  encode,
})

function encode(version: string): number[] | undefined {
  const parts = readSemverText(version)
  if (parts === undefined) return undefined
  const bytes: number[] = []
  pushRelease(bytes, parts)
  if (parts.prerelease !== '') pushIdentifiers(bytes, parts.prerelease)
  pushIdentifiers(bytes, parts.build)
  return bytes
}
