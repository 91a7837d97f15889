import {
  isDistributionKey,
  keyOfCpe,
  keysOfPurl,
  nameKey,
  namesOfPurl,
  parseCpe,
  parsePurl,
  scopeOfKey,
  cpeVersionText,
} from '../model/index.ts'
import type { Component, ComponentKey, Cpe, PackageKey, Purl, VersionOrder } from '../model/index.ts'
import { schemes } from '../versions/index.ts'
import { orderIn, orderOfPurl, upstreamVersion } from './component-version.ts'
import { memory } from './memory.ts'
import { isOther, sourceVersion } from './purl-keys.ts'
import { holdsOtherVersion, namesWithin, statedVersion } from './written-name.ts'

/** The feed scopes that could speak for a component, by the kind of identifier they come from. */
export interface Scopes {
  /** Its distribution release: `deb/debian:12`. Backports make every other source's ranges wrong for it. */
  readonly distribution: readonly string[]
  /** Registries of languages: `maven`, `npm`. */
  readonly registry: readonly string[]
  /** Its CPE keys: the NVD speaks for a product when it has ranges for that very key. */
  readonly cpe: readonly string[]
}

/** What a component's identifiers say. */
interface Identified {
  readonly purls: readonly Purl[]
  readonly cpes: readonly Cpe[]
  readonly scopes: Scopes
}

export function scopesOf(component: Component, purls: readonly Purl[], cpes: readonly Cpe[]): Scopes {
  const keys = purls.flatMap((purl) => keysOfPurl(purl, component.sourcePackages))
  const scopes = (some: readonly PackageKey[]): string[] => [
    ...new Set(some.map(scopeOfKey).filter((scope) => scope !== undefined)),
  ]
  return {
    distribution: scopes(keys.filter(isDistributionKey)),
    registry: scopes(keys.filter((key) => !isDistributionKey(key))),
    cpe: cpes.map(keyOfCpe).filter((key) => key !== undefined),
  }
}

/**
 * CPE keys, tier 2. For a distribution package they are silent while its release is covered, and never proof (backports). Beside a
 * registry's purl they leave a doubt: the registry's own feed, which knows better, does not report the flaw.
 */
export function keysOfCpes(component: Component, cpes: readonly Cpe[], scopes: Scopes): ComponentKey[] {
  return cpes.flatMap((cpe) => {
    const key = keyOfCpe(cpe)
    if (key === undefined) return []
    const orders = ordersOfCpe(cpe, component)
    if (scopes.distribution.length > 0) {
      const silent = { doubt: 'releaseNotCovered', guard: scopes.distribution, guardEffect: 'silences' } as const
      return orders.map((order): ComponentKey => ({ key, cpe, ...order, tier: 5, ...silent }))
    }
    const beside = { doubt: 'otherFeedOnly', guard: scopes.registry, guardEffect: 'doubts' } as const
    const standing = scopes.registry.length > 0 ? beside : { guard: [] }
    const stated = orderIn('natural', component.version)
    const other = isOther(stated, orders) ? [stated] : []
    return [
      ...orders.map((order): ComponentKey => ({ key, cpe, ...order, tier: 2, ...standing })),
      ...other.map((order): ComponentKey => ({ key, cpe, ...order, tier: 2, doubt: 'versionUnknown', guard: [] })),
    ]
  })
}

/**
 * `2.0` with update `sp1` is looked up as `2.0 sp1` and as `2.0`: a criterion that leaves the update open covers both. Version `-` has
 * the shape `na`, or `na beside` next to a version the component states elsewhere: then intervals are for that version alone.
 */
function ordersOfCpe(cpe: Cpe, component: Component): VersionOrder[] {
  const stated = cpeVersionText(cpe)
  if (stated.is === 'na') {
    const notApplicable = { scheme: 'natural', versionKey: new Uint8Array(0) }
    if (component.version === undefined) return [{ ...notApplicable, shape: 'na' }]
    return [orderIn('natural', component.version), { ...notApplicable, shape: 'na beside' }]
  }
  if (stated.is !== 'text') return [orderIn('natural', component.version)]
  const withoutUpdate = cpeVersionText({ ...cpe, update: { is: 'any' } })
  const texts = withoutUpdate.is === 'text' ? [stated.text, withoutUpdate.text] : [stated.text]
  return [...new Set(texts)].map((text) => orderIn('natural', text))
}

