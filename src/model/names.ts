import { repairText } from './mojibake.ts'

/**
 * A product name for comparison: accents and case folded, anything but letters and digits made `-`, `firmware` at the end dropped.
 * `IntelliVue MX700`, `intellivue_mx700_firmware` and `IntelliVue-MX700` agree. Empty when no letter or digit is left.
 */
export function foldName(text: string): string {
  return foldWords(text).replace(/-firmware$/, '')
}

/** Lower-case words joined by `-`, accents dropped; a text that was read in a wrong encoding is compared as it was meant. */
export function foldWords(text: string): string {
  if (isAscii.test(text)) return joinWords(text.toLowerCase())
  return repairText(text)
    .replace(markForm, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-/, '')
    .replace(/-$/, '')
}

/** Marks that NFKD would spell out: `Infusomat™` is no `Infusomattm`. */
const markForm = /[™℠]/g

/** Nearly every name is, and takes a fifth of the time. */
const isAscii = /^[\x20-\x7e]*$/

function joinWords(text: string): string {
  return text
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '')
}
