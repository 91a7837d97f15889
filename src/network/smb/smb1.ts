import { Cursor } from '../cursor.ts'
import { textOf, utf16Of } from '../facts.ts'

const headerLength = 32
const sessionSetup = 0x73
const isUnicode = 0x8000

/** What a session setup of SMB 1 tells: the system and its software as they call themselves. */
export interface Smb1Setup {
  readonly nativeOs: string
  readonly nativeLanMan: string
  readonly domain?: string
  readonly namesPerson: boolean
}

/** MS-CIFS §2.2.4.53 and MS-SMB §2.2.4.6; `frame` begins with 0xFF `SMB`. Undefined for any other command, or when it is cut. */
export function readSmb1Setup(frame: Uint8Array): Smb1Setup | undefined {
  if (frame[4] !== sessionSetup) return undefined
  const header = new Cursor(frame)
  header.skip(10)
  const unicode = (header.u16le() & isUnicode) !== 0
  const cursor = new Cursor(frame.subarray(headerLength))
  const words = new Cursor(cursor.take(cursor.u8() * 2))
  const wordCount = words.left / 2
  cursor.skip(2)
  const lead = leadOf(wordCount, words)
  if (lead === undefined || cursor.isShort) return undefined
  cursor.skip(lead.skip)
  const offset = headerLength + 1 + wordCount * 2 + 2 + lead.skip
  const texts = textsOf(cursor, { unicode, padded: unicode && offset % 2 === 1 })
  const [nativeOs = '', nativeLanMan = '', domain = ''] = texts.slice(lead.before)
  return {
    nativeOs,
    nativeLanMan,
    ...(lead.isResponse && domain !== '' ? { domain } : {}),
    namesPerson: lead.before > 0 && texts[0] !== '',
  }
}

/** How many bytes stand before the texts, and how many texts before the system's; by the number of words, which tells the four forms apart. */
function leadOf(
  wordCount: number,
  words: Cursor,
): { readonly skip: number; readonly before: number; readonly isResponse: boolean } | undefined {
  if (wordCount === 12) {
    words.skip(14)
    return { skip: words.u16le(), before: 0, isResponse: false }
  }
  if (wordCount === 13) {
    words.skip(14)
    return { skip: words.u16le() + words.u16le(), before: 2, isResponse: false } // passwords; then account and domain
  }
  if (wordCount === 4) {
    words.skip(6)
    return { skip: words.u16le(), before: 0, isResponse: true }
  }
  return wordCount === 3 ? { skip: 0, before: 0, isResponse: true } : undefined
}

/** Texts that end in a zero, two bytes of it in Unicode. */
function textsOf(cursor: Cursor, { unicode, padded }: { unicode: boolean; padded: boolean }): string[] {
  if (padded) cursor.skip(1)
  const bytes = cursor.take(Math.min(cursor.left, 2048))
  const text = unicode ? utf16Of(bytes) : textOf(bytes)
  return text.split('\0').slice(0, 6)
}
