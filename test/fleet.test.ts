import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { addSbom, importAssets, loadFeed, rematch, scan } from '../src/flows/index.ts'
import { inKnowledge, inOrganisation } from '../src/store/index.ts'
import { cpeMatch, deviceIdOf, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

const flaw = osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed: '1.3.0' }], {
  aliases: ['CVE-2031-0001'],
})
const part = (version: string) => ({ name: 'left-pad-ng', version, purl: `pkg:npm/left-pad-ng@${version}` })

test('one hospital sees nothing of what another supplies, unless it is published to it', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.load('osv', [flaw])
  await north.describe('Pump', { parts: [part('1.0.0'), { name: 'secretware', version: '1' }] })
  await north.own(['Pump'])
  await south.own(['Pump'])
  assert.deepEqual(await north.verdicts('CVE-2031-0001'), { Pump: 'affected listedInRange' })
  assert.deepEqual(await south.verdicts('CVE-2031-0001'), { Pump: 'unknown noSbom' })
  assert.equal((await north.ask('secretware')).counts?.affected, 1)
  const guess = await south.ask('secretwar')
  assert.deepEqual([guess.counts?.affected, guess.notes.filter((note) => note.is !== 'noFeeds')], [0, []])
  assert.equal((await south.ask('serial:Pump')).devices.length, 1, 'its own pump only')
  await inKnowledge(north.store, async () => undefined)
})

test('the application role reads no component below an SBOM but through the views that hold the wall', async (t) => {
  const north = await testHospital(t, 'North')
  await north.describe('Pump', { parts: [part('1.0.0')] })
  const other = await testHospital(t, 'South', north.store)
  for (const table of [
    'component',
    'component_key',
    'component_word',
    'posting',
    'further_posting',
    'sbom_component',
    'sbom_relation',
    'sbom',
  ]) {
    await assert.rejects(
      inOrganisation(north.store, north.organisation.organisationId, async ({ client }) =>
        client.query(`select * from ${table}`),
      ),
      /permission denied/,
      table,
    )
  }
  const seen = async (hospital: TestHospital, view: string): Promise<number> =>
    inOrganisation(
      hospital.store,
      hospital.organisation.organisationId,
      async ({ client }) => (await client.query(`select * from ${view}`)).rows.length,
    )
  for (const view of ['readable_sbom', 'readable_sbom_component', 'listing', 'readable_component_word']) {
    assert.notEqual(await seen(north, view), 0, view)
    assert.equal(await seen(other, view), 0, view)
  }
})

test('an SBOM of one device alone counts for that device, beside that of its model', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')] })
  await hospital.own(['one', 'two', 'three'], { model: 'Pump' })
  const before = await hospital.ask('CVE-2031-0001')
  assert.equal(before.counts?.notAffected, 3)
  await hospital.describe('Pump', { parts: [part('1.2.9')] }, { deviceId: deviceIdOf(before, 'two') })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), {
    one: 'notAffected listedOutsideRange',
    two: 'affected listedInRange',
    three: 'notAffected listedOutsideRange',
  })
  assert.deepEqual((await hospital.ask('CVE-2031-0001')).counts, {
    affected: 1,
    unknown: 0,
    notListed: 0,
    notAffected: 2,
  })
})

test('of two SBOMs of a model version the worst counts', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')], complete: 'whole' })
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'notAffected listedOutsideRange' })
  await hospital.describe('Pump', { parts: [{ name: 'zlib', version: '1' }] })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'notListed notListed' })
})

test('a day or a moment that is still to come is refused, and today is not', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump'])
  const day = 24 * 60 * 60 * 1000
  const soon = new Date(Date.now() + day).toISOString()
  for (const when of ['2999-12-31', soon.slice(0, 10), soon]) {
    await assert.rejects(
      hospital.ask(`zlib as-of:${when}`),
      /is still to come .* Ask for a day that has begun, or leave it out/,
    )
  }
  const today = new Date().toISOString().slice(0, 10)
  assert.deepEqual(await hospital.verdicts(`zlib as-of:${today}`), { Pump: 'unknown noSbom' })
})

