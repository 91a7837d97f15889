import { createHash } from 'node:crypto'
import { isPattern } from './cpe.ts'
import type { Cpe } from './cpe.ts'
import { releaseOfPurl } from './distributions.ts'
import { foldName } from './names.ts'
import type { Purl } from './purl.ts'
import { sourcesOfPurl } from './source-packages.ts'

/**
 * Where software is looked up: `maven/org.apache.logging.log4j/log4j-core`, `npm/@scope/name`, `deb/debian:12/openssl` (source package),
 * `cpe/a/apache/log4j`, `name/log4j`. Two texts for the same package give the same key.
 */
export type PackageKey = string & { readonly __brand: 'PackageKey' }

/** Packages of these come from one registry each, for which one feed can speak. */
const registries = new Set([
  'bitnami',
  'cargo',
  'composer',
  'conan',
  'cran',
  'gem',
  'golang',
  'hackage',
  'hex',
  'maven',
  'npm',
  'nuget',
  'pub',
  'pypi',
  'swift',
])
const distributionTypes = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** PostgreSQL indexes texts of up to 2,704 bytes, and a character may take three. Real keys stay below 300. */
const maxKeyChars = 800
const maxScopeChars = 100

/**
 * A key of these segments. Slashes inside a segment and control characters are percent-encoded, so that no two packages share a key; for the
 * same end a key too long to be indexed holds a digest in place of its name.
 */
export function packageKey(...segments: readonly string[]): PackageKey {
  const encoded = segments.map(encodeSegment)
  const key = encoded.join('/')
  if (key.length <= maxKeyChars) return key as PackageKey
  const digest = `~${createHash('sha256').update(key).digest('hex')}`
  const [type = '', scope = '', ...rest] = encoded.map((segment) => segment.slice(0, maxScopeChars))
  return [type, ...(rest.length > 0 ? [scope] : []), digest].join('/') as PackageKey
}

/**
 * `cpe/a/vendor/product`; undefined when part, vendor or product is open or a wildcard: it would name half the world.
 * Some devices are sold without a maker's name: vendor NA gives `cpe/h/-/wireless_ip_camera_360`.
 */
export function keyOfCpe({ part, vendor, product }: Cpe): PackageKey | undefined {
  if (part.is !== 'value' || vendor.is === 'any' || product.is !== 'value') return undefined
  if (isPattern(part) || isPattern(vendor) || isPattern(product)) return undefined
  return packageKey('cpe', part.text, vendor.is === 'na' ? '-' : vendor.text, product.text)
}

/**
 * The keys of a purl. A package of a distribution is looked up by its source packages under its release (`deb/debian:12/openssl`);
 * of rpm also by its own name, since Red Hat and AlmaLinux list binary packages. `sourcePackages` is what the SBOM says besides the purl.
 */
export function keysOfPurl(purl: Purl, sourcePackages: readonly string[] = []): PackageKey[] {
  const release = releaseOfPurl(purl)
  if (release === undefined) return [registryKey(purl.type, purl.namespace ?? '', purl.name)]
  const names = sourcesOfPurl(purl, sourcePackages).map((source) => source.name)
  if (names.length === 0 || release.type === 'rpm') names.push(purl.name)
  return [...new Set(names.map((name) => distributionKey(release.type, release.release, name)))]
}

/** A package of one release of a distribution; `release` is `debian:12`, or `debian` when the release is not known. */
export function distributionKey(type: string, release: string, name: string): PackageKey {
  const withoutArchitecture = type === 'deb' ? name.replace(/:[a-z0-9-]+$/i, '') : name
  return packageKey(type, release, type === 'rpm' ? withoutArchitecture : withoutArchitecture.toLowerCase())
}

/** A package of a language's registry or of any other place, by the rules of equality of that place. */
export function registryKey(type: string, namespace: string, name: string): PackageKey {
  const path = [...namespace.split('/'), ...name.split('/')].filter((segment) => segment !== '')
  switch (type) {
    case 'pypi':
      return packageKey(type, ...path.map((segment) => segment.toLowerCase().replace(/[-_.]+/g, '-'))) // PEP 503
    case 'cargo':
      return packageKey(type, ...path.map((segment) => segment.toLowerCase().replaceAll('_', '-'))) // crates.io holds the two to be one name
    case 'golang': // purl asked for lower case until 2025, so SBOMs hold both
    case 'bitbucket':
    case 'bitnami':
    case 'composer':
    case 'github':
    case 'gitlab':
    case 'hex':
    case 'npm': // purl once asked for lower case too; a few old packages (JSONStream) differ from others by case alone
    case 'nuget':
    case 'pub':
      return packageKey(type, ...path.map((segment) => segment.toLowerCase()))
    case 'swift':
      return packageKey(type, ...path.map((segment) => segment.toLowerCase().replace(/\.git$/, '')))
    case 'conan': // its namespace is who packaged it
      return packageKey(type, name.toLowerCase())
    default:
      return packageKey(type, ...path)
  }
}

/**
 * For which place a feed must speak so that silence about this key means something: `maven`, `deb/debian:12`, `apk/wolfi`, `osv:linux`.
 * Undefined where no feed can be complete: CPE, names, devices, generic packages, images, sources.
 */
export function scopeOfKey(key: PackageKey): string | undefined {
  const [type = '', release = ''] = key.split('/')
  if (distributionTypes.has(type)) return `${type}/${release}`
  return registries.has(type) || type.startsWith('osv:') ? type : undefined
}

/** True for a package of a distribution, whose maintainers repair flaws without raising the upstream version. */
export function isDistributionKey(key: PackageKey): boolean {
  return distributionTypes.has(key.slice(0, key.indexOf('/')))
}

/** The folded product name: `intellivue-mx700` for `cpe/o/philips/intellivue_mx700_firmware`, `log4j-core` for its Maven key. */
export function nameOfKey(key: PackageKey): string {
  const segments = key.split('/')
  const isMajor = segments[0] === 'golang' && segments.length > 2 && /^v\d+$/.test(segments.at(-1) ?? '')
  return foldName(decodeSegment(segments.at(isMajor ? -2 : -1) ?? ''))
}

/** `name/log4j`, for matching by name only; undefined when the text has no letter or digit. */
export function nameKey(text: string): PackageKey | undefined {
  const name = foldName(text)
  return name === '' ? undefined : packageKey('name', name)
}

/** Folded names under which people and advisories may speak of this package: own name, source packages, last part of a Maven group. */
export function namesOfPurl(purl: Purl, sourcePackages: readonly string[] = []): string[] {
  const names = keysOfPurl(purl, sourcePackages).map(nameOfKey)
  if (purl.type !== 'golang') names.push(foldName(purl.name))
  if (purl.type === 'maven') names.push(foldName(purl.namespace?.split('.').at(-1) ?? ''))
  return [...new Set(names)].filter((name) => name !== '')
}

function encodeSegment(text: string): string {
  if (plainSegment.test(text)) return text
  // oxlint-disable-next-line no-control-regex -- PostgreSQL refuses NUL in a text, and the others are invisible
  return text
    .toWellFormed()
    .replace(/[%/\u0000-\u001f\u007f]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

const plainSegment = /^[\w.@:+~-]*$/

function decodeSegment(text: string): string {
  return text.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
