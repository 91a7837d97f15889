/** A name as it passes: thirty-two letters, without its length. */
export function encodedNetbiosName(name: string, suffix: number): string {
  const bytes = [...Buffer.from(name.padEnd(15)), suffix]
  return bytes.map((byte) => String.fromCharCode(65 + (byte >> 4), 65 + (byte & 15))).join('')
}