test('a past day is answered with what was known on that day', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [part('1.0.0')] })
  await hospital.own(['Pump'])
  const before = new Date().toISOString()
  await hospital.load('osv', [flaw])
  await hospital.own(['Pump'], { 'software version': '2' })
  const after = new Date().toISOString()
  assert.deepEqual(await hospital.verdicts(`CVE-2031-0001 as-of:${before}`), { Pump: 'unknown notInFeeds' })
  assert.deepEqual(await hospital.verdicts(`CVE-2031-0001 as-of:${after}`), { Pump: 'unknown noSbom' })
  const then = await hospital.ask(`left-pad-ng as-of:${before}`)
  assert.deepEqual([then.counts?.affected, then.devices[0]?.softwareVersion], [1, '1'])
})

test('filters narrow the fleet, and the counts with it', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a', 'b'], { model: 'Pump', ward: 'Réanimation A' })
  await hospital.own(['c'], { model: 'Pump', site: 'South' })
  assert.equal((await hospital.ask('log4j ward:"réanimation a"')).inScope, 2)
  assert.equal((await hospital.ask('log4j site:South')).inScope, 1)
  assert.equal((await hospital.ask('log4j site:North ward:ICU')).inScope, 0)
  const fleet = await hospital.ask('model:pump')
  assert.deepEqual([fleet.counts, fleet.devices.length], [null, 3])
})

test('a flaw that a revision withdraws or repairs is judged anew, and the old revision is kept', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('1.2.0')] })
  await hospital.own(['Pump'])
  const first = new Date().toISOString()
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'affected listedInRange' })
  await hospital.load('osv', [
    osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed: '1.2.0' }], {
      aliases: ['CVE-2031-0001'],
      modified: '2026-01-01T00:00:00Z',
    }),
  ])
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'notAffected listedOutsideRange' })
  assert.deepEqual(await hospital.verdicts(`CVE-2031-0001 as-of:${first}`), { Pump: 'affected listedInRange' })
  await hospital.load('osv', [
    osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [], {
      withdrawn: '2026-02-01T00:00:00Z',
      modified: '2026-02-01T00:00:00Z',
    }),
  ])
  assert.deepEqual(await hospital.verdicts('GHSA-1111-2222-3333'), { Pump: 'unknown withdrawn' })
  assert.deepEqual(
    await hospital.verdicts('CVE-2031-0001'),
    { Pump: 'unknown notInFeeds' },
    'the alias was taken back with it',
  )
})

test('a feed that breaks on the way changes nothing and says where', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  const folder = await mkdtemp(join(tmpdir(), 'auscult-broken-'))
  t.after(async () => rm(folder, { recursive: true }))
  const path = join(folder, 'feed.json')
  await writeFile(
    path,
    `${JSON.stringify(osvRecord('GHSA-9999-9999-9999', 'npm', 'x', [{ introduced: '0' }]))}\n{"id":"GHSA-8888`,
  )
  await assert.rejects(loadFeed(hospital.store, { path }), /feed\.json.*(record 2|byte)/s)
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('GHSA-9999-9999-9999'), { Pump: 'unknown notInFeeds' })
})

test('when two files hold an advisory, the later revision counts, whatever their order, and a second load changes nothing', async (t) => {
  const hospital = await testHospital(t)
  const folder = await mkdtemp(join(tmpdir(), 'auscult-revisions-'))
  t.after(async () => rm(folder, { recursive: true }))
  const revision = (fixed: string, modified: string): string =>
    JSON.stringify(
      osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed }], { modified }),
    )
  await writeFile(join(folder, 'a.json'), revision('1.3.0', '2026-05-01T00:00:00Z'))
  await writeFile(join(folder, 'b.json'), revision('1.1.0', '2026-01-01T00:00:00Z'))
  const changed = [await loadFeed(hospital.store, { path: folder }), await loadFeed(hospital.store, { path: folder })]
  assert.deepEqual(
    changed.map((each) => [each.records, each.changed]),
    [
      [2, 1],
      [2, 0],
    ],
  )
  await hospital.describe('Pump', { parts: [part('1.2.0')] })
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('GHSA-1111-2222-3333'), { Pump: 'affected listedInRange' })
})

