/** A model's code out of a list or a span: those in between are only likely. */
export interface ModelCode {
  readonly code: string
  readonly sure: boolean
}

const maxSpan = 100

/** `MX700`, `865240`, `FM20/FM30`, `MX400-MX850`: at least two characters with a digit. */
export function isCode(word: string): boolean {
  return word.length > 1 && /\d/.test(word) && /^[\w/,.+-]+$/.test(word) && !isVersion(word)
}

/** `1.0`, `8.0.x`, `2.0/2.5`: a version in a name, and no model. */
export function isVersion(word: string): boolean {
  return /^v?\d+(?:\.[\dx]+)+(?:\/\d+(?:\.[\dx]+)+)?$/i.test(word)
}

/** The codes of a text, each by itself: `MX800/700/600` is MX800, MX700, MX600; `865240/41` is 865240, 865241; `MX400-550` all from MX400 to MX550. */
export function expandCodes(text: string): readonly ModelCode[] {
  const codes: ModelCode[] = []
  let before = ''
  for (const piece of text.split(/\s*[/,]\s*|\s+(?:and|et|to|through|&)?\s*/)) {
    const span = /^([a-z]*)(\d{1,6})-([a-z]*)(\d{1,6})$/i.exec(piece)
    if (span !== null && (span[3] === '' ? (span[2] ?? '').length <= (span[4] ?? '').length : span[1] === span[3])) {
      codes.push(...spanOf(span[1] ?? '', Number(span[2]), Number(span[4])))
      continue
    }
    if (!isCode(piece)) continue
    before = completed(piece, before)
    codes.push({ code: before, sure: true })
  }
  return codes
}

/** A code that begins with a digit takes from the one before what it leaves out. */
function completed(piece: string, before: string): string {
  if (before === '' || !/^\d/.test(piece)) return piece
  const [, letters = '', digits = ''] = /^([a-z]+)(\d.*)$/i.exec(before) ?? []
  if (letters !== '' && piece.length >= digits.length) return letters + piece
  return piece.length < before.length ? before.slice(0, before.length - piece.length) + piece : piece
}

/** Both ends for sure, and in steps of ten what may stand between. */
function spanOf(letters: string, from: number, to: number): readonly ModelCode[] {
  const codes = [{ code: `${letters}${from}`, sure: true }]
  for (let number = from - (from % 10) + 10; number < to && codes.length < maxSpan; number += 10)
    codes.push({ code: `${letters}${number}`, sure: false })
  return to > from ? [...codes, { code: `${letters}${to}`, sure: true }] : codes
}
