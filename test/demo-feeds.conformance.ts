import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { createZstdDecompress } from 'node:zlib'
import { feedFiles } from '../demo/index.ts'
import { sharedFile, sharedSet, withoutSharedData } from './shared-data.ts'

interface Match {
  readonly vulnerable: boolean
  readonly criteria: string
  readonly versionStartIncluding?: string
  readonly versionStartExcluding?: string
  readonly versionEndIncluding?: string
  readonly versionEndExcluding?: string
}

interface Cve {
  readonly id: string
  readonly vulnStatus?: string
  readonly descriptions: readonly { readonly value: string }[]
  readonly metrics?: Readonly<Record<string, readonly { readonly cvssData: { readonly vectorString: string } }[]>>
  readonly configurations?: readonly {
    readonly operator?: string
    readonly nodes: readonly { readonly cpeMatch: readonly Match[] }[]
  }[]
}

interface OsvRecord {
  readonly id: string
  readonly aliases?: readonly string[]
  readonly severity?: readonly { readonly score: string }[]
  readonly affected: readonly {
    readonly package: { readonly ecosystem: string; readonly name: string }
    readonly ranges?: readonly OsvRange[]
  }[]
}

interface OsvRange {
  readonly type: string
  readonly events: readonly unknown[]
}

/** Bounds that neither the collected NVD record nor an OSV record prints, and who does. */
const statedElsewhere: Readonly<Record<string, string>> = {
  'CVE-2021-45046 2.0-beta9': 'https://logging.apache.org/security.html',
  'CVE-2022-0847 5.8': 'https://dirtypipe.cm4all.com/',
  'CVE-2022-0847 5.10.102': 'https://dirtypipe.cm4all.com/',
  'CVE-2022-0847 5.15': 'https://dirtypipe.cm4all.com/',
  'CVE-2022-0847 5.15.25': 'https://dirtypipe.cm4all.com/',
  'CVE-2022-0847 5.16': 'https://dirtypipe.cm4all.com/',
  'CVE-2023-38545 7.69.0': 'https://curl.se/docs/CVE-2023-38545.html',
}

const skip = withoutSharedData()
const sample = (
  JSON.parse(await readFile(feedFiles.nvd, 'utf8')) as { readonly vulnerabilities: readonly { readonly cve: Cve }[] }
).vulnerabilities.map(({ cve }) => cve)
const osvSample = (await readFile(feedFiles.osv, 'utf8'))
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as OsvRecord)

test(
  'every range and vector of the NVD sample is one that the NVD, or where it is silent the CVE or OSV, gives',
  { skip },
  async () => {
    const wanted = new Set(sample.map(({ id }) => id))
    const real = await collect(['nvd/nvd-all.ndjson.zst', 'nvd/nvd-supplement-csaf.ndjson.zst'], (record: Cve) =>
      wanted.has(record.id),
    )
    const osv = await collectOsv((record) => [record.id, ...(record.aliases ?? [])].some((id) => wanted.has(id)))
    for (const cve of sample) {
      const records = real.filter(({ id }) => id === cve.id)
      const alike = osv.filter(({ id, aliases }) => id === cve.id || aliases?.includes(cve.id))
      checkRanges(cve, records, JSON.stringify([records, alike]))
      const known = new Set([
        ...records.flatMap(vectorsOf),
        ...alike.flatMap(({ severity }) => severity?.map(({ score }) => score) ?? []),
      ])
      for (const vector of vectorsOf(cve)) assert.ok(known.has(vector), `${cve.id}: nobody gives ${vector}`)
      for (const record of records) assertOwnWords(cve, record)
    }
  },
)

test('every range of the OSV sample is the one of its record', { skip }, async () => {
  const wanted = new Set(osvSample.map(({ id }) => id))
  const real = await collectOsv(({ id }) => wanted.has(id))
  const known = new Set(real.flatMap(rangesOf))
  assert.ok(osvSample.length > 40)
  for (const range of osvSample.flatMap(rangesOf)) assert.ok(known.has(range), `no record says ${range}`)
})

