import { isKernel, packageKey, type PackageKey } from '../../model/index.ts'
import { plainText } from '../text.ts'

const maxChars = 200
const nothing =
  /^(?:|-|\*|n\/?a|none|unknown|unspecified|multiple|various|multiple (?:vendors|products)|various products)$/

/** Words that end the name of who makes something and are not in its CPE. */
const endings = new Set(
  `ab ag as bv co company corp corporation foundation gmbh group inc incorporated kg limited llc llp ltd nv oy plc
  project pty sa sarl software-foundation spa srl systems-inc team`.split(/\s+/),
)

/** Systems whose CPE is not what their authority writes. Source: vendor and product pairs of the NVD's own CPE dictionary. */
const systems: readonly (readonly [
  vendor: string,
  product: RegExp,
  toProduct: (match: RegExpExecArray) => readonly string[],
])[] = [
  ['linux', /^(?:linux|kernel|linux_kernel)$/, () => ['linux_kernel']],
  ['kernel', /^(?:linux|kernel|linux_kernel)$/, () => ['linux_kernel']],
  ['apple', /^ios(?:_and_ipados)?$/, () => ['iphone_os', 'ipados']],
  ['apple', /^(?:ipados|macos|tvos|watchos|visionos)$/, ([product]) => [product]],
  ['google', /^android$/, () => ['android']],
  ['freebsd', /^freebsd$/, () => ['freebsd']],
  [
    'microsoft',
    /^(windows_(?:server_)?[\w.]+?)(?:_version)?_(\d{4}|\d\dh\d)$/,
    ([, name, build]) => [`${name}_${build}`],
  ],
  [
    'microsoft',
    /^windows_(?:\d|server|vista|xp|rt|nt|embedded|iot|ce$|mobile|phone)[\w.]*$/,
    ([product]) => [product.replace(/_(?:service_pack|sp)_?\d.*$/, '')],
  ],
]

/** True when the text names nothing: `n/a`, empty. */
export function isNameless(text: string | null | undefined): boolean {
  return nothing.test((text ?? '').trim().toLowerCase())
}

/**
 * The CPE keys that free texts of vendor and product most likely stand for: `Apache Software Foundation`, `Apache HTTP Server` gives
 * `cpe/a/apache/http_server` and `cpe/a/apache_software_foundation/apache_http_server`. A key needs both: without a vendor it is
 * `cpe/a/-/product`, which meets a component by its name alone and so proves nothing. Empty when no product is named.
 */
export function keysOfNames(vendorText: string, productText: string, stated?: 'a' | 'o' | 'h'): readonly PackageKey[] {
  const product = toCpeWord(productText.replace(/\((?:[^()]{0,80})\)/g, ' '))
  if (isNameless(productText) || product === '') return []
  const vendor = isNameless(vendorText) ? '' : toCpeWord(vendorText)
  if (vendor === '') return [packageKey('cpe', 'a', '-', product)]
  const core = coreOf(vendor)
  const system = systemOf(core, product)
  if (system.length > 0) return system.map((name) => packageKey('cpe', 'o', core === 'kernel' ? 'linux' : core, name))
  const pairs = [
    [core, withoutMaker(product, core)],
    [core, product],
    [vendor, product],
  ] as const
  return [...new Set(pairs.map(([maker, name]) => packageKey('cpe', stated ?? partOf(maker, name), maker, name)))]
}

function systemOf(vendor: string, product: string): readonly string[] {
  for (const [maker, form, toProduct] of systems) {
    const match = maker === vendor ? form.exec(product) : null
    if (match !== null) return toProduct(match)
  }
  return []
}

/** What a text does not call firmware or an operating system is looked up as an application. */
function partOf(vendor: string, product: string): 'a' | 'o' {
  if (vendor === 'microsoft' && product.startsWith('windows_')) return 'a' // Windows Defender, Windows Admin Center
  return product.endsWith('firmware') || isKernel(packageKey('cpe', 'o', vendor, product)) ? 'o' : 'a'
}

/** Lower case, blanks as `_`, as in a CPE; `Node.js` keeps its point and `BIG-IP` its hyphen. */
function toCpeWord(text: string): string {
  return plainText(text)
    .slice(0, maxChars)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}._+&!~-]+/gu, '_')
    .replace(/^_/, '')
    .replace(/[_.]$/, '')
}

function coreOf(vendor: string): string {
  const words = vendor.replaceAll('.', '').split('_')
  if (words.length > 1 && words[0] === 'the') words.shift()
  while (words.length > 1 && endings.has((words.at(-1) ?? '').replace(/,$/, ''))) words.pop()
  if (words.length > 1 && words.at(-1) === 'software') words.pop()
  return words.length === vendor.split('_').length ? vendor : words.join('_')
}

/** `apache_http_server` of `apache` is `http_server`; a name that is the maker's own stays. */
function withoutMaker(product: string, vendor: string): string {
  return product.startsWith(`${vendor}_`) ? product.slice(vendor.length + 1) : product
}
