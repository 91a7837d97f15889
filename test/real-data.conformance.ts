import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { addSbom, importAssets, loadFeed, rematch, scan } from '../src/flows/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import { testHospital } from './hospital.ts'
import { sharedFile, sharedSet, withoutSharedData } from './shared-data.ts'

/** Records in each collected feed (SOURCES.md and data-design.md of the data). */
const collected = { nvd: 298_586, osv: 85_876, kev: 1_404, epss: 360_142 }

test(
  'all collected feeds load, the SBOMs found in the wild are added, and every question is answered for every device',
  { skip: withoutSharedData() },
  async (t) => {
    const hospital = await testHospital(t)
    const { store, organisation } = hospital
    const timed = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
      const start = performance.now()
      const result = await work()
      const rssMb = Math.round(process.memoryUsage().rss / 1e6)
      t.diagnostic(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s, ${rssMb} MB resident`)
      return result
    }

    const feeds = {
      osv: sharedFile('osv'),
      nvd: sharedFile('nvd/nvd-all.ndjson.zst'),
      kev: await sharedSet('kev'),
      epss: await sharedSet('epss'),
    }
    for (const [feed, path] of Object.entries(feeds)) {
      const loaded = await timed(`load ${feed}`, () => loadFeed(store, { path }))
      assert.deepEqual([loaded.feed, loaded.records], [feed, collected[feed as keyof typeof collected]])
      assert.ok(loaded.changed > loaded.records * 0.95)
    }
    const again = await timed('load osv again, unchanged', () => loadFeed(store, { path: feeds.osv }))
    assert.equal(again.changed, 0)

    const sboms = await sharedSet('sboms')
    const files = [...(await filesBelow(join(sboms, 'examples'))), ...(await filesBelow(join(sboms, 'in-the-wild')))]
    const serials: string[] = []
    let components = 0
    await timed(`add ${files.length} files`, async () => {
      for (const [index, file] of files.entries()) {
        const target = { maker: 'Found', model: `Model ${index}`, version: '1' }
        const added = await addSbom(store, {
          organisationId: organisation.organisationId,
          bytes: await readFile(file),
          fileName: basename(file),
          target,
        })
        if ('because' in added) assert.ok(added.because.length > 20, file)
        else {
          serials.push(`S${index};Found;Model ${index};1`)
          components += added.sbom.components.length
        }
      }
    })
    t.diagnostic(`${serials.length} read, ${components} components`)
    assert.ok(serials.length > 100)
    const csv = Buffer.from(['serial;maker;model;software version', ...serials].join('\n'))
    await importAssets(store, {
      organisationId: organisation.organisationId,
      fileName: 'found.csv',
      bytes: csv,
      dryRun: false,
      now: new Date(),
    })
    const found = await timed('incremental rematch', () => rematch(store, 'stale'))
    assert.ok(found.opened > 1_000)
    assert.deepEqual(
      await timed('full rematch', () => rematch(store, 'all')),
      { opened: 0, closed: 0 },
      'a full rematch finds the very same',
    )

    const hash = await anyHash(hospital)
    for (const question of [
      'CVE-2021-44228',
      'openssl < 1.1.1',
      `sha256:${hash}`,
      'log4j',
      'CVE-2022-0778',
      'CVE-1900-0001',
    ]) {
      const { counts, inScope, devices } = await timed(question, () => hospital.ask(question))
      assert.ok(counts)
      assert.equal(inScope, serials.length)
      assert.equal(devices.length, serials.length)
      assert.equal(
        Object.values(counts).reduce((sum, count) => sum + count, 0),
        serials.length,
      )
      t.diagnostic(`${question}: ${JSON.stringify(counts)}`)
    }
    assert.ok(((await hospital.ask(`sha256:${hash}`)).counts?.affected ?? 0) > 0)
    const scanned = await timed('scan one file', async () =>
      scan(store, { bytes: await readFile(join(sboms, 'in-the-wild', await wildFile(sboms))) }),
    )
    assert.equal(scanned.is, 'scanned')
  },
)

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function wildFile(sboms: string): Promise<string> {
  const files = await filesBelow(join(sboms, 'in-the-wild'))
  const file = files.find((each) => each.endsWith('mediawiki-cdx.xml'))
  assert.ok(file)
  return file.slice(join(sboms, 'in-the-wild').length + 1)
}

async function anyHash(hospital: Awaited<ReturnType<typeof testHospital>>): Promise<string> {
  const { rows } = await inOrganisation(hospital.store, hospital.organisation.organisationId, async ({ client }) =>
    client.query<{ hash: string }>(`
      select substr(hash, 8) as hash from readable_component cross join lateral unnest(hashes) as hash
      where hash like 'sha256:%' order by component_id limit 1`),
  )
  assert.ok(rows[0])
  return rows[0].hash
}
