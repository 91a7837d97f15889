import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { cpeMatch, cveRecord, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import { blindSpots, listVulnerabilities, loadFeed, readVulnerability } from './index.ts'

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
    blindSpot: false,
    sources: ['nvd CVE-2031-0001', 'osv DSA-1', 'osv GHSA-1111-2222-3333'],
  })
})

const weighed = (options: readonly object[], more: readonly object[] = []): object => ({
  metrics: [{ other: { type: 'ssvc', content: { timestamp: '2031-02-01T00:00:00Z', options } } }, ...more],
})
const listed = { type: 'kev', content: { dateAdded: '2031-01-20' } }
const block = { vendor: 'Left', product: 'Pad', defaultStatus: 'unaffected' }

test('a flaw is a blind spot while no source that stands tells in a readable form what is affected, whatever its names', async () => {
  const blindOnes = async (): Promise<string[]> => {
    const page = { limit: 50 }
    const { items } = await listVulnerabilities(store, { organisation, page, blindSpot: true })
    const others = await listVulnerabilities(store, { organisation, page, blindSpot: false })
    for (const flaw of [...items, ...others.items])
      assert.equal((await readVulnerability(store, organisation, flaw.id)).blindSpot, flaw.blindSpot, flaw.id)
    assert.equal(
      others.items.some((flaw) => flaw.blindSpot),
      false,
    )
    return items.map((flaw) => flaw.id)
  }
  assert.deepEqual(await blindOnes(), ['CVE-2030-0003', 'CVE-2031-0002'])
  assert.deepEqual(await blindSpots(store), [
    { year: 2030, flaws: 1, blindSpots: 1 },
    { year: 2031, flaws: 2, blindSpots: 1 },
  ])

  await load('cve', [
    cveRecord('CVE-2031-0002', [{ ...block, versions: [{ version: 'n/a', status: 'affected' }] }]),
    cveRecord('CVE-2030-0003', [{ ...block, versions: [{ version: '1.2', status: 'affected' }] }]),
  ])
  assert.deepEqual(await blindOnes(), ['CVE-2031-0002'])

  await load('osv', [
    osvRecord('DSA-2', 'Debian:12', 'other', [{ introduced: '0' }, { fixed: '1.2-1' }], {
      upstream: ['CVE-2031-0002'],
    }),
  ])
  assert.deepEqual(await blindOnes(), [])
  assert.deepEqual(
    (await blindSpots(store)).map((year) => year.blindSpots),
    [0, 0],
  )
})

test('how CISA weighed a flaw and since when it is exploited is told, and as it was told on a past day', async () => {
  const options = [{ Exploitation: 'active' }, { Automatable: 'no' }, { 'Technical Impact': 'total' }]
  await load('cve', [
    cveRecord('CVE-2031-0004', [block], weighed([{ Exploitation: 'none' }, { Automatable: 'later' }])),
  ])
  const before = await readVulnerability(store, organisation, 'CVE-2031-0004')
  assert.deepEqual(before.ssvc, { source: 'ADP', exploitation: 'none', assessedAt: '2031-02-01T00:00:00.000Z' })
  assert.equal(before.exploitedSince, undefined)

  const record = cveRecord('CVE-2031-0004', [block], weighed(options, [{ other: listed }]))
  await load('cve', [record])
  const { ssvc, exploitedSince } = await readVulnerability(store, organisation, 'CVE-2031-0004')
  assert.deepEqual(ssvc, {
    source: 'ADP',
    exploitation: 'active',
    automatable: 'no',
    technicalImpact: 'total',
    assessedAt: '2031-02-01T00:00:00.000Z',
  })
  assert.equal(exploitedSince, '2031-01-20')
  const { items } = await listVulnerabilities(store, { organisation, prefix: 'CVE-2031-0004', page: { limit: 5 } })
  assert.deepEqual([items[0]?.ssvc, items[0]?.exploitedSince], [ssvc, exploitedSince])
  const { rows } = await store.ownerPool.query<{ said: string }>(
    "select assessment->>'exploitation' as said from advisory where key = 'CVE-2031-0004' order by valid_from",
  )
  assert.deepEqual(
    rows.map(({ said }) => said),
    ['none', 'active'],
  )
})
