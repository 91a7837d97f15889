/** First bytes of what people send instead of a list, and what to do about it. */
const foreign: readonly (readonly [firstBytes: readonly number[], because: string])[] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    'this is a ZIP file and no Excel workbook; unpack it, or save the sheet as .xlsx or "CSV UTF-8", and import that',
  ],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'this is an old Excel workbook, or one with a password; save it as .xlsx without password, or the sheet as "CSV UTF-8", and import that',
  ],
  [[0x25, 0x50, 0x44, 0x46], 'this is a PDF; ask for the list as CSV or .xlsx'],
  [[0x1f, 0x8b], 'this is a gzip file; unpack it and import the list inside'],
]

/** Why these bytes are surely no list, and what to do; undefined when they may be one. */
export function foreignBecause(bytes: Uint8Array): string | undefined {
  return foreign.find(([firstBytes]) => firstBytes.every((byte, index) => bytes[index] === byte))?.[1]
}