test('a hospital learns nothing from the equipment list of another, not even that a model has a name', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await south.describe('Pump', { parts: [{ name: 'zlib', version: '1' }], complete: 'whole' })
  await south.own(['Pump'])
  const before = await south.ask('secretpump = 1')
  await north.own(['Secretpump'])
  assert.deepEqual(
    [(await south.ask('secretpump = 1')).question, (await south.ask('secretpump = 1')).counts],
    [before.question, before.counts],
  )
  for (const table of ['maker', 'model', 'model_version', 'word']) {
    await assert.rejects(
      inOrganisation(south.store, south.organisation.organisationId, async ({ client }) =>
        client.query(`select * from ${table}`),
      ),
      /permission denied/,
    )
  }
})

test('a list without a version column leaves the version and its source as they were', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump'])
  const first = (await hospital.ask('serial:Pump')).devices[0]
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from('serial;maker;ward\nPump;Maker;Surgery\n')
  await importAssets(hospital.store, { organisationId, fileName: 'wards.csv', bytes, dryRun: false, now: new Date() })
  const [then] = (await hospital.ask('serial:Pump')).devices
  assert.deepEqual(
    [then?.ward, then?.softwareVersion, then?.versionSource, then?.versionSeenAt],
    ['Surgery', '1', first?.versionSource, first?.versionSeenAt],
  )
})

test('a filter finds a maker and a model in any spelling', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a'], { maker: 'Philips Medical Systems', model: 'IntelliVue MX-700' })
  await hospital.own(['b'], { maker: 'PHILLIPS', model: 'intellivue mx 700' })
  await hospital.own(['c'], { maker: 'Other' })
  assert.equal((await hospital.ask('log4j maker:Philips')).inScope, 2)
  assert.equal((await hospital.ask('model:"IntelliVue MX 700"')).devices.length, 2)
})

test('a filter that leaves no device says so, with what there is; words and accents are folded', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a'], { site: 'Hôpital Nord', ward: 'Réanimation A' })
  assert.equal((await hospital.ask('log4j site:nord ward:reanimation')).inScope, 1)
  const typo = await hospital.ask('log4j site:Nrod')
  assert.deepEqual(
    [typo.inScope, typo.notes.find((note) => note.is === 'noDevice')],
    [0, { is: 'noDevice', asked: 'site:Nrod', taken: ['Hôpital Nord'] }],
  )
})

test('a word that is exactly a host name is that device, whatever it resembles in SBOMs', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'pompex', version: '1' }] })
  await hospital.own(['pompes'], { model: 'Monitor' })
  const answer = await hospital.ask('pompes')
  assert.deepEqual([answer.question, answer.devices.length], ['device', 1])
})

test('one advisory loaded by itself does not speak for its whole registry: other packages of it are still in doubt by name', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [osvRecord('GHSA-1111-1111-1111', 'npm', 'unrelated', [{ introduced: '0' }])], 'alone')
  await hospital.load('nvd', [
    nvdRecord('CVE-2031-0009', [[[cpeMatch('a:v:left-pad-ng', '*', { versionEndExcluding: '1.3' })]]]),
  ])
  await hospital.describe('Pump', { parts: [part('1.0.0')], complete: 'whole' })
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('CVE-2031-0009'), { Pump: 'unknown nameOnly' })
  await hospital.load('osv', [flaw])
  assert.deepEqual(await hospital.verdicts('CVE-2031-0009'), { Pump: 'notAffected absentFromCompleteSbom' })
})

test('a withdrawn record merges no flaws', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [
    osvRecord('GHSA-1111-1111-1111', 'npm', 'left-pad-ng', [{ introduced: '0' }], { aliases: ['CVE-2031-0001'] }),
    osvRecord('GHSA-2222-2222-2222', 'npm', 'other', [{ introduced: '0' }], { aliases: ['CVE-2031-0002'] }),
    osvRecord('GHSA-3333-3333-3333', 'npm', 'x', [], {
      aliases: ['CVE-2031-0001', 'CVE-2031-0002'],
      withdrawn: '2026-01-01T00:00:00Z',
    }),
  ])
  await hospital.describe('Pump', { parts: [part('1.0.0')] })
  await hospital.own(['Pump'])
  assert.deepEqual(
    [await hospital.verdicts('CVE-2031-0001'), await hospital.verdicts('CVE-2031-0002')],
    [{ Pump: 'affected listedInRange' }, { Pump: 'notListed notListed' }],
  )
})

