import type { VersionScheme } from '../scheme.ts'
import { MAX_VERSION_LENGTH, pushText } from '../key.ts'

/** VERS `lexicographic`: any text, in the order of its UTF-8 bytes, without normalisation. */
export const lexicographic = {
  id: 'lexicographic',
  source: 'https://github.com/package-url/vers-spec',
  sortKey: (version) => {
    if (version.length === 0 || version.length > MAX_VERSION_LENGTH || !version.isWellFormed()) return undefined
    const bytes: number[] = []
    pushText(bytes, version)
    return { shape: '', bytes: Uint8Array.from(bytes) }
  },
} as const satisfies VersionScheme
