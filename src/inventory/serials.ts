/** Compares serial numbers: case, spaces, `-`, `/` and a leading `SN` or `S/N` do not count; leading zeros do, and `O` is not `0`. */
export function normaliseSerial(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^\s*(?:S\/N|SN)\s*[:#°.\s]\s*/, '')
    .replace(/[\s/-]+/g, '')
}
