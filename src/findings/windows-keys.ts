import { keyOfCpe, packageKey, readWindows } from '../model/index.ts'
import type { Component, ComponentKey, Cpe, WindowsProduct } from '../model/index.ts'
import { orderIn } from './component-version.ts'

/** What may name a system: anything else that is called Windows is a part of it, or made for it. */
const systemTypes: ReadonlySet<Component['type']> = new Set([
  'operating-system',
  'platform',
  'firmware',
  'device',
  'unknown',
])

/**
 * Keys of a Windows, tier 2, by its name, or by a CPE as the dictionary wrote it before each release was a product of its own. They come
 * beside those of its CPEs: a flaw may be recorded under either product. An embedded edition is in doubt under the system that it is made of.
 */
export function keysOfWindows(component: Component, cpes: readonly Cpe[]): ComponentKey[] {
  const { type, name, version, supplier = '' } = component
  const isSystem = systemTypes.has(type) || /\bmicrosoft\b/i.test(supplier)
  const names = [...(isSystem ? [name] : []), ...cpes.flatMap(nameOfCpe)]
  const stated = new Set(cpes.map(keyOfCpe))
  const keys = names.flatMap((each) => {
    const { products, base } = readWindows(each, version) ?? { products: [], base: [] }
    return [
      ...products.map(toKey),
      ...base.map((product): ComponentKey => ({ ...toKey(product), tier: 5, doubt: 'ancestorOnly' })),
    ]
  })
  return keys.filter(({ key }) => !stated.has(key))
}

/** `windows 10 1809` for `cpe:2.3:o:microsoft:windows_10:1809`. */
function nameOfCpe({ part, vendor, product, version, update }: Cpe): string[] {
  const isMicrosoft = part.is === 'value' && part.text === 'o' && vendor.is === 'value' && vendor.text === 'microsoft'
  if (!isMicrosoft || product.is !== 'value') return []
  const words = [product, version, update].flatMap((value) => (value.is === 'value' ? [value.text] : []))
  return [words.join(' ').replaceAll('_', ' ')]
}

function toKey({ product, version }: WindowsProduct): ComponentKey {
  const key = packageKey('cpe', 'o', 'microsoft', product)
  switch (version.is) {
    case 'build':
    case 'release':
      return { key, ...orderIn('natural', version.text), tier: 2, guard: [] }
    case 'none':
      return { key, scheme: 'natural', shape: 'na', versionKey: new Uint8Array(0), tier: 2, guard: [] }
  }
}
