import { textOf } from '../facts.ts'

/** Labels of the Encoding Standard for the defined terms of PS3.3 C.12.1.1.2; extensions without ISO 2022 have the same. */
const labels: readonly (readonly [term: RegExp, label: string])[] = [
  [/^ISO_IR 192$/, 'utf-8'],
  [/^(?:GB18030|GBK)$/, 'gb18030'],
  [/IR 100$/, 'windows-1252'],
  [/IR 101$/, 'iso-8859-2'],
  [/IR 109$/, 'iso-8859-3'],
  [/IR 110$/, 'iso-8859-4'],
  [/IR 144$/, 'iso-8859-5'],
  [/IR 127$/, 'iso-8859-6'],
  [/IR 126$/, 'iso-8859-7'],
  [/IR 138$/, 'iso-8859-8'],
  [/IR 148$/, 'windows-1254'],
  [/IR 203$/, 'iso-8859-15'],
  [/IR 166$/, 'windows-874'],
  [/^ISO_IR 13$/, 'shift_jis'],
  [/^ISO 2022 IR (?:87|159)$/, 'iso-2022-jp'],
  [/^ISO 2022 IR 149$/, 'euc-kr'],
  [/^ISO 2022 IR 58$/, 'gbk'],
]

/** Turns bytes of a data set into text by its Specific Character Set (0008,0005); what it does not name is read as UTF-8 or Windows-1252. */
export function decoderOf(specificCharacterSet: string): (bytes: Uint8Array) => string {
  const terms = specificCharacterSet.split('\\').map((term) => term.trim())
  // Of several terms the last that is known is the one beside ASCII: `\ISO 2022 IR 87`.
  const label = terms.toReversed().flatMap((term) => labels.find(([known]) => known.test(term))?.[1] ?? [])[0]
  if (label === undefined || label === 'utf-8') return textOf
  const decoder = new TextDecoder(label)
  const isJapanese = label === 'iso-2022-jp'
  return (bytes) => decoder.decode(isJapanese ? bytes : bytes.filter((byte, at) => !isEscape(bytes, at)))
}

/** ISO 2022 announces a set by ESC and two or three bytes; decoders other than the Japanese one know no escapes. */
function isEscape(bytes: Uint8Array, at: number): boolean {
  for (let back = 0; back < 4 && back <= at; back += 1) {
    if (bytes[at - back] !== 0x1b) continue
    const isLong = bytes[at - back + 1] === 0x24
    return back < (isLong ? 4 : 3)
  }
  return false
}
