import { isDistributionKey, keysOfPurl, packageKey, sourcesOfPurl } from '../model/index.ts'
import type { Component, ComponentKey, PackageKey, Purl, SourcePackage, VersionOrder } from '../model/index.ts'
import type { SchemeId } from '../versions/index.ts'
import type { Scopes } from './component-keys.ts'
import { orderIn, orderOfPurl, versionOfPurl } from './component-version.ts'

/** Keys of the package registries and distribution releases: tier 1, and they prove the component. */
export function keysOfPurls(component: Component, purls: readonly Purl[], scopes: Scopes): ComponentKey[] {
  return purls.flatMap((purl) => {
    const scheme = orderOfPurl(purl)
    const keys = keysOfPurl(purl, component.sourcePackages)
    const sources = sourcesByKey(purl, keys[0], component)
    const proven = keys.flatMap((key) =>
      versionsUnder(key, purl, { component, sources }).map((version): ComponentKey => ({
        key,
        ...orderIn(scheme, version),
        tier: 1,
        guard: [],
      })),
    )
    const binary = binaryKey(purl, keys[0])
    if (binary === undefined || keys.includes(binary)) return [...proven, ...disagreeing(proven[0], component)]
    const own = orderIn(scheme, versionOfPurl(purl, component))
    return [
      ...proven,
      { key: binary, ...own, tier: 5, doubt: 'nameOnly', guard: scopes.distribution, guardEffect: 'silences' },
    ]
  })
}

/** Where a registry's purl and the component state two versions, a flaw of the second is a doubt. Distributions write one version in several ways. */
function disagreeing(proven: ComponentKey | undefined, component: Component): ComponentKey[] {
  if (proven === undefined || isDistributionKey(proven.key)) return []
  const stated = orderIn(proven.scheme as SchemeId, component.version)
  return isOther(stated, [proven]) ? [{ ...proven, ...stated, doubt: 'versionUnknown' }] : []
}

/** Whether an order is known, and is none of those that it could be compared with. */
export function isOther(order: VersionOrder, others: readonly VersionOrder[]): boolean {
  const key = order.versionKey
  const comparable = others.flatMap(({ shape, versionKey }) =>
    shape === order.shape && versionKey ? [versionKey] : [],
  )
  return key !== undefined && comparable.length > 0 && comparable.every((other) => Buffer.compare(other, key) !== 0)
}

/** The source packages of a distribution's package, by the key that each has under its release. */
function sourcesByKey(
  purl: Purl,
  beside: PackageKey | undefined,
  { sourcePackages }: Component,
): ReadonlyMap<PackageKey, SourcePackage> {
  const sources = new Map<PackageKey, SourcePackage>()
  if (beside === undefined || !isDistributionKey(beside)) return sources
  for (const source of sourcesOfPurl(purl, sourcePackages)) {
    const key = binaryKey({ ...purl, name: source.name }, beside)
    if (key !== undefined && !sources.has(key)) sources.set(key, source)
  }
  return sources
}

interface OfSources {
  readonly component: Component
  readonly sources: ReadonlyMap<PackageKey, SourcePackage>
}

/** Under a source package the source's version counts; Red Hat lists rpm packages by their own name and version too. */
function versionsUnder(
  key: PackageKey,
  purl: Purl,
  { component, sources }: OfSources,
): readonly (string | undefined)[] {
  const own = versionOfPurl(purl, component)
  if (!isDistributionKey(key)) return [own]
  const source = sources.get(key)
  const isOwn = binaryKey(purl, key) === key
  if (source === undefined && isOwn && sources.size > 0) return [own]
  const ofSource = sourceVersion(purl, component, source === undefined ? [] : [source])
  return isOwn && purl.type === 'rpm' && ofSource !== own ? [ofSource, own] : [ofSource]
}

/** A binary package may be built with a version of its own (`binutils-avr 5.4.0+Atmel` from source 2.26); advisories give the source's. */
export function sourceVersion(
  purl: Purl,
  component: Component,
  [source]: readonly SourcePackage[] = sourcesOfPurl(purl, component.sourcePackages),
): string | undefined {
  const own = versionOfPurl(purl, component)
  const stated = source?.version ?? component.sourceVersion ?? own
  return purl.type === 'rpm' ? withEpochOf(own, stated) : stated
}

/** `bash-5.1-2.src.rpm` names no epoch: it is the binary's where both have one version, and not known where they differ. */
function withEpochOf(own: string | undefined, source: string | undefined): string | undefined {
  const [, epoch] = /^0*([1-9]\d*):/.exec(own ?? '') ?? []
  if (epoch === undefined || source === undefined || /^\d+:/.test(source)) return source
  return own?.replace(/^\d+:/, '') === source ? own : undefined
}

/** The binary package's own name under its release, so that it can be asked for; the feed knows only the source package. */
function binaryKey(purl: Purl, beside: PackageKey | undefined): PackageKey | undefined {
  if (beside === undefined || !isDistributionKey(beside)) return undefined
  const [type = '', release = ''] = beside.split('/')
  return packageKey(type, release, type === 'rpm' ? purl.name : purl.name.toLowerCase())
}