test('an old feed file loaded after a new one does not undo what was since learned', async (t) => {
  const hospital = await testHospital(t)
  const revision = (fixed: string, modified: string): object =>
    osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed }], { modified })
  await hospital.load('osv', [revision('1.3.0', '2026-06-01T00:00:00Z')])
  await hospital.load('osv', [revision('1.1.0', '2026-01-01T00:00:00Z')])
  await hospital.describe('Pump', { parts: [part('1.2.0')] })
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('GHSA-1111-2222-3333'), { Pump: 'affected listedInRange' })
})

test('model versions are told once for each verdict, devices with an SBOM of their own included', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')] })
  await hospital.own(['one', 'two', 'three'], { model: 'Pump' })
  await hospital.describe(
    'Pump',
    { parts: [part('2.1.0')] },
    { deviceId: deviceIdOf(await hospital.ask('CVE-2031-0001'), 'two') },
  )
  const { modelVersions } = await hospital.ask('CVE-2031-0001')
  assert.deepEqual(
    modelVersions.map((each) => [each.model, each.verdict, each.devices]),
    [['Pump', 'notAffected', 3]],
  )
})

test('a scan tells of each place at which the same component stands', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  const components = ['one', 'two'].map((ref) => ({ type: 'library', 'bom-ref': ref, ...part('1.0.0') }))
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const scanned = await scan(hospital.store, { bytes })
  assert.deepEqual(scanned.is === 'scanned' ? scanned.findings.map((finding) => finding.component.ref) : [], [
    'one',
    'two',
  ])
})

test('a word in SBOMs that is also the name of a device tells of both', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'orchestra', version: '1' }] })
  await hospital.own(['Pump'])
  await hospital.own(['orchestra'], { model: 'Monitor' })
  const { counts, notes } = await hospital.ask('orchestra')
  assert.equal(counts?.affected, 1)
  assert.deepEqual(notes.find((note) => note.is === 'alsoDevices')?.taken, ['orchestra'])
})

test('the same feed, SBOM and list twice change nothing', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const folder = await mkdtemp(join(tmpdir(), 'auscult-twice-'))
  t.after(async () => rm(folder, { recursive: true }))
  const path = join(folder, 'feed.json')
  await writeFile(path, JSON.stringify(nvdRecord('CVE-2031-0002', [[[cpeMatch('a:v:p', '1.0')]]])))
  const feeds = [await loadFeed(hospital.store, { path }), await loadFeed(hospital.store, { path })]
  assert.deepEqual(
    feeds.map((each) => each.changed),
    [1, 0],
  )
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [{ type: 'library', name: 'p', version: '1.0', cpe: 'cpe:2.3:a:v:p:1.0:*:*:*:*:*:*:*' }],
    }),
  )
  const target = { maker: 'Maker', model: 'Pump', version: '1' }
  const sboms = [
    await addSbom(hospital.store, { organisationId, bytes, target }),
    await addSbom(hospital.store, { organisationId, bytes, target }),
  ]
  assert.deepEqual(
    sboms.map((each) => each.is),
    ['added', 'unchanged'],
  )
  const csv = Buffer.from('serial;maker;model;software version\nA;Maker;Pump;1\n')
  const lists = [1, 2].map(() => ({ organisationId, fileName: 'list.csv', bytes: csv, dryRun: false, now: new Date() }))
  const imported = [await importAssets(hospital.store, lists[0]!), await importAssets(hospital.store, lists[1]!)]
  assert.deepEqual(
    imported.map((each) => (each.is === 'imported' ? each.plan.added.length : -1)),
    [1, 0],
  )
  assert.deepEqual(await rematch(hospital.store, 'stale'), { opened: 1, closed: 0 })
  assert.deepEqual(await rematch(hospital.store, 'stale'), { opened: 0, closed: 0 })
})

