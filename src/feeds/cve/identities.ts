import {
  formatCpe,
  isPattern,
  keyOfCpe,
  keyOfEcosystem,
  keysOfPurl,
  parseCpe,
  parsePurl,
  toCurrentType,
} from '../../model/index.ts'
import type { Cpe, CpeValue, PackageKey } from '../../model/index.ts'
import { schemeOfOsvEcosystem, schemeOfPurlType, type SchemeId } from '../../versions/index.ts'
import { readCriteria, type Criteria } from '../nvd/criteria.ts'
import { plainText } from '../text.ts'
import { isNameless, keysOfNames } from './product-names.ts'
import type { Affected } from './schema.ts'

const maxCpes = 500

/** One way to look the product of a block up, with the order of its versions; undefined where versions of such packages have none. */
export interface Identity {
  readonly key: PackageKey
  readonly scheme: SchemeId | undefined
  /** What its CPE asks besides vendor, product and version. */
  readonly cpe?: string
  /** The CPE with the version that it names itself. */
  readonly criteria?: Criteria
}

/** Package collections by the host of their address, and the OSV ecosystem of their packages. Source: addresses used in `collectionURL` of the CVE List. */
const collections: readonly (readonly [host: RegExp, ecosystem: string])[] = [
  [/(?:^|\.)npmjs\.(?:org|com)$/, 'npm'],
  [/(?:^|\.)(?:pypi\.org|pypi\.python\.org)$/, 'PyPI'],
  [
    /(?:^|\.)(?:repo1?\.maven(?:\.apache)?\.org|maven\.apache\.org|mvnrepository\.com|central\.sonatype\.com|search\.maven\.org)$/,
    'Maven',
  ],
  [/(?:^|\.)nuget\.org$/, 'NuGet'],
  [/(?:^|\.)(?:pkg\.go\.dev|proxy\.golang\.org)$/, 'Go'],
  [/(?:^|\.)crates\.io$/, 'crates.io'],
  [/(?:^|\.)rubygems\.org$/, 'RubyGems'],
  [/(?:^|\.)packagist\.org$/, 'Packagist'],
  [/(?:^|\.)hex\.pm$/, 'Hex'],
  [/(?:^|\.)pub\.dev$/, 'Pub'],
]

/** Every identity that a block states, the surest first. Empty when it names nothing that can be looked up. */
export function identitiesOf(block: Affected): readonly Identity[] {
  const cpes = (block.cpes ?? []).slice(0, maxCpes)
  const packaged = packagedBy(block, cpes)
  if (packaged !== undefined) return packaged
  const named = [...ofPurl(block.packageURL), ...ofCollection(block), ...cpes.flatMap(ofCpe)]
  const parts = new Set(cpes.flatMap((text) => partOf(parseCpe(text))))
  const [part] = parts.size === 1 ? parts : []
  const vendor = isNameless(block.vendor) ? '' : (block.vendor ?? '')
  const product = isNameless(block.product) ? (block.packageName ?? '') : (block.product ?? '')
  const free = keysOfNames(vendor, product, part).map((key): Identity => ({ key, scheme: 'natural' }))
  const known = new Set(named.map(({ key }) => key))
  return [...named, ...free.filter(({ key }) => !known.has(key))]
}

/**
 * A package of a distribution: its CPEs name the release that it is packaged in, not what is flawed. Red Hat's authority writes all its
 * products so. Taken for the product itself, every device with that release would have every flaw of each of its packages.
 */
function packagedBy(
  { packageName, packageURL, vendor }: Affected,
  cpes: readonly string[],
): readonly Identity[] | undefined {
  const isOfVendor = /^red ?hat\b/i.test((vendor ?? '').trim())
  if (!isOfVendor || isNameless(packageName) || typeof packageURL === 'string') return undefined
  const name = plainText(packageName ?? '').replace(/^.*\//, '')
  const ecosystems = cpes.flatMap((text) => ecosystemOfRedHat(text) ?? [])
  const keys = new Set(ecosystems.flatMap((ecosystem) => keyOfEcosystem(ecosystem, name) ?? []))
  return [...keys].map((key) => ({ key, scheme: schemeOfOsvEcosystem('Red Hat') }))
}

/** `cpe:/a:redhat:enterprise_linux:8::appstream` is OSV's `Red Hat:enterprise_linux:8::appstream`. */
function ecosystemOfRedHat(text: string): string | undefined {
  const cpe = parseCpe(text)
  if (cpe === undefined || textOf(cpe.vendor) !== 'redhat') return undefined
  return ['Red Hat', ...[cpe.product, cpe.version, cpe.update, cpe.edition].map(textOf)].join(':').replace(/:+$/, '')
}

function ofPurl(text: string | null | undefined): readonly Identity[] {
  const parsed = typeof text === 'string' ? parsePurl(text) : undefined
  if (parsed === undefined) return []
  const purl = toCurrentType(parsed)
  return keysOfPurl(purl).map((key) => ({ key, scheme: schemeOfPurlType(purl.type) }))
}

function ofCollection({ collectionURL, packageName }: Affected): readonly Identity[] {
  if (typeof collectionURL !== 'string' || isNameless(packageName)) return []
  const host = URL.parse(collectionURL)?.hostname.toLowerCase() ?? ''
  const ecosystem = collections.find(([form]) => form.test(host))?.[1]
  const name = plainText(packageName ?? '').trim()
  if (ecosystem !== undefined) {
    const key = keyOfEcosystem(ecosystem, ecosystem === 'Maven' ? name.replace('/', ':') : name)
    return key === undefined ? [] : [{ key, scheme: schemeOfOsvEcosystem(ecosystem) }]
  }
  return []
}

function ofCpe(text: string): readonly Identity[] {
  const cpe = parseCpe(text)
  const key = cpe && keyOfCpe(cpe)
  const criteria = key && readCriteria({ criteria: formatCpe(cpe), vulnerable: true })
  if (cpe === undefined || key === undefined || criteria === undefined) return []
  const asked = readCriteria({
    criteria: formatCpe({ ...cpe, version: { is: 'any' }, update: { is: 'any' } }),
    vulnerable: true,
  })
  const isVersioned = cpe.version.is === 'value' && !isPattern(cpe.version)
  return [
    {
      key,
      scheme: 'natural',
      ...(asked?.cpe !== undefined && { cpe: asked.cpe }),
      ...(isVersioned && { criteria }),
    },
  ]
}

function partOf(cpe: Cpe | undefined): readonly ('a' | 'o' | 'h')[] {
  const part = cpe === undefined ? undefined : textOf(cpe.part)
  return part === 'a' || part === 'o' || part === 'h' ? [part] : []
}

function textOf(value: CpeValue): string {
  return value.is === 'value' ? value.text : ''
}
