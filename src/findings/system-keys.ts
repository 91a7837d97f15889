import { packageKey, productsOfSystem } from '../model/index.ts'
import type { Component, ComponentKey } from '../model/index.ts'
import { orderIn } from './component-version.ts'
import { holdsOtherVersion, splitName, statedVersion } from './written-name.ts'

/** What may be a system as a whole; a driver, a file or a container of the same name is something else. */
const systemTypes: ReadonlySet<Component['type']> = new Set([
  'operating-system',
  'platform',
  'firmware',
  'framework',
  'library',
  'application',
  'unknown',
])
/** A version as its maker publishes it; anything behind it (`-yocto`, `-rt80`, `+`) tells a build of somebody else's. */
const publishedForm = /^v?\d+(?:\.\d+){0,3}(?:-rc\d+)?(?: ?sp ?\d)?$/i
const maxVersionChars = 200

/**
 * Keys of a Linux kernel or a real-time system that comes without identifiers, tier 2, by its name: its version decides then, and not "only
 * the name agrees". One that somebody else built is in doubt under them: they repair it without raising its version.
 */
export function keysOfSystem(component: Component): ComponentKey[] {
  const { type, name, supplier, purls, cpes } = component
  if (purls.length + cpes.length > 0 || !systemTypes.has(type)) return []
  const split = splitName(name)
  const said = { name: split?.name ?? name, supplier, isOperatingSystem: type === 'operating-system' }
  const version = holdsOtherVersion(component) ? undefined : statedVersion(component, [])?.trim()
  const isPublished = version === undefined || (version.length <= maxVersionChars && publishedForm.test(version))
  const base = isPublished ? version : /^v?\d+(?:\.\d+){1,3}/i.exec(version ?? '')?.[0]
  return productsOfSystem(said).map((product): ComponentKey => {
    const key = packageKey('cpe', ...product.split('/'))
    const order = orderIn('natural', base)
    return isPublished
      ? { key, ...order, tier: 2, guard: [] }
      : { key, ...order, tier: 5, doubt: 'ancestorOnly', guard: [] }
  })
}
