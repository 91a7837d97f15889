import { isWholeDigest } from '../model/index.ts'
import type { Component } from '../model/index.ts'

/** The digest algorithms of which every deployed component carries a whole digest: only for these does a missing digest mean a missing component. */
export function digestsOnAll(components: readonly Component[]): string[] {
  const [first, ...others] = components
    .filter((component) => component.deployed)
    .map((component) => new Set(component.hashes.filter(isWholeDigest).map((hash) => hash.algorithm)))
  return [...(first ?? [])].filter((algorithm) => others.every((algorithms) => algorithms.has(algorithm)))
}
