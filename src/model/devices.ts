import type { Cpe } from './cpe.ts'
import { makerKey } from './makers.ts'
import { foldName } from './names.ts'
import { keyOfCpe, packageKey } from './package-key.ts'
import type { PackageKey } from './package-key.ts'

const maxMakerWords = 5

/** `device/philips/intellivue-mx700`: a device model as the target of an advisory. Undefined when maker or model has no letter or digit. */
export function deviceKey(maker: string, model: string): PackageKey | undefined {
  const keys = { maker: makerKey(maker), model: modelKey(model, maker) }
  return keys.maker === '' || keys.model === '' ? undefined : packageKey('device', keys.maker, keys.model)
}

/**
 * `made/a/philips/viewer`: what a CPE names, by any spelling of its maker; undefined as in `keyOfCpe`. The column `made_key` of the store is made
 * in the same way.
 */
export function madeKeyOf(cpe: Cpe): PackageKey | undefined {
  const [, part = '', vendor = '', product = ''] = keyOfCpe(cpe)?.split('/') ?? []
  const maker = makerKey(vendor)
  return product === '' || maker === ''
    ? undefined
    : (['made', part, packageKey(maker), product].join('/') as PackageKey)
}

/** A plus sign at the end of a word: of another model (`FR2`, `FR2+`), and often written out. */
const plusForm = /\+(?![\p{L}\p{N}+])/gu

/**
 * Compares model names of one maker; the maker's name before the model is dropped: `GE Carescape B650` of GE Healthcare is `carescape-b650`. `FR2+` is
 * `fr2-plus`, and not `fr2`.
 */
export function modelKey(text: string, maker = ''): string {
  const words = foldName(text.replace(plusForm, ' plus ')).split('-')
  const ofMaker = makerKey(maker)
  for (let count = Math.min(maxMakerWords, words.length - 1); count > 0; count -= 1) {
    if (makerKey(words.slice(0, count).join(' ')) === ofMaker) return words.slice(count).join('-')
  }
  return words.join('-')
}

/** Compares the texts of a device's software version: `V 4.2.1 SP3`, `version 4.2.1-sp3` agree; it does not order them. */
export function versionKey(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:software|logiciel|sw)\b[\s:]*/, '')
    .replace(/^(?:version|vers|ver|v|release|rev)[.:\s]*(?=\d)/, '')
    .replace(/[\s_/-]+/g, '-')
}
