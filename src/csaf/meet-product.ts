import { deviceKey, versionKey } from '../model/index.ts'
import type { AdvisoryProduct } from '../model/index.ts'
import { contains, schemeById } from '../versions/index.ts'
import { readDeviceNames } from './device-names.ts'
import { readProductVersion } from './product-version.ts'
import { fitsPattern } from './wildcards.ts'

/** A device or a model version as an inventory names it. */
export interface Asset {
  readonly maker: string
  readonly model: string
  readonly version?: string
  readonly serial?: string
}

/**
 * How a product of an advisory meets an asset.
 * - `how`: by which of its identifiers, the surest first.
 * - `isSure`: the product is this model; else it may be (a family, an option, one of several makers).
 * - `versions`: whether the asset's version is meant, may be meant, or is not.
 */
export interface Meeting {
  readonly how: 'serialNumber' | 'modelNumber' | 'model' | 'family'
  readonly isSure: boolean
  readonly versions: 'inside' | 'possible' | 'outside'
  /** What the product says of versions, and why that leaves a doubt. */
  readonly text: string
  readonly because?: string
}

/** Undefined where the product does not name the asset in any way. `products` are those of its document. */
export function meetProduct(
  product: AdvisoryProduct,
  asset: Asset,
  products: ReadonlyMap<string, AdvisoryProduct>,
): Meeting | undefined {
  if (product.joined === undefined) return meetAlone(product, asset)
  for (const { productId } of product.joined.toReversed()) {
    const part = products.get(productId)
    const meeting = part?.joined === undefined && part !== undefined ? meetAlone(part, asset) : undefined
    if (meeting !== undefined) return { ...meeting, isSure: false, because: `only where it is “${product.name}”` }
  }
  return undefined
}

function meetAlone(product: AdvisoryProduct, asset: Asset): Meeting | undefined {
  const found = howMet(product, asset)
  if (found === undefined) return undefined
  const bySerial = serialFits(product, asset.serial)
  if (bySerial === 'no')
    return {
      ...found,
      ...meetVersions(product, asset),
      versions: 'outside',
      because: 'its serial number is not among those named',
    }
  const versions = meetVersions(product, asset)
  const how = bySerial === 'yes' ? 'serialNumber' : found.how
  if (bySerial === 'yes' || bySerial === 'notAsked') {
    const isSure = found.isSure && product.unresolved === undefined
    return { how, isSure, ...versions, ...(product.unresolved !== undefined && { because: product.unresolved }) }
  }
  return {
    how,
    isSure: false,
    ...versions,
    because: 'only some serial numbers are meant, and that of the device is not known',
  }
}

function howMet(product: AdvisoryProduct, { maker, model }: Asset): Pick<Meeting, 'how' | 'isSure'> | undefined {
  const own = deviceKey(maker, model)
  if (own === undefined) return undefined
  const names = namesOf(product)
  const ofMaker = own.slice(0, own.lastIndexOf('/') + 1)
  const numbers = product.identifiers.modelNumbers.filter((number) => fitsPattern(number, model))
  if (numbers.length > 0 && [...names.keys()].some((key) => key.startsWith(ofMaker)))
    return { how: 'modelNumber', isSure: true }
  const sure = names.get(own)
  if (sure !== undefined) return { how: sure ? 'model' : 'family', isSure: sure }
  const words = new Set(own.slice(ofMaker.length).split('-'))
  for (const [key, isNamed] of names) {
    const code = key.slice(ofMaker.length)
    if (key.startsWith(ofMaker) && words.has(code) && /[a-z].*\d/.test(code) && code.length > 2)
      return { how: isNamed ? 'model' : 'family', isSure: isNamed }
  }
  for (const key of names.keys()) {
    const isWithin = own.startsWith(`${key}-`) && /[a-z]{3}|\d/.test(key.slice(ofMaker.length))
    const isBeyond = key.startsWith(`${own}-`) && own.length - ofMaker.length > 2
    if (isWithin || isBeyond) return { how: 'family', isSure: false }
  }
  return undefined
}

/** Products are met with every model of a fleet. */
const remembered = new WeakMap<AdvisoryProduct, ReadonlyMap<string, boolean>>()

/** The device keys that a product names, each with whether for sure. */
function namesOf(product: AdvisoryProduct): ReadonlyMap<string, boolean> {
  const before = remembered.get(product)
  if (before !== undefined) return before
  const names = new Map(readDeviceNames(product).map(({ key, sure }) => [key as string, sure]))
  remembered.set(product, names)
  return names
}

function serialFits(
  { identifiers }: AdvisoryProduct,
  serial: string | undefined,
): 'notAsked' | 'yes' | 'no' | 'unknown' {
  if (identifiers.serialNumbers.length === 0) return 'notAsked'
  if (serial === undefined) return 'unknown'
  return identifiers.serialNumbers.some((pattern) => fitsPattern(pattern, serial)) ? 'yes' : 'no'
}

function meetVersions(product: AdvisoryProduct, { version }: Asset): Pick<Meeting, 'versions' | 'text' | 'because'> {
  const { text, ranges, possible, because } = readProductVersion(product)
  const key = version === undefined ? undefined : schemeById('natural').sortKey(versionKey(version))
  const sure = ranges.map((range) => contains(range, key))
  if (sure.includes('inside')) return { versions: 'inside', text }
  const all = [...sure, ...possible.map((range) => contains(range, key))]
  if (all.every((each) => each === 'outside')) return { versions: 'outside', text }
  const why = key === undefined ? 'the software version of the device is not known, or cannot be compared' : because
  return { versions: 'possible', text, ...(why !== undefined && { because: why }) }
}
