import type { AssetImporter, AssetList, ReadOptions, Refusal } from './importer.ts'

const maxBytes = 200 * 1024 * 1024

/** First bytes of what people send instead of a list, and what to do about it. */
const foreign: readonly (readonly [firstBytes: readonly number[], because: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'this is an Excel workbook or a ZIP file; save the sheet as "CSV UTF-8" and import that'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'this is an old Excel workbook; save the sheet as "CSV UTF-8" and import that'],
  [[0x25, 0x50, 0x44, 0x46], 'this is a PDF; ask for the list as CSV'],
  [[0x1f, 0x8b], 'this is a gzip file; unpack it and import the list inside'],
]

/** Reads a list with the first of `importers` that recognises its first bytes. */
export async function readWith(
  importers: readonly AssetImporter[],
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<AssetList | Refusal> {
  const whole = await collect(bytes)
  if (whole === undefined) return { is: 'refused', because: 'the list is larger than 200 MB; import it in parts' }
  if (whole.length === 0) return { is: 'refused', because: 'the file is empty; export the list again' }
  const known = foreign.find(([firstBytes]) => firstBytes.every((byte, index) => whole[index] === byte))
  if (known !== undefined) return { is: 'refused', because: known[1] }
  const importer = importers.find(({ recognises }) => recognises(whole))
  return importer === undefined
    ? { is: 'refused', because: 'this is no list that can be recognised; export it as CSV' }
    : importer.read(whole, options)
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
