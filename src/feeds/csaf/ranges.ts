import { readDeviceNames, readProductVersion } from '../../csaf/index.ts'
import type { CsafDocument, CsafVulnerability, Product, VersionReading } from '../../csaf/index.ts'
import { cpeVersionText, keyOfCpe, keysOfPurl, parseCpe, parsePurl } from '../../model/index.ts'
import type { AffectedRange, Condition, ConditionOperand, Cpe, Purl, VersionRange } from '../../model/index.ts'
import { schemeOfPurlType, toRange } from '../../versions/index.ts'
import { plainText } from '../text.ts'
import { vendorRange } from '../vendor-range.ts'

const maxRanges = 20_000

export interface Targets {
  readonly ranges: readonly AffectedRange[]
  readonly conditions: readonly Condition[]
  readonly problems: readonly string[]
}

/**
 * What a flaw of a document affects: devices by maker and model (tier 4), packages by purl (1) and CPE (2). What a document leaves open, contradicts
 * or says of a family only is undecided. A product within another counts only where both are.
 */
export function readTargets({ products }: CsafDocument, { standings }: CsafVulnerability): Targets {
  const ranges = new Map<string, AffectedRange>()
  const conditions: Condition[] = []
  const problems: string[] = []
  for (const [id, { status }] of standings) {
    const product = products.get(id)
    if (product === undefined || (status !== 'affected' && status !== 'contradictory')) continue
    const doubt =
      status === 'contradictory' ? 'the document says both that it is affected and that it is not' : product.unresolved
    const found =
      product.joined === undefined
        ? rangesOf(product)
        : joinedRanges(
            { products, conditions },
            product.joined.map(({ productId }) => productId),
          )
    if (found.length === 0)
      problems.push(`the product “${product.name}” has no maker and model, purl or CPE to be looked up by`)
    for (const range of found)
      addRange(ranges, doubt === undefined ? range : { ...range, undecided: range.undecided ?? doubt })
    if (ranges.size > maxRanges) {
      problems.push(`only the first ${maxRanges} of its ranges are kept`)
      break
    }
  }
  return { ranges: [...ranges.values()].slice(0, maxRanges), conditions, problems }
}

/** Products of one family name it again and again: what was said is not said twice, and what is decided goes before what is not. */
function addRange(ranges: Map<string, AffectedRange>, range: AffectedRange): void {
  const { key, tier, condition, cpe = '' } = range
  const name = `${key}\n${tier}\n${condition ?? ''}\n${cpe}\n${nameOfRange(range.range)}`
  const before = ranges.get(name)
  if (before === undefined || (before.undecided !== undefined && range.undecided === undefined)) ranges.set(name, range)
}

/** One object stands for the versions of a product in all of its ranges. */
const rememberedNames = new WeakMap<VersionRange, string>()

function nameOfRange(range: VersionRange): string {
  const before = rememberedNames.get(range)
  if (before !== undefined) return before
  const name = computeName(range)
  rememberedNames.set(range, name)
  return name
}

function computeName(range: VersionRange): string {
  if (range.is !== 'interval') return range.is
  const bytes = (each: Uint8Array): string =>
    Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString('latin1')
  return `${range.scheme}\n${range.shape}\n${bytes(range.lo)}\n${bytes(range.hi)}`
}

interface Joining {
  readonly products: CsafDocument['products']
  readonly conditions: Condition[]
}

/** The component's ranges, under the condition that the device has component and hosts. Where a host cannot be looked up nobody can tell. */
function joinedRanges({ products, conditions }: Joining, ids: readonly string[]): readonly AffectedRange[] {
  const [own = [], ...hosts] = ids.map((id) => {
    const product = products.get(id)
    return product === undefined ? [] : rangesOf(product)
  })
  if (hosts.some((host) => host.length === 0) || hosts.length === 0)
    return own.map((range) => ({
      ...range,
      undecided: range.undecided ?? 'the product that it is a part of cannot be looked up',
    }))
  if (own.length === 0)
    return hosts
      .flat()
      .map((range) => ({ ...range, undecided: range.undecided ?? 'the part that is meant cannot be looked up' }))
  const nodes = [own, ...hosts].map((node, index) => ({
    operator: 'OR' as const,
    negate: false,
    operands: node.map(({ key, range, text, cpe }): ConditionOperand => ({
      key,
      range,
      text,
      vulnerable: index === 0,
      ...(cpe !== undefined && { cpe }),
    })),
  }))
  const condition = conditions.push({ operator: 'AND', negate: false, nodes }) - 1
  const openHost = hosts.find((host) => host.every(({ undecided }) => undecided !== undefined))
  if (openHost === undefined) return own.map((range) => ({ ...range, condition }))
  return own.map((range) => ({
    ...range,
    condition,
    undecided: range.undecided ?? 'it is not sure which product it is a part of',
  }))
}

