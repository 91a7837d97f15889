import type { Hash, ProductNamed } from '../model/index.ts'

/** No digest is longer. */
const mostDigits = 256

/** The kinds of text by which documents name a product, told apart by their beginning. */
export function toProduct(
  name: string,
  identifiers: readonly string[],
  more: Partial<Omit<ProductNamed, 'name' | 'purls' | 'cpes' | 'sbomIds'>> & {
    readonly sbomIds?: readonly string[]
  } = {},
): ProductNamed {
  const of = (test: RegExp): string[] => [...new Set(identifiers.filter((each) => test.test(each)))]
  return {
    name,
    hashes: [],
    serials: [],
    modelNumbers: [],
    ...more,
    purls: of(/^pkg:/i),
    cpes: of(/^cpe:/i),
    sbomIds: [...new Set([...(more.sbomIds ?? []), ...of(/^urn:uuid:/i)])],
  }
}

/** A digest by the algorithm's name in any spelling (`sha-256`, `SHA256`), as far as it is written; undefined where nothing is. */
export function toHash(algorithm: string, hex: string): Hash | undefined {
  const plain = hex.trim().toLowerCase().slice(0, mostDigits)
  if (plain === '') return undefined
  return {
    algorithm: algorithm
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, mostDigits),
    hex: plain,
  }
}
