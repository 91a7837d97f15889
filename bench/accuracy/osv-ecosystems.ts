import { compare as comparePep440, valid as validPep440 } from '@renovatebot/pep440'
import semver from 'semver'
import { comparePlain, isPlain, neighboursOf } from './neighbours.ts'

/** Below 0, 0 or above 0; undefined where this check does not know the order. */
export type Order = (a: string, b: string) => number | undefined

/** The purl type of each ecosystem of the collected data. */
const types: Readonly<Record<string, string>> = {
  npm: 'npm',
  PyPI: 'pypi',
  Maven: 'maven',
  Go: 'golang',
  'crates.io': 'cargo',
  RubyGems: 'gem',
  Packagist: 'composer',
  NuGet: 'nuget',
  Hex: 'hex',
  Pub: 'pub',
  SwiftURL: 'swift',
  Debian: 'deb',
  Alpine: 'apk',
  Wolfi: 'apk',
  Bitnami: 'bitnami',
}
const distributions: Readonly<Record<string, string>> = { Debian: 'debian', Alpine: 'alpine', Wolfi: 'wolfi' }

/** The purl of a package as tools write it; undefined for an ecosystem without a type, or a distribution without a release. */
export function purlOf(ecosystem: string, name: string, version: string): string | undefined {
  const [family = '', release] = ecosystem.split(':')
  const type = types[family]
  if (type === undefined) return undefined
  const path = family === 'Maven' ? name.replace(':', '/') : name
  const encoded = path.split('/').map(encode).join('/')
  const distribution = distributions[family]
  if (distribution === undefined) return `pkg:${type}/${encoded}@${encode(withV(family, version))}`
  if (release === undefined && family !== 'Wolfi') return undefined
  const distro = release === undefined ? distribution : `${distribution}-${release.replace(/^v/, '')}`
  return `pkg:${type}/${distribution}/${encoded}@${encode(version)}?arch=source&distro=${distro}`
}

/** Go modules carry their `v` in purls, and not in OSV records. */
function withV(family: string, version: string): string {
  return family === 'Go' && /^\d/.test(version) ? `v${version}` : version
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':')
}

/** `Debian` for `Debian:12`. */
export function familyOf(ecosystem: string): string {
  return ecosystem.split(':', 1)[0] ?? ecosystem
}

/** A bound and versions that certainly stand right below and right above it in the order of its ecosystem. */
export function besideBound(ecosystem: string, bound: string): string[] {
  switch (familyOf(ecosystem)) {
    case 'Debian': // deb-version(7): `~` sorts before the end, anything else after it
      return [`${bound}~`, bound, `${bound}+z`]
    case 'npm':
    case 'crates.io':
    case 'Go':
    case 'Hex':
    case 'Pub':
    case 'SwiftURL':
    case 'Bitnami':
      return semverBeside(bound)
    default:
      return neighboursOf(bound).map(({ version }) => version)
  }
}

/** SemVer 2.0 §11: `-0` is the lowest pre-release of a version. */
function semverBeside(bound: string): string[] {
  const read = semver.parse(bound)
  if (read === null) return [bound]
  const { major, minor, patch, prerelease } = read
  if (prerelease.length > 0) return [bound, `${major}.${minor}.${patch}-${prerelease.join('.')}.0`]
  return [`${major}.${minor}.${patch}-0`, bound, `${major}.${minor}.${patch + 1}`]
}

/** An order that somebody else wrote where there is one, else that of plain numbers. */
export function orderOf(ecosystem: string): Order {
  switch (familyOf(ecosystem)) {
    case 'npm':
    case 'crates.io':
    case 'Go':
    case 'Hex':
    case 'SwiftURL':
    case 'Bitnami':
      return (a, b) => (semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : orderOfPlain(a, b))
    case 'PyPI':
      return (a, b) => (validPep440(a) && validPep440(b) ? comparePep440(a, b) : orderOfPlain(a, b))
    case 'Debian':
      return orderOfDebian
    default:
      return orderOfPlain
  }
}

function orderOfPlain(a: string, b: string): number | undefined {
  if (a === b) return 0
  return isPlain(a) && isPlain(b) ? comparePlain(a, b) : undefined
}

/** Only what was made from a bound is compared with it. */
function orderOfDebian(a: string, b: string): number | undefined {
  if (a === b) return 0
  if (a === `${b}~`) return -1
  return a === `${b}+z` ? 1 : orderOfPlain(a, b)
}
