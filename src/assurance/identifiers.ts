import type { Hash, ProductNamed } from '../model/index.ts'

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

/** A digest by the algorithm's name in any spelling (`sha-256`, `SHA256`); undefined where the text is no hexadecimal. */
export function toHash(algorithm: string, hex: string): Hash | undefined {
  const plain = hex.trim().toLowerCase()
  if (!/^[0-9a-f]{8,256}$/.test(plain)) return undefined
  return { algorithm: algorithm.toLowerCase().replace(/[^a-z0-9]/g, ''), hex: plain }
}
