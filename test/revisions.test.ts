import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadFeed } from '../src/flows/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import { flaw, part } from './one-flaw.ts'

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
