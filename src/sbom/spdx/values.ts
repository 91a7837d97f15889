import { entriesOf, own, textOf, textsOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import { addOnce, takeHash } from '../identifiers.ts'
import type { Hash } from '../../model/index.ts'

/** SPDX 2.3 §7: `NOASSERTION` and `NONE` say that nothing is stated, or that there is nothing; neither is a value. */
export function isStated(text: string): boolean {
  const word = text.trim().toUpperCase()
  return word !== 'NOASSERTION' && word !== 'NONE'
}

/** The text under `key` unless it is NOASSERTION or NONE. */
export function statedOf(reading: Reading, entry: Entry, key: string): string | undefined {
  const text = textOf(reading, entry, key)
  return text !== undefined && isStated(text) ? text : undefined
}

/** `Organization: Acme (psirt@acme.example)` is `Acme`. */
export function toParty(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/^(?:Organization|Person|Tool)[ \t]*:/i, '')
    .replace(/\([^()]*\)$/, (tail) => (tail === '()' || tail.includes('@') ? '' : tail))
    .trim()
  return name === '' || !isStated(name) ? undefined : name
}

/** The digests of a package or a file. */
export function checksumsOf(reading: Reading, entry: Entry): Hash[] {
  const hashes: Hash[] = []
  for (const checksum of entriesOf(reading, entry, 'checksums')) {
    const algorithm = textOf(reading, checksum, 'algorithm') ?? ''
    const value = textOf(reading, checksum, 'checksumValue')
    if (value === undefined) continue
    const stated = { place: checksum.place, algorithm: algorithm.replace(/^checksumAlgorithm_/, ''), digest: value }
    takeHash(hashes, reading.problems, stated)
  }
  return hashes
}

/** What is declared and what the author concluded; what single files hold only where neither is stated. */
export function licencesOf(
  reading: Reading,
  entry: Entry,
  { first, otherwise }: { first: readonly string[]; otherwise: string },
): readonly string[] {
  const licences: string[] = []
  for (const key of first) addOnce(licences, statedOf(reading, entry, key))
  if (licences.length > 0 || own(entry.fields, otherwise) === undefined) return licences
  for (const text of textsOf(reading, entry, otherwise)) if (isStated(text)) addOnce(licences, text)
  return licences
}

/** The `SPDXID`, with a doubt when there is none: it is required, and relations could not name this element. */
export function spdxIdOf(reading: Reading, entry: Entry): string | undefined {
  const id = textOf(reading, entry, 'SPDXID')
  if (id === undefined)
    reading.problems.doubt(
      placeUnder(entry.place, 'SPDXID'),
      'element has no SPDXID; kept, but no relation can name it',
    )
  return id
}