test('what the samples say of exploitation is what CISA and FIRST say', { skip }, async () => {
  const kev = await readFile(join(await sharedSet('kev'), 'known_exploited_vulnerabilities.json'), 'utf8')
  const real = exploitedIn(kev)
  const ours = exploitedIn(await readFile(feedFiles.kev, 'utf8'))
  for (const [id, facts] of ours) assert.deepEqual(facts, real.get(id), id)
  for (const { id } of sample) assert.equal(ours.has(id), real.has(id), id)
  const folder = await sharedSet('epss')
  const scores = new Set<string>()
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.csv')) continue
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      const [id = '', probability, percentile] = line.split(';')
      scores.add(`${id},${Number(probability)},${Number(percentile)}`)
    }
  }
  const [, ...lines] = (await readFile(feedFiles.epss, 'utf8')).trim().split('\n')
  assert.equal(lines.length, 71)
  for (const line of lines) assert.ok(scores.has(line), line)
})

/** In full where the NVD has a configuration: then each of ours is one of its; else each bound is printed by some source. */
function checkRanges(cve: Cve, records: readonly Cve[], sources: string): void {
  const known = new Set(records.flatMap((record) => matchesOf(record)).map(matchText))
  for (const match of matchesOf(cve)) {
    if (known.size > 0) {
      assert.ok(known.has(matchText(match)), `${cve.id}: the NVD has no ${matchText(match)}`)
      continue
    }
    for (const bound of [match.versionStartIncluding, match.versionEndExcluding, match.versionEndIncluding]) {
      const isStated =
        bound === undefined || sources.includes(bound) || statedElsewhere[`${cve.id} ${bound}`] !== undefined
      assert.ok(isStated, `${cve.id}: nobody prints ${bound}`)
    }
  }
}

/** No eight words in a row are the source's. */
function assertOwnWords(cve: Cve, record: Cve): void {
  const theirs = ` ${wordsOf(record).join(' ')} `
  const ours = wordsOf(cve)
  for (let at = 0; at + 8 <= ours.length; at += 1) {
    const run = ours.slice(at, at + 8).join(' ')
    assert.ok(!theirs.includes(` ${run} `), `${cve.id}: copied "${run}"`)
  }
}

function wordsOf({ descriptions }: Cve): readonly string[] {
  return (descriptions[0]?.value ?? '').toLowerCase().match(/[a-z0-9.]+/g) ?? []
}

function matchesOf({ configurations }: Cve): readonly Match[] {
  return configurations?.flatMap(({ nodes }) => nodes.flatMap(({ cpeMatch }) => cpeMatch)) ?? []
}

function matchText(match: Match): string {
  const {
    vulnerable,
    criteria,
    versionStartIncluding,
    versionStartExcluding,
    versionEndIncluding,
    versionEndExcluding,
  } = match
  return JSON.stringify([
    vulnerable,
    criteria,
    versionStartIncluding,
    versionStartExcluding,
    versionEndIncluding,
    versionEndExcluding,
  ])
}

function vectorsOf({ metrics }: Cve): readonly string[] {
  return Object.values(metrics ?? {}).flatMap((list) => list.map(({ cvssData }) => cvssData.vectorString))
}

function rangesOf({ id, affected }: OsvRecord): readonly string[] {
  return affected.flatMap(({ package: { ecosystem, name }, ranges = [] }) =>
    ranges
      .filter(({ type }) => type !== 'GIT')
      .map((range) => JSON.stringify([id, ecosystem, name, range.type, range.events])),
  )
}

function exploitedIn(text: string): ReadonlyMap<string, readonly string[]> {
  const catalogue = JSON.parse(text) as { readonly vulnerabilities: readonly Readonly<Record<string, string>>[] }
  return new Map(
    catalogue.vulnerabilities.map((flaw) => [
      flaw['cveID'] ?? '',
      [flaw['dateAdded'] ?? '', flaw['dueDate'] ?? '', flaw['knownRansomwareCampaignUse'] ?? ''],
    ]),
  )
}

function collectOsv(isWanted: (record: OsvRecord) => boolean): Promise<readonly OsvRecord[]> {
  return collect(
    ['alpine', 'debian', 'maven', 'npm', 'nuget', 'pypi'].map((name) => `osv/${name}.ndjson.zst`),
    isWanted,
  )
}

async function collect<T>(paths: readonly string[], isWanted: (record: T) => boolean): Promise<readonly T[]> {
  const kept: T[] = []
  for (const path of paths) {
    const input = createReadStream(sharedFile(path)).pipe(createZstdDecompress())
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line === '') continue
      const record = JSON.parse(line) as T
      if (isWanted(record)) kept.push(record)
    }
  }
  return kept
}
