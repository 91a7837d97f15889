import { foldWords } from './names.ts'
import type { Purl } from './purl.ts'

/** How a distribution numbers the releases that its advisories speak for. `rolling` has none. */
type Numbering = 'major' | 'majorMinor' | 'rolling' | 'asWritten'

interface Distribution {
  readonly id: string
  readonly numbering: Numbering
}

/** A distribution's release as keys spell it: type `deb`, release `debian:12`, or `debian` when no release is known. */
export interface Release {
  readonly type: string
  readonly release: string
}

/** Distribution names of purl namespaces, `distro` qualifiers, os-release `ID` and OSV ecosystems, folded. */
const distributions: ReadonlyMap<string, Distribution> = new Map(
  (
    [
      ['debian', 'major', 'debian'],
      ['ubuntu', 'majorMinor', 'ubuntu'],
      ['alpine', 'majorMinor', 'alpine', 'alpine-linux'],
      ['wolfi', 'rolling', 'wolfi'],
      ['chainguard', 'rolling', 'chainguard'],
      ['minimos', 'rolling', 'minimos'],
      ['rhel', 'major', 'rhel', 'redhat', 'red-hat', 'red-hat-enterprise-linux'],
      ['centos', 'major', 'centos', 'centos-linux', 'centos-stream'],
      ['rocky', 'major', 'rocky', 'rockylinux', 'rocky-linux'],
      ['almalinux', 'major', 'almalinux', 'alma', 'alma-linux'],
      ['ol', 'major', 'ol', 'oracle', 'oraclelinux', 'oracle-linux', 'oracle-linux-server'],
      ['fedora', 'major', 'fedora', 'fedora-linux'],
      ['amzn', 'major', 'amzn', 'amazon', 'amazonlinux', 'amazon-linux'],
      [
        'sles',
        'majorMinor',
        'sles',
        'suse',
        'sled',
        'sles-sap',
        'suse-linux-enterprise-server',
        'suse-linux-enterprise',
      ],
      ['opensuse-leap', 'majorMinor', 'opensuse-leap', 'opensuse', 'leap'],
      ['opensuse-tumbleweed', 'rolling', 'opensuse-tumbleweed', 'tumbleweed'],
      ['photon', 'majorMinor', 'photon', 'photon-os', 'vmware-photon'],
      ['azurelinux', 'major', 'azurelinux', 'azure-linux', 'mariner', 'cbl-mariner'],
      ['mageia', 'major', 'mageia'],
      ['openeuler', 'asWritten', 'openeuler'],
      ['alpaquita', 'asWritten', 'alpaquita'],
      ['arch', 'rolling', 'arch', 'archlinux', 'arch-linux'],
    ] as const
  ).flatMap(([id, numbering, ...names]) => names.map((name) => [name, { id, numbering }] as const)),
)

/** Code names that people and tools write for a release. Sources: debian.org/releases, ubuntu.com/about/release-cycle. */
const codeNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    lenny: 'debian-5',
    squeeze: 'debian-6',
    wheezy: 'debian-7',
    jessie: 'debian-8',
    stretch: 'debian-9',
    buster: 'debian-10',
    bullseye: 'debian-11',
    bookworm: 'debian-12',
    trixie: 'debian-13',
    forky: 'debian-14',
    precise: 'ubuntu-12.04',
    trusty: 'ubuntu-14.04',
    xenial: 'ubuntu-16.04',
    bionic: 'ubuntu-18.04',
    focal: 'ubuntu-20.04',
    jammy: 'ubuntu-22.04',
    kinetic: 'ubuntu-22.10',
    lunar: 'ubuntu-23.04',
    mantic: 'ubuntu-23.10',
    noble: 'ubuntu-24.04',
    oracular: 'ubuntu-24.10',
    plucky: 'ubuntu-25.04',
    questing: 'ubuntu-25.10',
  }),
)

const packageTypes = new Map([
  ['deb', 'deb'],
  ['rpm', 'rpm'],
  ['apk', 'apk'],
  ['alpm', 'alpm'],
  ['alpine', 'apk'], // what syft wrote before purl had `apk`
])

