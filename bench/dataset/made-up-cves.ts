import { below, oneOf, seededRandom } from '../random.ts'
import type { Random } from '../random.ts'
import { wellKnown } from './well-known.ts'

const YEARS = 27
const MOST_IN_YEAR = 40_000

/** Kinds of record with their share, as counted in recent years of the CVE List; older years are mostly `n/a`. */
const kinds: readonly (readonly [share: number, toBlocks: (random: Random, product: Product) => readonly object[]])[] =
  [
    [0.3, () => [{ vendor: 'n/a', product: 'n/a', versions: [{ version: 'n/a', status: 'affected' }] }]],
    [0.25, (random, product) => [{ ...product, versions: [range(random, 'custom')] }]],
    [0.15, (random, product) => [{ ...product, versions: [{ version: `< ${version(random)}`, status: 'affected' }] }]],
    [0.1, (random, product) => [{ ...product, defaultStatus: 'unaffected', versions: [range(random, 'semver')] }]],
    [0.1, (random, product) => [{ ...product, versions: listed(random) }]],
    [0.06, kernelBlocks],
    [0.04, distributionBlocks],
  ]

interface Product {
  readonly vendor: string
  readonly product: string
}

/** Records of the CVE List as `(path inside the list, JSON)`, in the proportions of the real one: for machines without it. */
export function* madeUpCves(records: number): Generator<readonly [path: string, json: string]> {
  const random = seededRandom('made-up CVE List')
  for (let index = 0; index < records; index += 1) {
    const year = 2000 + (index % YEARS)
    const number = Math.floor(index / YEARS) + 1 + (index % MOST_IN_YEAR === 0 ? MOST_IN_YEAR : 0)
    const id = `CVE-${year}-${String(number).padStart(4, '0')}`
    const folder = `${Math.floor(number / 1000)}xxx`
    yield [`cves/${year}/${folder}/${id}.json`, JSON.stringify(recordOf(random, id, year), undefined, 4)]
  }
}

function recordOf(random: Random, id: string, year: number): object {
  const dates = { datePublished: `${year}-03-01T00:00:00.000Z`, dateUpdated: `${year}-04-01T00:00:00.000Z` }
  const providerMetadata = {
    orgId: '00000000-0000-4000-9000-000000000000',
    shortName: 'made-up',
    dateUpdated: dates.dateUpdated,
  }
  const kind = kindAt(random())
  const vector = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId: id,
      assignerShortName: 'made-up',
      state: random() < 0.03 ? 'REJECTED' : 'PUBLISHED',
      ...dates,
    },
    containers: {
      cna: {
        providerMetadata,
        descriptions: [{ lang: 'en', value: `A made-up flaw. ${'It is told in many words. '.repeat(12)}` }],
        affected: kind(random, productAt(random)),
        metrics: [{ format: 'CVSS', cvssV3_1: { version: '3.1', vectorString: vector, baseScore: 9.8 } }],
        references: [1, 2, 3].map((each) => ({ url: `https://example.org/${id}/${each}` })),
      },
      ...(year < 2024 ? {} : { adp: [{ title: 'CISA ADP Vulnrichment', providerMetadata, metrics: [ssvc(random)] }] }),
    },
  }
}

function kindAt(share: number): (typeof kinds)[number][1] {
  let sum = 0
  for (const [part, toBlocks] of kinds) {
    sum += part
    if (share < sum) return toBlocks
  }
  return () => []
}

function productAt(random: Random): Product {
  const known =
    random() < 0.2 ? /^cpe\/a\/([^/]+)\/([^/]+)$/.exec(wellKnown[below(random, wellKnown.length)] ?? '') : null
  if (known?.[1] !== undefined && known[2] !== undefined) return { vendor: known[1], product: known[2] }
  const index = below(random, 30_000)
  return { vendor: `Vendor${index % 9_973} Inc.`, product: `Product${index}` }
}

function version(random: Random): string {
  return `${below(random, 12)}.${below(random, 20)}.${below(random, 10)}`
}

function range(random: Random, versionType: string): object {
  return { version: '0', lessThan: version(random), versionType, status: 'affected' }
}

function listed(random: Random): readonly object[] {
  return Array.from({ length: 1 + below(random, 8) }, () => ({ version: version(random), status: 'affected' }))
}

function kernelBlocks(random: Random): readonly object[] {
  const linux = { vendor: 'Linux', product: 'Linux', programFiles: ['drivers/made/up.c'] }
  const commits = Array.from({ length: 6 }, () => ({
    version: `1da177e4c3f4${below(random, 1_000_000)}`,
    lessThan: `0123456789ab${below(random, 1_000_000)}`,
    status: 'affected',
    versionType: 'git',
  }))
  const branches = ['5.10', '5.15', '6.1', '6.6'].map((branch) => ({
    version: `${branch}.${below(random, 200)}`,
    lessThanOrEqual: `${branch}.*`,
    status: 'unaffected',
    versionType: 'semver',
  }))
  return [
    { ...linux, defaultStatus: 'unaffected', versions: commits },
    { ...linux, defaultStatus: 'affected', versions: [{ version: '4.2', status: 'affected' }, ...branches] },
  ]
}

function distributionBlocks(random: Random): readonly object[] {
  const packageName = `package-${below(random, 3_000)}`
  return [8, 9, 10].map((release) => ({
    vendor: 'Red Hat',
    product: `Red Hat Enterprise Linux ${release}`,
    packageName,
    collectionURL: 'https://access.redhat.com/downloads/content/package-browser/',
    cpes: [`cpe:/o:redhat:enterprise_linux:${release}::baseos`],
    defaultStatus: 'affected',
    versions: [
      { version: `0:${version(random)}-1.el${release}`, lessThan: '*', versionType: 'rpm', status: 'unaffected' },
    ],
  }))
}

function ssvc(random: Random): object {
  const options = [
    { Exploitation: oneOf(random, ['none', 'poc', 'active']) },
    { Automatable: oneOf(random, ['no', 'yes']) },
    { 'Technical Impact': oneOf(random, ['partial', 'total']) },
  ]
  return { other: { type: 'ssvc', content: { options, role: 'CISA Coordinator', timestamp: '2025-01-01T00:00:00Z' } } }
}