/**
 * Keys by name only, tier 5: they never say "affected". They count while no loaded feed covers a better identifier, so that a
 * component whose feed is missing is in doubt and not silently clean. They stand in the given orders; `nameOrders` has the others.
 */
export function namedKeys(
  component: Component,
  { purls, cpes, scopes, orders }: Identified & { readonly orders: readonly VersionOrder[] },
): ComponentKey[] {
  const isPackaged = scopes.distribution.length > 0
  const guard = isPackaged ? scopes.distribution : [...scopes.registry, ...scopes.cpe]
  const names = namesOf(component, purls, cpes)
    .map(nameKey)
    .filter((key) => key !== undefined)
  const keys = [...new Set(names)].flatMap((key) =>
    orders.map((order): ComponentKey => ({
      key,
      ...order,
      tier: 5,
      doubt: isPackaged ? 'releaseNotCovered' : 'nameOnly',
      guard,
      ...(guard.length > 0 ? { guardEffect: 'silences' as const } : {}),
    })),
  )
  return [...keys, ...ancestorKeys(component)]
}

function namesOf(component: Component, purls: readonly Purl[], cpes: readonly Cpe[]): string[] {
  const products = cpes.flatMap((cpe) => (cpe.product.is === 'value' ? [cpe.product.text] : []))
  return [
    component.name,
    ...(purls.length + cpes.length === 0 ? namesWithin(component) : []),
    ...component.sourcePackages,
    ...products,
    ...purls.flatMap((purl) => namesOfPurl(purl, component.sourcePackages)),
  ]
}

/** The schemes that ranges of feeds are in; the others serve VERS texts alone. */
const feedSchemes = schemes.filter(({ id }) => !['datetime', 'lexicographic', 'openssl'].includes(id))

/** The version by which a component's names are compared, in every scheme that a feed's ranges may be in: the range decides which counts. */
export function ordersForNames(
  component: Component,
  purls: readonly Purl[],
  cpes: readonly Cpe[],
): readonly VersionOrder[] {
  const packaged = purls.find((purl) => keysOfPurl(purl).some(isDistributionKey))
  const version =
    packaged === undefined ? (purls[0]?.version ?? namedVersion(component, cpes)) : sourceVersion(packaged, component)
  const own = packaged === undefined ? undefined : orderOfPurl(packaged)
  const upstream = packaged === undefined || version === undefined ? version : upstreamVersion(version)
  return remembered.of(JSON.stringify([own, version, upstream]), () =>
    feedSchemes.map((scheme) => orderIn(scheme.id, scheme.id === own ? version : upstream)),
  )
}

/** None where the name of a component without identifiers holds another version than the one that is stated. */
function namedVersion(component: Component, cpes: readonly Cpe[]): string | undefined {
  const isInDoubt = component.purls.length + cpes.length === 0 && holdsOtherVersion(component)
  return isInDoubt ? undefined : statedVersion(component, cpes)
}

/** Half of the components of an SBOM have a version that another has too, and the dozen orders take half the time of all that is derived from one. */
const remembered = memory<readonly VersionOrder[]>(20_000)

/** What a component was made from: its flaws may still be there. */
function ancestorKeys(component: Component): ComponentKey[] {
  return (component.ancestors ?? []).flatMap((ancestor) => {
    const purls = ancestor.purls.map(parsePurl).filter((purl) => purl !== undefined)
    const cpes = ancestor.cpes.map(parseCpe).filter((cpe) => cpe !== undefined)
    const fromPurls = purls.flatMap((purl) =>
      keysOfPurl(purl).map((key) => ({ key, ...orderIn(orderOfPurl(purl), purl.version ?? ancestor.version) })),
    )
    const fromCpes = cpes.flatMap((cpe) => {
      const key = keyOfCpe(cpe)
      const version = cpeVersionText(cpe)
      return key === undefined
        ? []
        : [{ key, ...orderIn('natural', version.is === 'text' ? version.text : ancestor.version), cpe }]
    })
    return [...fromPurls, ...fromCpes].map((order): ComponentKey => ({
      ...order,
      tier: 5,
      doubt: 'ancestorOnly',
      guard: [],
    }))
  })
}
