import { pushIdentifiers } from '../identifiers.ts'
import { defineScheme } from '../key.ts'
import { pushRelease, readSemverText } from '../semver-text.ts'

/** NuGet: SemVer with up to four numbers, pre-releases compared without case, build metadata ignored. */
export const nuget = defineScheme({
  id: 'nuget',
  source: 'https://learn.microsoft.com/nuget/concepts/package-versioning',
  encode,
})

const MAX_NUMBERS = 4

function encode(version: string): number[] | undefined {
  const parts = readSemverText(version)
  if (parts === undefined || parts.numbers.length > MAX_NUMBERS) return undefined
  const bytes: number[] = []
  pushRelease(bytes, parts)
  if (parts.prerelease !== '') pushIdentifiers(bytes, parts.prerelease.toLowerCase())
  return bytes
}
