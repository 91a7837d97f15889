import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import { listVulnerabilities, loadFeed, readVulnerability } from './index.ts'

const { store, organisation, load } = await testHospital(test)

const scored = (baseScore: number, vectorString: string) => ({
  metrics: {
    cvssMetricV31: [{ source: 'nvd@nist.gov', type: 'Primary', cvssData: { version: '3.1', vectorString, baseScore } }],
  },
})
await load('nvd', [
  nvdRecord(
    'CVE-2031-0001',
    [[[cpeMatch('a:left:pad', '*', { versionEndExcluding: '1.3.0' })]]],
    scored(9.8, 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'),
  ),
  nvdRecord('CVE-2031-0002', []),
  nvdRecord('CVE-2030-0003', []),
])
await load('osv', [
  osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed: '1.3.0' }], {
    aliases: ['CVE-2031-0001'],
  }),
  osvRecord('DSA-1', 'Debian:12', 'left-pad', [{ introduced: '0' }, { fixed: '1.2-1' }], {
    upstream: ['CVE-2031-0001'],
  }),
])
const folder = await mkdtemp(join(tmpdir(), 'auscult-feed-'))
await writeFile(
  join(folder, 'epss.csv'),
  '#model_version:v2025,score_date:2031-01-01T00:00:00Z\ncve,epss,percentile\nCVE-2031-0001,0.5,0.9\n',
)
await loadFeed(store, { path: join(folder, 'epss.csv'), feed: 'epss' })
await rm(folder, { recursive: true })

test('a flaw is read by any of its names, with what each source says and the packages it names', async () => {
  const flaw = await readVulnerability(store, organisation, 'ghsa-1111-2222-3333')
  assert.deepEqual(
    [flaw.id, flaw.names, flaw.cvss?.base, flaw.epssProbability, flaw.recordsTotal],
    ['CVE-2031-0001', ['CVE-2031-0001', 'GHSA-1111-2222-3333'], 9.8, 0.5, 3],
  )
  assert.deepEqual(
    flaw.records.map(({ feed, key, ranges, rangesTotal }) => [
      feed,
      key,
      ranges.map((range) => range.key),
      rangesTotal,
    ]),
    [
      ['nvd', 'CVE-2031-0001', ['cpe/a/left/pad'], 1],
      ['osv', 'DSA-1', ['deb/debian:12/left-pad'], 1],
      ['osv', 'GHSA-1111-2222-3333', ['npm/left-pad-ng'], 1],
    ],
  )
})

test('a flaw that no feed knows is not found, whatever is asked', async () => {
  for (const id of ['CVE-2031-9999', '', '\0', '%', "'"]) {
    await assert.rejects(readVulnerability(store, organisation, id), { name: 'FlowError', code: 'notFound' })
  }
})

test('flaws are listed in the order of their names, by how these begin, page by page', async () => {
  const namesOf = async (prefix: string | undefined, limit: number): Promise<string[]> => {
    const names: string[] = []
    for (let after: string | undefined; ;) {
      const page = { limit, ...(after === undefined ? {} : { after }) }
      const found = await listVulnerabilities(store, {
        organisation,
        page,
        ...(prefix === undefined ? {} : { prefix }),
      })
      names.push(...found.items.map((item) => item.id))
      if (found.next === undefined) return names
      after = found.next
    }
  }
  assert.deepEqual(await namesOf('cve-2031', 50), ['CVE-2031-0001', 'CVE-2031-0002'])
  assert.deepEqual(await namesOf('CVE', 1), ['CVE-2030-0003', 'CVE-2031-0001', 'CVE-2031-0002'])
  assert.deepEqual(await namesOf(undefined, 2), await namesOf('', 50))
  assert.deepEqual(await namesOf('%', 50), [])
})

test('a listed flaw has the summary, score and names of its whole cluster', async () => {
  const { items } = await listVulnerabilities(store, { organisation, prefix: 'GHSA-1111', page: { limit: 5 } })
  const [flaw] = items
  assert.deepEqual(flaw, {
    id: 'GHSA-1111-2222-3333',
    names: ['CVE-2031-0001', 'GHSA-1111-2222-3333'],
    summary: 'made-up flaw CVE-2031-0001',
    publishedAt: '2025-01-01T00:00:00Z',
    cvss: { base: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd@nist.gov' },
    epssProbability: 0.5,
    sources: ['nvd CVE-2031-0001', 'osv DSA-1', 'osv GHSA-1111-2222-3333'],
  })
})
