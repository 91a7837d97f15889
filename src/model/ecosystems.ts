import { spellRelease } from './distributions.ts'
import { foldWords } from './names.ts'
import { distributionKey, packageKey, registryKey } from './package-key.ts'
import type { PackageKey } from './package-key.ts'

/** OSV ecosystems that name one registry, and the purl type of their packages. Source: OSV schema, "Defined ecosystems". */
const registryTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    npm: 'npm',
    PyPI: 'pypi',
    NuGet: 'nuget',
    Go: 'golang',
    'crates.io': 'cargo',
    RubyGems: 'gem',
    Packagist: 'composer',
    Hex: 'hex',
    Pub: 'pub',
    SwiftURL: 'swift',
    CRAN: 'cran',
    Hackage: 'hackage',
    'GitHub Actions': 'github',
    Bitnami: 'bitnami',
    ConanCenter: 'conan',
  }),
)

/** OSV ecosystems that are distributions, and the format of their packages. */
const distributionTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Debian: 'deb',
    Ubuntu: 'deb',
    Alpine: 'apk',
    Alpaquita: 'apk',
    Wolfi: 'apk',
    Chainguard: 'apk',
    MinimOS: 'apk',
    'Red Hat': 'rpm',
    'Rocky Linux': 'rpm',
    AlmaLinux: 'rpm',
    'Oracle Linux': 'rpm',
    'Amazon Linux': 'rpm',
    'Azure Linux': 'rpm',
    Fedora: 'rpm',
    SUSE: 'rpm',
    openSUSE: 'rpm',
    openEuler: 'rpm',
    Mageia: 'rpm',
    'Photon OS': 'rpm',
  }),
)

/**
 * The key of a package of an OSV ecosystem, the very same that `keysOfPurl` gives. An ecosystem not known here has a key of its own
 * (`osv:linux/Kernel`). Undefined without a name. Source: OSV schema 1.7, `affected[].package`.
 */
export function keyOfEcosystem(ecosystem: string, name: string): PackageKey | undefined {
  if (name.trim() === '') return undefined
  const [family = '', ...suffix] = ecosystem.split(':')
  const packages = distributionTypes.get(family)
  if (packages !== undefined) return distributionKey(packages, releaseOfEcosystem(family, suffix), name)
  const type = registryTypes.get(family)
  if (type !== undefined) return registryKey(type, '', withoutScheme(name))
  if (family === 'Maven') return mavenKey(name)
  if (family === 'GIT')
    return packageKey(
      'git',
      ...withoutScheme(name)
        .replace(/\.git$/, '')
        .split('/'),
    )
  return packageKey(`osv:${[family, ...suffix].map(foldWords).join(':')}`, name)
}

function releaseOfEcosystem(family: string, suffix: readonly string[]): string {
  switch (family) {
    case 'Ubuntu':
      return releaseOfUbuntu(suffix)
    case 'Red Hat':
      return releaseOfRedHat(suffix)
    case 'SUSE':
    case 'openSUSE':
      return releaseOfSuse(family, suffix.join(' '))
    default:
      return spellRelease(family, suffix[0] ?? '')
  }
}

/** `22.04:LTS` gives `ubuntu:22.04`; what needs a subscription keeps a scope of its own: `Pro:FIPS:18.04:LTS` gives `ubuntu:pro:fips:18.04`. */
function releaseOfUbuntu(suffix: readonly string[]): string {
  return ['ubuntu', ...suffix.map((part) => part.toLowerCase()).filter((part) => part !== 'lts')].join(':')
}

/** The suffix is a CPE without its beginning: `enterprise_linux:8::baseos` gives `rhel:8`, `openshift:4.12::el8` a scope of its own. */
function releaseOfRedHat([product = '', version = '', , extension = '']: readonly string[]): string {
  if (product === '' || product === 'enterprise_linux') return spellRelease('Red Hat', version)
  return ['redhat', product, version, extension === '' ? '' : extension].filter((part) => part !== '').join(':')
}

/** Modules, extensions and desktop of one service pack share its repair versions: all are `sles:15.4`. */
function releaseOfSuse(family: string, product: string): string {
  const enterprise = /^(?:suse )?linux enterprise\b.*?\s(\d+)(?:[ .-]sp(\d+)|\.(\d+))?/i.exec(product)
  if (enterprise?.[1] !== undefined)
    return spellRelease('sles', `${enterprise[1]}.${enterprise[2] ?? enterprise[3] ?? '0'}`)
  const [name = '', version = ''] = product.split(' ')
  if (family === 'openSUSE') return spellRelease(`openSUSE ${name}`.trim(), version)
  return `suse:${foldWords(product)}`
}

function mavenKey(name: string): PackageKey {
  const colon = name.indexOf(':')
  return colon === -1
    ? registryKey('maven', '', name)
    : registryKey('maven', name.slice(0, colon), name.slice(colon + 1))
}

function withoutScheme(name: string): string {
  return name.replace(/^[a-z+]+:\/\//i, '')
}
