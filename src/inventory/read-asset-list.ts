import { foreignBecause } from './foreign.ts'
import type { AssetImporter, AssetList, ReadOptions, Refusal } from './importer.ts'

const maxBytes = 200 * 1024 * 1024

/** Reads a list with the first of `importers` that recognises its content. */
export async function readWith(
  importers: readonly AssetImporter[],
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<AssetList | Refusal> {
  const whole = await collect(bytes)
  if (whole === undefined) return { is: 'refused', because: 'the list is larger than 200 MB; import it in parts' }
  if (whole.length === 0) return { is: 'refused', because: 'the file is empty; export the list again' }
  const importer = importers.find(({ recognises }) => recognises(whole))
  if (importer !== undefined) return importer.read(whole, options)
  const because = foreignBecause(whole) ?? 'this is no list that can be recognised; export it as CSV'
  return { is: 'refused', because }
}

/** The whole file, since its encoding shows only at its first accent; undefined when it is too large. */
async function collect(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  if (bytes instanceof Uint8Array) return bytes.length > maxBytes ? undefined : bytes
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}