test('a scan gives the findings that the stored SBOM gets, and stores nothing', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.load('nvd', [
    nvdRecord('CVE-2031-0003', [
      [[cpeMatch('o:v:fw_firmware', '*', { versionEndExcluding: '2' })], [cpeMatch('h:v:fw', '-', {}, false)]],
    ]),
  ])
  const components = [
    part('1.0.0'),
    part('2.0.0'),
    { type: 'firmware', name: 'fw', version: '1', cpe: 'cpe:2.3:o:v:fw_firmware:1:*:*:*:*:*:*:*' },
  ]
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: components.map((each) => ({ type: 'library', ...each })),
    }),
  )
  const scanned = await scan(hospital.store, { bytes })
  assert.equal(scanned.is, 'scanned')
  if (scanned.is !== 'scanned') return
  assert.deepEqual(
    scanned.findings.map((finding) => [
      finding.vulnerability,
      finding.component.version,
      finding.verdict,
      finding.tier,
      finding.evidence.doubt,
    ]),
    [
      ['CVE-2031-0001', '1.0.0', 'affected', 1, undefined],
      ['CVE-2031-0003', '1', 'unknown', 2, 'conditionNotSettled'],
    ],
  )
  const { rows } = await hospital.store.ownerPool.query<{ n: number }>('select count(*)::int as n from component')
  assert.equal(rows[0]?.n, 0)
})

test('whatever the order in which feeds, SBOMs and devices come, findings are those of a full rematch and counts add up', async (t) => {
  const hospital = await testHospital(t)
  const version = fc.integer({ min: 0, max: 5 }).map((n) => `1.${n}.0`)
  const name = fc.constantFrom('alpha', 'beta', 'gamma')
  const step = fc.oneof(
    fc.record({ is: fc.constant('osv' as const), name, fixed: version, id: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ is: fc.constant('nvd' as const), name, fixed: version, id: fc.integer({ min: 1, max: 4 }) }),
    fc.record({
      is: fc.constant('sbom' as const),
      model: fc.constantFrom('Pump', 'Monitor'),
      name,
      version,
      by: fc.constantFrom('purl', 'cpe', 'name'),
    }),
    fc.record({
      is: fc.constant('device' as const),
      model: fc.constantFrom('Pump', 'Monitor', 'Scanner'),
      serial: fc.integer({ min: 1, max: 9 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const each of steps) await take(hospital, each)
      assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 0, closed: 0 })
      const { rows } = await inOrganisation(hospital.store, hospital.organisation.organisationId, async ({ client }) =>
        client.query<{ kept: number; counted: number }>(`
          select coalesce(sum(devices), 0)::int as kept, (select count(*)::int from device) as counted from device_count`),
      )
      assert.equal(rows[0]?.kept, rows[0]?.counted)
      const { counts, devices } = await hospital.ask('CVE-2032-0001')
      assert.ok(counts)
      for (const [verdict, count] of Object.entries(counts))
        assert.equal(devices.filter((device) => device.verdict === verdict).length, count)
    }),
    { numRuns: 15 },
  )
})

type Step =
  | { readonly is: 'osv' | 'nvd'; readonly name: string; readonly fixed: string; readonly id: number }
  | {
      readonly is: 'sbom'
      readonly model: string
      readonly name: string
      readonly version: string
      readonly by: string
    }
  | { readonly is: 'device'; readonly model: string; readonly serial: number }

async function take(hospital: TestHospital, step: Step): Promise<void> {
  switch (step.is) {
    case 'osv':
      return hospital.load('osv', [
        osvRecord(`GHSA-0000-0000-000${step.id}`, 'npm', step.name, [{ introduced: '0' }, { fixed: step.fixed }], {
          aliases: [`CVE-2032-000${step.id}`],
        }),
      ])
    case 'nvd':
      return hospital.load('nvd', [
        nvdRecord(`CVE-2032-000${step.id}`, [
          [[cpeMatch(`a:v:${step.name}`, '*', { versionEndExcluding: step.fixed })]],
        ]),
      ])
    case 'sbom': {
      const { name, version, by } = step
      const identified = {
        purl: { purl: `pkg:npm/${name}@${version}` },
        cpe: { cpe: `cpe:2.3:a:v:${name}:${version}:*:*:*:*:*:*:*` },
        name: {},
      }[by]
      return hospital.describe(step.model, { parts: [{ name, version, ...identified }] })
    }
    case 'device':
      return hospital.own([`S${step.serial}`], { model: step.model })
  }
}