/** The release a purl belongs to, by its qualifier `distro` and its namespace; undefined when it is no package of a distribution. */
export function releaseOfPurl(purl: Purl): Release | undefined {
  const type = packageTypes.get(purl.type)
  if (type === undefined) return undefined
  const namespace = purl.namespace ?? (purl.type === 'alpine' ? 'alpine' : '')
  const distro = purl.qualifiers.get('distro') ?? purl.qualifiers.get('distro_name') ?? ''
  return { type, release: parseDistro(namespace, distro) }
}

/**
 * The release that a system is, by its name and version: (`Debian GNU/Linux`, `11`) and (`Ubuntu 22.04.3 LTS`) give `debian:11` and
 * `ubuntu:22.04`. Undefined when it goes by no name of a distribution.
 */
export function releaseOfSystem(name: string, version?: string): string | undefined {
  const text = name.toLowerCase().replace(/\(.*$/s, '')
  const digitAt = text.search(/\d/)
  const named = (digitAt === -1 ? text : text.slice(0, digitAt)).replace(
    /\b(?:gnu\/linux|release|server|version|v)(?=\s|$)/g,
    ' ',
  )
  const words = foldWords(named)
  const distribution = distributions.get(words) ?? distributions.get(words.replace(/-linux$/, ''))
  if (distribution === undefined) return undefined
  const number = version === undefined || !/\d/.test(version) ? (digitAt === -1 ? '' : text.slice(digitAt)) : version
  return spellRelease(distribution.id, codeNames.get(foldWords(version ?? ''))?.replace(/^.*-/, '') ?? number)
}

/** How keys spell a release of a named distribution: (`Red Hat`, `8.6`) gives `rhel:8`; an unknown name is kept, folded. */
export function spellRelease(name: string, version: string): string {
  const distribution = distributions.get(foldWords(name)) ?? {
    id: foldWords(name) || 'unknown',
    numbering: 'asWritten',
  }
  const number = spellNumber(version, distribution)
  return number === '' ? distribution.id : `${distribution.id}:${number}`
}

/** `debian-11.6`, `bookworm`, `debian-bookworm`, `3.16.2`, `amazon-2 (Karoo)`; the namespace stands in for a name that is missing. */
function parseDistro(namespace: string, distro: string): string {
  const text = distro.toLowerCase().replace(/\(.*$/s, '').trim()
  const named = codeNames.get(text.slice(text.lastIndexOf('-') + 1)) ?? text
  const digitAt = /(?:^|[-\s:])v?\d/.exec(named)
  if (digitAt === null) return spellDistro(namespace, named)
  const version = named.slice(digitAt.index).replace(/^[-\s:]?v?/, '')
  const name = named.slice(0, digitAt.index)
  return spellRelease(name === '' ? namespace : name, version)
}

/** A distro without a number: a name (`wolfi`, `opensuse-tumbleweed`), a branch of one (`alpine-edge`, `debian-sid`), or nothing. */
function spellDistro(namespace: string, text: string): string {
  if (text === '' || distributions.has(foldWords(text))) return spellRelease(text === '' ? namespace : text, '')
  const dash = text.indexOf('-')
  return dash === -1 ? spellRelease(namespace, text) : spellRelease(text.slice(0, dash), text.slice(dash + 1))
}

function spellNumber(version: string, { id, numbering }: Distribution): string {
  const text = version
    .toLowerCase()
    .trim()
    .replace(/^v(?=\d)/, '')
  const [major = '', minor = '0'] = text.replace(/[-_\s.]*sp\s?(?=\d)/, '.').split(/[^\d]+/)
  switch (numbering) {
    case 'rolling':
      return ''
    case 'major':
      if (id === 'amzn' && major.length === 4 && Number(major) < 2020) return '1' // Amazon Linux 1 was numbered by date, 2018.03
      return major === '' ? foldBranch(text) : major
    case 'majorMinor':
      return major === '' ? foldBranch(text) : `${major}.${minor === '' ? '0' : minor}`
    case 'asWritten':
      return foldBranch(text)
  }
}

/** A branch or an odd number, as written but safe in a key: `edge`, `22.03-lts-sp1`. */
function foldBranch(text: string): string {
  return text
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-/, '')
    .replace(/-$/, '')
}
