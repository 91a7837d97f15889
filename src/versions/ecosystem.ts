import type { SchemeId } from './schemes.ts'

/** The scheme of each package URL type; https://github.com/package-url/purl-spec/tree/main/types */
const schemesByPurlType = {
  apk: 'apk',
  bazel: 'semver',
  bitbucket: 'natural',
  bitnami: 'semver',
  brew: 'natural',
  cargo: 'semver',
  'chrome-extension': 'natural',
  composer: 'composer',
  conan: 'natural',
  cran: 'cran',
  deb: 'deb',
  docker: 'natural',
  gem: 'gem',
  generic: 'natural',
  git: 'natural',
  github: 'natural',
  golang: 'semver',
  hackage: 'hackage',
  hex: 'semver',
  huggingface: 'natural',
  julia: 'semver',
  maven: 'maven',
  npm: 'semver',
  nuget: 'nuget',
  oci: 'natural',
  opam: 'deb',
  otp: 'semver',
  pub: 'pub',
  pypi: 'pep440',
  qpkg: 'natural',
  rpm: 'rpm',
  swid: 'natural',
  swift: 'semver',
  vcpkg: 'natural',
  'vscode-extension': 'semver',
  yocto: 'natural',
} as const satisfies Record<string, SchemeId>

/** The scheme of each OSV ecosystem, without the part after `:`; https://ossf.github.io/osv-schema/#affectedpackage-field */
const schemesByOsvEcosystem = {
  AlmaLinux: 'rpm',
  Alpaquita: 'apk',
  Alpine: 'apk',
  'Azure Linux': 'rpm',
  'BellSoft Hardened Containers': 'apk',
  Bioconductor: 'semver',
  Bitnami: 'semver',
  Chainguard: 'apk',
  ConanCenter: 'natural',
  CRAN: 'cran',
  'crates.io': 'semver',
  Debian: 'deb',
  'Docker Hardened Images': 'semver',
  GHC: 'semver',
  'GitHub Actions': 'semver',
  Go: 'semver',
  Hackage: 'hackage',
  Hex: 'semver',
  Julia: 'semver',
  Kubernetes: 'semver',
  Linux: 'natural',
  Mageia: 'rpm',
  Maven: 'maven',
  MinimOS: 'apk',
  npm: 'semver',
  NuGet: 'nuget',
  opam: 'deb',
  openEuler: 'rpm',
  openSUSE: 'rpm',
  'OSS-Fuzz': 'natural',
  Packagist: 'composer',
  'Photon OS': 'rpm',
  Pub: 'pub',
  PyPI: 'pep440',
  'Red Hat': 'rpm',
  'Rocky Linux': 'rpm',
  RubyGems: 'gem',
  SUSE: 'rpm',
  SwiftURL: 'semver',
  Ubuntu: 'deb',
  VSCode: 'semver',
  Wolfi: 'apk',
} as const satisfies Record<string, SchemeId>

/**
 * The scheme that orders the versions of a package URL type. Undefined for a type whose order we do not hold (alpm, conda,
 * cocoapods, cpan, luarocks …): its versions have no key, so ranges on it answer `unknown`.
 */
export function schemeOfPurlType(type: string): SchemeId | undefined {
  return lookUp(schemesByPurlType, type.toLowerCase())
}

/** The scheme of an OSV ecosystem, release suffix or not (`Debian:12`). Undefined for one whose order we do not hold (Android, FreeBSD, GIT …). */
export function schemeOfOsvEcosystem(ecosystem: string): SchemeId | undefined {
  return lookUp(schemesByOsvEcosystem, ecosystem.split(':', 1)[0] ?? '')
}

function lookUp(table: Readonly<Record<string, SchemeId>>, name: string): SchemeId | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
