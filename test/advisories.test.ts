import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  advisoriesOfDevice,
  devicesOfAdvisory,
  listAdvisories,
  listDevices,
  loadFeed,
  readAdvisory,
  rematch,
  remediate,
} from '../src/flows/index.ts'
import { testHospital } from './hospital.ts'

/*
 * Advisories of a maker from their file to the devices of a hospital and back, over revisions.
 */

const hospital = await testHospital(test)
const { store, organisation } = hospital
const page = { limit: 50 }
await hospital.own(['Pump 3000', 'Vista MX450', 'Ventilator X9'])

test('a device that an advisory names is affected without any SBOM, and one of its family is in doubt', async () => {
  await load(advisory())
  const verdicts = await hospital.verdicts('CVE-2031-0001')
  assert.match(verdicts['Pump 3000'] ?? '', /^affected/)
  assert.match(verdicts['Vista MX450'] ?? '', /^unknown/)
})

test('every advisory has its devices, with the evidence, and names what matches no model', async () => {
  const { items } = await devicesOfAdvisory(store, { organisation, id: 'EX-1', page })
  assert.deepEqual(
    items.map(({ device, met, flaws }) => [
      device.model,
      met[0]?.how,
      met[0]?.isSure,
      flaws[0]?.verdict,
      flaws[0]?.state,
    ]),
    [
      ['Pump 3000', 'model', true, 'affected', 'notRemediated'],
      ['Vista MX450', 'family', false, 'possible', 'notRemediated'],
    ],
  )
  const { fleet } = await readAdvisory(store, organisation, 'ex-1')
  assert.deepEqual(fleet.verdicts, { affected: 1, possible: 1 })
  assert.deepEqual(fleet.unmatched, [{ product: 'Pump 9000', maker: 'Maker', nearest: ['Pump 3000'] }])
})

test('every device has its advisories', async () => {
  const found = await Promise.all(
    (await devices()).map(async ({ deviceId, model }) => {
      const { items } = await advisoriesOfDevice(store, { organisation, deviceId, page })
      return [model, items.map(({ trackingId, open }) => `${trackingId} ${open}`)]
    }),
  )
  assert.deepEqual(Object.fromEntries(found), {
    'Pump 3000': ['EX-1 true'],
    'Vista MX450': ['EX-1 true'],
    'Ventilator X9': [],
  })
})

test('what was done stands over a revision that asks for the same, and is raised again by one that asks for something else', async () => {
  const deviceId = (await devices()).find(({ model }) => model === 'Pump 3000')?.deviceId ?? ''
  const said = {
    organisation,
    id: 'EX-1',
    flaw: 'cve-2031-0001',
    on: { deviceId },
    note: 'installed',
    author: 'A. Martin',
  }
  await remediate(store, { ...said, state: 'done' })
  assert.deepEqual(await workOf(deviceId), ['done', undefined])

  const same = await load(advisory({ version: '2', date: '2031-02-01T00:00:00Z' }))
  assert.equal(same.changed, 0)
  assert.deepEqual(await workOf(deviceId), ['done', undefined])
  const [listed] = (await listAdvisories(store, { organisation, page })).items
  assert.equal(listed?.version, '2')

  await load(advisory({ version: '3', date: '2031-03-01T00:00:00Z', remedy: 'Install 4.3.' }))
  const [state, again] = await workOf(deviceId)
  assert.equal(state, 'notRemediated')
  assert.deepEqual(again, { was: 'done', added: ['vendor_fix: Install 4.3.'], removed: ['vendor_fix: Install 4.2.'] })

  await load(advisory({ version: '2', date: '2031-02-01T00:00:00Z' }))
  assert.equal((await listAdvisories(store, { organisation, page })).items[0]?.version, '3')
})

