import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { addSbom, importAssets, loadFeed, rematch } from '../src/flows/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

// What hostile or unlucky input does to the flows: cut short, put in twice at once, or longer than anything real.

const flawed = [{ introduced: '0' }, { fixed: '2.0.0' }]
const hospital = await testHospital(test)
await hospital.load('osv', [
  osvRecord('GHSA-aaaa-aaaa-aaaa', 'npm', 'leaky', flawed, { aliases: ['CVE-2032-0001'] }),
  osvRecord('ODD-7', 'npm', 'leaky', flawed),
])

/** Text that does not compress, so that no index takes it. */
function randomText(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length)
}

function bom(components: readonly object[], more: object = {}): Uint8Array {
  return Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${randomUUID()}`,
      metadata: { component: { type: 'device', name: 'Device', version: '1', 'bom-ref': 'device' } },
      components: components.map((component) => ({ type: 'library', name: 'part', ...component })),
      ...more,
    }),
  )
}

async function add({ store, organisation }: TestHospital, model: string, bytes: Uint8Array) {
  const { organisationId } = organisation
  return addSbom(store, { organisationId, bytes, target: { maker: 'Maker', model, version: '1' } })
}

async function inFolder<T>(records: readonly object[], work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-feed-'))
  try {
    await writeFile(join(folder, 'feed.json'), records.map((record) => JSON.stringify(record)).join('\n'))
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('what was taken in and not matched yet, as after a kill, is matched before a question is answered', async () => {
  await add(hospital, 'Added late', bom([{ name: 'leaky', purl: 'pkg:npm/leaky@1.0.0' }]))
  await hospital.own(['Added late'])
  assert.equal((await hospital.verdicts('CVE-2032-0001'))['Added late'], 'affected listedInRange')
  await inFolder([osvRecord('GHSA-aaaa-aaaa-aaab', 'npm', 'leaky', flawed)], (path) =>
    loadFeed(hospital.store, { path }),
  )
  assert.equal((await hospital.verdicts('GHSA-aaaa-aaaa-aaab'))['Added late'], 'affected listedInRange')
})

test('the time between an import and its rematch is no gap when that time is asked about', async () => {
  await add(hospital, 'Matched late', bom([{ name: 'leaky', purl: 'pkg:npm/leaky@1.0.1' }]))
  await hospital.own(['Matched late'])
  const between = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 20))
  await rematch(hospital.store, 'stale')
  const verdicts = await hospital.verdicts(`CVE-2032-0001 as-of:${between}`)
  assert.equal(verdicts['Matched late'], 'affected listedInRange')
})

test('an SBOM speaks of a model from the day it was attached to it, not from the day it came', async () => {
  const bytes = bom([{ name: 'leaky', purl: 'pkg:npm/leaky@1.0.2' }])
  await add(hospital, 'First model', bytes)
  await hospital.own(['Second model'])
  const between = new Date().toISOString()
  await new Promise((resolve) => setTimeout(resolve, 20))
  await add(hospital, 'Second model', bytes)
  assert.equal((await hospital.verdicts('CVE-2032-0001'))['Second model'], 'affected listedInRange')
  const then = await hospital.verdicts(`CVE-2032-0001 as-of:${between}`)
  assert.equal(then['Second model'], 'unknown noSbom')
})

test('an identifier of an unusual form is one when a feed has it', async () => {
  await add(hospital, 'Odd', bom([{ name: 'leaky', purl: 'pkg:npm/leaky@1.0.3' }]))
  await hospital.own(['Odd'])
  const { question, devices } = await hospital.ask('odd-7')
  assert.equal(question, 'flaw')
  assert.equal(devices.find((device) => device.serial === 'Odd')?.verdict, 'affected')
})

test('the same SBOM from four sides at once is stored once', async () => {
  const bytes = bom([{ name: 'twice' }])
  const added = await Promise.all(['A', 'B', 'C', 'D'].map((model) => add(hospital, `At once ${model}`, bytes)))
  assert.deepEqual(new Set(added.map(({ is }) => is)), new Set(['added']))
  assert.equal(new Set(added.map((each) => ('because' in each ? 0 : each.sbomId))).size, 1)
})

test('two loads of one feed and one of another at once leave one live revision of each advisory', async () => {
  const revision = (fixed: string) =>
    Array.from({ length: 50 }, (_, index) =>
      osvRecord(`GHSA-bbbb-bbbb-${String(1000 + index)}`, 'npm', `p${index}`, [{ introduced: '0' }, { fixed }], {
        aliases: [`CVE-2033-${1000 + index}`],
      }),
    )
  const products = Array.from({ length: 50 }, (_, index) =>
    nvdRecord(`CVE-2033-${1049 - index}`, [[[cpeMatch(`a:v:p${index}`, '*', { versionEndExcluding: '2' })]]]),
  )
  await hospital.load('osv', revision('1.0.0'))
  const loads = [revision('1.0.1'), revision('1.0.2'), products]
  await Promise.all(loads.map((records) => inFolder(records, (path) => loadFeed(hospital.store, { path }))))
  const { rows } = await hospital.store.ownerPool.query<{ live: number; keys: number }>(
    `select count(*)::integer as live, count(distinct key)::integer as keys from advisory where valid_to = 'infinity' and key ~ '(bbbb|CVE-2033)'`,
  )
  assert.deepEqual(rows, [{ live: 100, keys: 100 }])
})

test('an SBOM whose adding is cut off in the middle leaves nothing, and is taken the next time', async () => {
  const { ownerPool } = hospital.store
  const bytes = bom(
    Array.from({ length: 5_000 }, (_, index) => ({ name: `cut-${index}`, purl: `pkg:npm/cut-${index}@1.0.0` })),
  )
  const barrier = await ownerPool.connect()
  await barrier.query('begin; lock table sbom_component in share mode') // components are written by then, lines wait
  const cut = add(hospital, 'Cut off', bytes).then(
    () => 'added',
    () => 'cut off',
  )
  const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await waitFor(`select ${waiting}`)
  await ownerPool.query(`select pg_terminate_backend(pid) ${waiting}`)
  assert.equal(await cut, 'cut off')
  await barrier.query('rollback')
  barrier.release()
  const left = await ownerPool.query(`select from component where name like 'cut-%'`)
  assert.equal(left.rowCount, 0)
  assert.equal((await add(hospital, 'Cut off', bytes)).is, 'added')
})

/** Until the query has a row. */
async function waitFor(query: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (((await hospital.store.ownerPool.query(query)).rowCount ?? 0) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error('what was waited for did not come')
}

const awkward = {
  NUL: 'a\0b',
  'half a surrogate pair': 'a\ud800b',
  '16 kB': randomText(16_000),
  '1 MB': randomText(1_000_000),
}
for (const [what, text] of Object.entries(awkward)) {
  test(`${what} in any text of an SBOM is stored or told, and the SBOM taken`, async () => {
    const encoded = encodeURIComponent(text.toWellFormed())
    const parts = [
      ...['name', 'group', 'version', 'publisher', 'description', 'bom-ref', 'copyright'].map((field) => ({
        [field]: text,
      })),
      { purl: `pkg:npm/${text}@${text}` },
      { purl: `pkg:deb/debian/x@1?distro=debian-${encoded}&upstream=${encoded}` },
      { purl: `pkg:maven/${encoded}/${encoded}@${encoded}` },
      { cpe: `cpe:2.3:a:v:${text}:${text}:*:${text}:*:*:*:*:*` },
      { supplier: { name: text }, hashes: [{ alg: text, content: text }], licenses: [{ license: { name: text } }] },
      {
        swid: { tagId: text, name: text },
        pedigree: { ancestors: [{ type: 'library', name: text, purl: `pkg:npm/${text}@1` }] },
      },
    ]
    const added = await add(
      hospital,
      `Awkward ${what}`,
      bom(parts, { dependencies: [{ ref: text, dependsOn: [text] }] }),
    )
    assert.equal(added.is, 'added')
  })

  test(`${what} in any text of a feed is taken`, async () => {
    const records = [
      osvRecord('GHSA-cccc-aaaa-aaaa', 'npm', text, [{ introduced: '0' }, { fixed: text }], {
        aliases: [text],
        summary: text,
        references: [{ type: 'WEB', url: `https://${text}` }],
      }),
      osvRecord('GHSA-cccc-aaaa-aaab', `Unheard of ${text}`, text, [{ introduced: '0' }]),
    ]
    const loaded = await inFolder(records, (path) => loadFeed(hospital.store, { path }))
    assert.equal(loaded.records, 2)
    const product = nvdRecord('CVE-2032-0777', [[[cpeMatch(`a:v:${text}`, text, { versionEndExcluding: text })]]])
    assert.equal((await inFolder([product], (path) => loadFeed(hospital.store, { path }))).records, 1)
  })

  test(`${what} in any cell of an equipment list is taken, told or kept apart`, async () => {
    const { organisationId } = hospital.organisation
    for (const column of ['serial', 'maker', 'model', 'software version', 'asset tag', 'host name', 'ward', 'status']) {
      const header = ['udi', column]
      const imported = await importAssets(hospital.store, {
        organisationId,
        fileName: 'list.csv',
        bytes: Buffer.from(`${header.join(',')}\n${column}-${text.length},${text}\n`),
        dryRun: false,
        now: new Date(),
      })
      assert.equal(imported.is, 'imported')
    }
  })
}

for (const version of ['unknown', 'NOASSERTION', 'N/A', 'software', ' - ', 'x'.repeat(600)]) {
  test(`an SBOM of "${version.slice(0, 20)}" speaks for no device, and is refused with the remedy`, async () => {
    const { organisationId } = hospital.organisation
    const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [] }))
    const added = await addSbom(hospital.store, {
      organisationId,
      bytes,
      target: { maker: 'Maker', model: 'Pump', version },
    })
    assert.ok(added.is === 'refused')
    assert.match(added.because, /--version|characters/)
  })
}
