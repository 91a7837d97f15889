import { deviceKey, foldWords, makerKey } from '../model/index.ts'
import type { PackageKey } from '../model/index.ts'
import type { Product } from './document.ts'
import { expandCodes, isCode, isVersion } from './model-codes.ts'

/** A device that a product of a document may name. `sure`: the product is that model; else it may be one of a family, or an option of it. */
export interface DeviceNamed {
  readonly maker: string
  readonly model: string
  /** `device/philips/mx400`: what it is looked up by. */
  readonly key: PackageKey
  readonly sure: boolean
}

type Named = Pick<Product, 'name' | 'maker' | 'product' | 'family'> & {
  readonly identifiers: Pick<Product['identifiers'], 'modelNumbers'>
}

const maxNames = 400

/** Words that only say what kind of thing it is; `IntelliVue patient monitor MX100` is an IntelliVue MX100. */
const kinds = new Set(
  `patient worn monitor monitors monitoring system systems device devices machine machines platform unit units pump pumps series family product products
  model models number numbers software firmware application the all moniteur moniteurs systeme systemes pompe pompes modele modeles serie gamme`.split(
    /\s+/,
  ),
)
const legalForm = /^(?:|and .*|co|company|corp|inc|incorporated|ltd|limited|llc|ag|gmbh|sa|sas|spa)\.?$/i
/** What comes after these words narrows a product or belongs to it. */
const narrowing =
  /\s*,?\s+(?:not including|excluding|except|including|with|without|using|running|for|under|of|avec|sans|pour)\s.*$|\s+windows \S+[- ]based$|\s+(?:wlan|only)$/i

/** The devices that a product names, by maker and model: lists (`MX400, MX450 and MX500`, `FM20/FM30`), spans (`MX400-MX850`), codes in brackets, model numbers. */
export function readDeviceNames(product: Named): readonly DeviceNamed[] {
  const makers = makersOf(product.maker ?? '')
  if (makers.length === 0) return []
  const models = new Map<string, boolean>()
  const add = (model: string, sure: boolean): void => {
    const name = model.replaceAll(/\s+/g, ' ').trim()
    if (/[\p{L}\p{N}]/u.test(name)) models.set(name, sure || models.get(name) === true)
  }
  for (const number of product.identifiers.modelNumbers) if (!/[?*]/.test(number)) add(number, true)
  addNames(product.product ?? product.name, add)
  if (product.family !== undefined) add(product.family, false)
  const named = new Map<string, DeviceNamed>()
  for (const { maker, sure: isMaker } of makers) {
    for (const [model, sure] of models) {
      const key = deviceKey(maker, model)
      if (key === undefined || named.size >= maxNames) continue
      named.set(key, { maker, model, key, sure: (sure && isMaker) || named.get(key)?.sure === true })
    }
  }
  return [...named.values()]
}

interface MakerNamed {
  readonly maker: string
  readonly sure: boolean
}

/** `Becton, Dickinson and Company (BD)` is one maker by three spellings; `Silex Technology and GE Healthcare` may be two. */
export function makersOf(text: string): readonly MakerNamed[] {
  const inBrackets = [...text.matchAll(/\(([^()]+)\)/g)].map(([, inside = '']) => inside)
  const whole = text.replaceAll(/\([^()]*\)/g, ' ').trim()
  const isKnown = makerKey(whole) !== foldWords(whole)
  const parts = isKnown
    ? []
    : whole.split(/\s*,\s+|\s+(?:and|et|&)\s+|\s*\/\s*/i).filter((part) => !legalForm.test(part))
  const makers = new Map<string, MakerNamed>()
  for (const maker of [text, whole, ...inBrackets]) addMaker(makers, { maker, sure: true })
  if (parts.length > 1) for (const maker of parts) addMaker(makers, { maker, sure: false })
  return [...makers.values()]
}

function addMaker(makers: Map<string, MakerNamed>, named: MakerNamed): void {
  const key = makerKey(named.maker)
  if (key !== '' && !makers.has(key)) makers.set(key, named)
}

type Add = (model: string, sure: boolean) => void

function addNames(text: string, add: Add): void {
  const clean = text.replaceAll(/[®™©]/g, '').replaceAll(/\s+/g, ' ').trim()
  const inBrackets = [...clean.matchAll(/\(([^()]+)\)/g)].map(([, inside = '']) => inside)
  const outside = clean
    .replaceAll(/\([^()]*\)/g, ' ')
    .replaceAll(/[()]/g, ' ')
    .trim()
  const base = outside.replace(narrowing, '')
  const isNarrowed =
    base !== outside || inBrackets.some((inside) => /\b(?:only|including|not|except|with|shipped)\b/i.test(inside))
  add(clean, !isNarrowed)
  addLists(base, (model, sure) => add(model, sure && !isNarrowed))
  const [brand = ''] = base.split(' ')
  for (const inside of inBrackets) {
    const codes = expandCodes(inside)
    for (const { code, sure } of codes) add(code, sure && !isNarrowed)
    for (const { code, sure } of codes)
      if (/[a-z]/i.test(code) && !isCode(brand)) add(`${brand} ${code}`, sure && !isNarrowed)
    if (codes.length === 0 && /^[\w -]{2,12}$/.test(inside)) add(inside, false)
  }
}

/** The names that a text lists: `Pulsera and Endura`, `Avalon Monitors FM20/FM30`, `IntelliVue MX400, MX450`. */
function addLists(base: string, add: Add): void {
  add(base, true)
  const words = base.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word) && !kinds.has(word.toLowerCase()))
  const first = words.findIndex((word) => isCode(word))
  if (first === -1) {
    const parts = base.split(/\s+(?:and|et)\s+|\s*,\s*|\//).filter((part) => part.trim().length > 2)
    if (parts.length > 1) for (const part of parts) add(part, false)
    add(words.join(' '), false)
    add(words.filter((word) => !isVersion(word)).join(' '), false)
    return
  }
  const brand = words.slice(0, first).join(' ')
  const codes = expandCodes(words.slice(first).join(' '))
  const last = words.findLastIndex((word) => isCode(word))
  const isWhole = words.slice(last + 1).every((word) => isVersion(word))
  if (codes.length === 1 && isWhole) add(words.join(' '), true)
  for (const { code, sure } of codes) {
    const isTelling = /[a-z]/i.test(code) && code.length > 2
    if (brand !== '') add(`${brand} ${code}`, sure && isWhole)
    if (brand !== '') add(`${brand.split(' ')[0]} ${code}`, sure && isWhole && isTelling)
    add(code, sure && ((isWhole && isTelling) || (first === 0 && code.length > 4)))
  }
}
