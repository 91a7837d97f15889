/** Longer runs of letters beyond ASCII are no accident of an encoding in a name. */
const maxRunChars = 400
/** Some names went through the same mistake twice: `DrÃƒÂ¤ger`. */
const maxRepairs = 2

/**
 * Repairs a text whose UTF-8 was read as Windows-1252 or Mac Roman: `DrÃ¤ger` and `Dr√§ger` become `Dräger`. Only whole runs of bytes that are
 * valid UTF-8 are repaired, which words of people hardly ever are; everything else stays as it is. For comparing: what is shown stays as written.
 */
export function repairText(text: string): string {
  let repaired = text
  for (let time = 0; time < maxRepairs; time += 1) {
    const before: string = repaired
    repaired = before.replace(beyondAscii, repairRun)
    if (repaired === before) break
  }
  return repaired
}

const beyondAscii = /[^\p{ASCII}]+/gu

function repairRun(run: string): string {
  if (run.length < 2 || run.length > maxRunChars) return run
  for (const table of tables) {
    const bytes = Array.from(run, (letter) => table.get(letter))
    const known = bytes.filter((byte) => byte !== undefined)
    const text = known.length === bytes.length ? decode(Uint8Array.from(known)) : undefined
    if (text !== undefined && isOfNames.test(text)) return text
  }
  return run
}

/** Latin letters and punctuation. Others are refused, for `Œö` is two letters and, read as Mac Roman, also a Greek one. */
const isOfNames = /^[\u0080-\u017f\u2000-\u22ff]+$/

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Undefined when the bytes are no UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

const upperBytes = Uint8Array.from({ length: 128 }, (_, place) => 128 + place)

/** The letters that an encoding has for the bytes from 128 on. */
const tables: readonly ReadonlyMap<string, number>[] = ['windows-1252', 'macintosh'].map(
  (encoding) =>
    new Map(Array.from(new TextDecoder(encoding).decode(upperBytes), (letter, place) => [letter, 128 + place])),
)