test('what is said of a model version holds for its devices, and a device that has its own state keeps it', async () => {
  const pump = (await devices()).find(({ model }) => model === 'Vista MX450')
  const said = { organisation, id: 'EX-1', flaw: 'CVE-2031-0001', note: '', author: 'A. Martin' }
  await remediate(store, { ...said, on: { modelVersionId: pump?.modelVersionId ?? 0 }, state: 'inProgress' })
  assert.deepEqual(await workOf(pump?.deviceId ?? ''), ['inProgress', undefined])
  await remediate(store, { ...said, on: { deviceId: pump?.deviceId ?? '' }, state: 'done' })
  assert.deepEqual(await workOf(pump?.deviceId ?? ''), ['done', undefined])
  const { fleet } = await readAdvisory(store, organisation, 'EX-1')
  assert.deepEqual(fleet.states, { notRemediated: 1, inProgress: 0, done: 1 })
})

test('another organisation sees the advisory, and nothing of the work', async () => {
  const other = await testHospital(test, 'Other hospital', store)
  await other.own(['Pump 3000'])
  const { items } = await devicesOfAdvisory(store, { organisation: other.organisation, id: 'EX-1', page })
  assert.deepEqual(
    items[0]?.flaws.map(({ state, note }) => [state, note]),
    [['notRemediated', undefined]],
  )
})

test('a flaw that a revision no longer has is no longer stated, and the work cannot be set on what is not there', async () => {
  await load(advisory({ version: '4', date: '2031-04-01T00:00:00Z', flaw: 'CVE-2031-0002' }))
  assert.match((await hospital.verdicts('CVE-2031-0002'))['Pump 3000'] ?? '', /^affected/)
  assert.doesNotMatch((await hospital.verdicts('CVE-2031-0001'))['Pump 3000'] ?? '', /^affected/)
  const deviceId = (await devices())[0]?.deviceId ?? ''
  const said = { organisation, id: 'EX-1', on: { deviceId }, note: '', author: 'A', state: 'done' } as const
  await assert.rejects(remediate(store, { ...said, flaw: 'CVE-2031-0001' }), /says nothing of CVE-2031-0001/)
  await assert.rejects(readAdvisory(store, organisation, 'EX-99'), /no advisory EX-99/)
})

async function devices() {
  return (await listDevices(store, { organisation, page })).items
}

async function workOf(deviceId: string) {
  const { items } = await advisoriesOfDevice(store, { organisation, deviceId, page })
  const [flaw] = items[0]?.flaws ?? []
  return [flaw?.state, flaw?.raisedAgain]
}

async function load(document: object): Promise<{ readonly changed: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-csaf-'))
  await writeFile(join(folder, 'advisory.json'), JSON.stringify(document))
  const loaded = await loadFeed(store, { path: folder, feed: 'csaf' })
  await rm(folder, { recursive: true })
  await rematch(store, 'stale')
  return loaded
}

interface Sketch {
  readonly version?: string
  readonly date?: string
  readonly remedy?: string
  readonly flaw?: string
}

function advisory({
  version = '1',
  date = '2031-01-01T00:00:00Z',
  remedy = 'Install 4.2.',
  flaw = 'CVE-2031-0001',
}: Sketch = {}): object {
  const product = (id: string, name: string, range: string) => ({
    category: 'product_name',
    name,
    branches: [
      { category: 'product_version_range', name: range, product: { product_id: id, name: `${name}: ${range}` } },
    ],
  })
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'Flaws',
      publisher: { category: 'vendor', name: 'Maker', namespace: 'https://maker.example' },
      tracking: {
        id: 'EX-1',
        version,
        status: 'final',
        initial_release_date: '2031-01-01T00:00:00Z',
        current_release_date: date,
        revision_history: Array.from({ length: Number(version) }, (_, index) => ({
          number: String(index + 1),
          date,
          summary: 'x',
        })),
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Maker',
          branches: [
            product('P1', 'Pump 3000', '< 4.2'),
            product('P2', 'Vista products', 'vers:all/*'),
            product('P3', 'Pump 9000', 'vers:all/*'),
          ],
        },
      ],
    },
    vulnerabilities: [
      {
        cve: flaw,
        product_status: { known_affected: ['P1', 'P2', 'P3'] },
        remediations: [{ category: 'vendor_fix', details: remedy, product_ids: ['P1', 'P2', 'P3'] }],
      },
    ],
  }
}
