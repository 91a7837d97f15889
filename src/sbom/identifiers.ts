import { faultOfDigest, isWholeDigest } from '../model/index.ts'
import type { Hash, OtherIdentifier } from '../model/index.ts'
import type { Place } from './place.ts'
import type { Problems } from './problems.ts'

/** The identifiers of one component while it is read. Texts are kept as written, each once. */
export interface Identifiers {
  readonly purls: string[]
  readonly cpes: string[]
  readonly swids: string[]
  readonly hashes: Hash[]
  readonly others: OtherIdentifier[]
}

export function noIdentifiers(): Identifiers {
  return { purls: [], cpes: [], swids: [], hashes: [], others: [] }
}

/** Beyond this length a list is searched by a set beside it, so that a component of a million identifiers costs no more than its size. */
const shortLength = 32
const sets = new WeakMap<readonly unknown[], Set<string>>()

export function addOnce(list: string[], text: string | undefined): void {
  if (text !== undefined && isNew(list, text, (one) => one)) list.push(text)
}

export function addHash(hashes: Hash[], hash: Hash): void {
  if (isNew(hashes, toWord(hash), toWord)) hashes.push(hash)
}

function toWord({ algorithm, hex }: Hash): string {
  return `${algorithm}:${hex}`
}

function isNew<T>(list: readonly T[], word: string, wordOf: (one: T) => string): boolean {
  if (list.length < shortLength) return !list.some((one) => wordOf(one) === word)
  const set = sets.get(list) ?? new Set(list.map((one) => wordOf(one)))
  if (!sets.has(list)) sets.set(list, set)
  const before = set.size
  return set.add(word).size > before
}

export function isPurl(text: string): boolean {
  return /^pkg:/i.test(text)
}

export function isCpe(text: string): boolean {
  return /^cpe:(?:2\.3:|\/)/i.test(text)
}

/** Files an identifier by what it is, whatever its label says; false when its text is neither a purl nor a CPE. */
export function addBySyntax({ purls, cpes }: Identifiers, text: string): boolean {
  if (isPurl(text)) addOnce(purls, text)
  else if (isCpe(text)) addOnce(cpes, text)
  else return false
  return true
}

/** SHA-512 has 128 digits; no digest is longer than twice that, and no algorithm's name than `blake2b-512` by much. */
const maxDigits = 256
const maxAlgorithmChars = 40

/** A digest in the model's spelling; undefined when the text is no hexadecimal digest. */
export function toHash(algorithm: string, digest: string): Hash | undefined {
  const hex = digest.trim().toLowerCase()
  if (algorithm.length > maxAlgorithmChars || hex.length > maxDigits || !/^(?:[0-9a-f]{2})+$/.test(hex))
    return undefined
  return { algorithm: algorithm.toLowerCase().replaceAll(/[^a-z0-9]/g, ''), hex }
}

/** Adds a digest as it is written; one that is none, or not whole, is told. */
export function takeHash(
  hashes: Hash[],
  problems: Problems,
  { place, algorithm, digest }: { readonly place: Place; readonly algorithm: string; readonly digest: string },
): void {
  const hash = toHash(algorithm, digest)
  const written = `${algorithm.slice(0, maxAlgorithmChars)} digest "${digest.slice(0, 100)}"`
  if (hash === undefined) {
    problems.lost(place, `${written} is no hexadecimal digest; left out`)
    return
  }
  if (!isWholeDigest(hash)) problems.doubt(place, `${written} ${faultOfDigest(hash)}`)
  addHash(hashes, hash)
}

/** Source packages that purls name in their `upstream` qualifier: `pkg:deb/debian/libssl3@3.0.11?upstream=openssl%403.0.11`. */
export function upstreamsOf(purls: readonly string[]): readonly string[] {
  const names: string[] = []
  for (const purl of purls) {
    const stated = /[?&]upstream=([^&#]+)/.exec(purl)?.[1]
    if (stated === undefined) continue
    for (const upstream of unescaped(stated).split(',')) addOnce(names, upstream.split('@')[0]?.trim() || undefined)
  }
  return names
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