/** A document names the same products for each of its flaws. */
const remembered = new WeakMap<Product, readonly AffectedRange[]>()

function rangesOf(product: Product): readonly AffectedRange[] {
  const before = remembered.get(product)
  if (before !== undefined) return before
  const ranges = computeRanges(product)
  remembered.set(product, ranges)
  return ranges
}

function computeRanges(product: Product): readonly AffectedRange[] {
  const reading = readProductVersion(product)
  const text = plainText(reading.text === '' ? product.name : reading.text).slice(0, 500)
  return [
    ...product.identifiers.purls.flatMap((purl) => purlRanges(purl, reading, text)),
    ...cpeRanges(product.identifiers.cpe, reading, text),
    ...deviceRanges(product, reading, text),
  ]
}

function purlRanges(purlText: string, reading: VersionReading, text: string): readonly AffectedRange[] {
  const purl = parsePurl(purlText)
  if (purl === undefined) return []
  return keysOfPurl(purl).flatMap((key) =>
    purlVersions(purl, reading).map((range): AffectedRange => ({ key, tier: 1, range, text })),
  )
}

/** The purl's own version; without one what is stated beside it, where that is in the order of the purl's type. */
function purlVersions(purl: Purl, { ranges, because }: VersionReading): readonly VersionRange[] {
  const scheme = schemeOfPurlType(purl.type)
  if (purl.version !== undefined) {
    if (scheme === undefined) return [{ is: 'unreadable', because: `no order is known for versions of ${purl.type}` }]
    return [toRange(scheme, { from: purl.version, to: purl.version, toInclusive: true })]
  }
  const fits =
    ranges.length > 0 &&
    ranges.every((range) => range.is === 'all' || (range.is === 'interval' && range.scheme === scheme))
  return fits ? ranges : [{ is: 'unreadable', because: because ?? `its versions are not in the order of ${purl.type}` }]
}

function cpeRanges(cpeText: string | undefined, reading: VersionReading, text: string): readonly AffectedRange[] {
  const cpe = cpeText === undefined ? undefined : parseCpe(cpeText)
  const key = cpe && keyOfCpe(cpe)
  if (cpe === undefined || key === undefined) return []
  const stated = cpeVersions(cpe)
  if (stated !== undefined) return [{ key, tier: 2, range: stated, text }]
  return statedRanges(reading).map(({ range, undecided }) => ({
    key,
    tier: 2,
    range,
    text,
    ...(undecided !== undefined && { undecided }),
  }))
}

/** Undefined where the CPE leaves the version open. */
function cpeVersions(cpe: Cpe): VersionRange | undefined {
  const version = cpeVersionText(cpe)
  switch (version.is) {
    case 'text':
      return vendorRange({ from: version.text, to: version.text, toInclusive: true })
    case 'pattern':
      return { is: 'unreadable', because: `the versions are given as a pattern: ${plainText(version.text)}` }
    case 'any':
    case 'na':
      return undefined
  }
}

function deviceRanges(product: Product, reading: VersionReading, text: string): readonly AffectedRange[] {
  const stated = statedRanges(reading)
  const undecided = notThisModel(product)
  const open = openRanges(reading).map((range) => ({ range, undecided }))
  return readDeviceNames(product).flatMap(({ key, sure }) =>
    (sure ? stated : open).map((each): AffectedRange => ({ key, tier: 4, text, ...each })),
  )
}

function notThisModel({ name }: Product): string {
  return `“${plainText(name).slice(0, 200)}” may not be this model`
}

/** All that may be meant: a possible range is never smaller than the sure one that it widens. */
function openRanges({ ranges, possible }: VersionReading): readonly VersionRange[] {
  const isWidened = possible.length >= ranges.length && possible.every(({ is }) => is === 'interval')
  return isWidened ? possible : [...ranges, ...possible]
}

function statedRanges({
  ranges,
  possible,
  because,
}: VersionReading): readonly { readonly range: VersionRange; readonly undecided?: string }[] {
  const open = possible.map((range) =>
    range.is === 'unreadable' ? { range } : { range, undecided: because ?? 'the text may mean these versions' },
  )
  return [...ranges.map((range) => ({ range })), ...open]
}
