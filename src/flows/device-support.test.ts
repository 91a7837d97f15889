import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { deviceIdOf, testHospital } from '../../test/hospital.ts'
import { loadFeed, supportOfDevice } from './index.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital

const products: Readonly<Record<string, string>> = {
  lib: [
    '  - purl: pkg:npm/lib',
    'releases:',
    '  - releaseCycle: "1"',
    '    eol: 2020-01-01',
    '  - releaseCycle: "2"',
    '    eol: 9000-01-01',
  ].join('\n'),
  debian: [
    '  - cpe: cpe:2.3:o:debian:debian_linux',
    'releases:',
    '  - releaseCycle: "12"',
    '    eol: 2026-07-11',
    '    eoes: 9000-06-30',
  ].join('\n'),
}
const folder = await mkdtemp(join(tmpdir(), 'auscult-eol-'))
for (const [name, rest] of Object.entries(products))
  await writeFile(join(folder, `${name}.md`), `---\ntitle: ${name}\npermalink: /${name}\nidentifiers:\n${rest}\n---\n`)
await loadFeed(store, { path: folder, feed: 'eol' })
await rm(folder, { recursive: true })

const deb = (name: string) => ({ name, purl: `pkg:deb/debian/${name}@1?distro=debian-12` })
await hospital.describe('pump', {
  parts: [
    { name: 'lib', purl: 'pkg:npm/lib@1.4.2' },
    { name: 'lib', purl: 'pkg:npm/lib@2.0.0' },
    { name: 'lib', purl: 'pkg:npm/lib@3.0.0' },
    { name: 'driver' },
    {
      name: 'viewer',
      properties: [{ name: 'cdx:lifecycle:milestone:endOfSupport', value: '2019-05-01' }],
    },
    ...['bash', 'openssl', 'zlib'].map(deb),
  ],
})
await hospital.own(['pump'])
const deviceId = deviceIdOf(await hospital.ask('serial:pump'), 'pump')

test('the parts of a device are told by line of releases, the worst first, and those that nobody speaks of are counted', async () => {
  const { items, counts, untold, endingSoon } = await supportOfDevice(store, {
    organisation,
    deviceId,
    page: { limit: 50 },
  })
  assert.deepEqual(
    items.map(({ standing, doubt = '', source, cycles, parts, named }) => [
      standing,
      doubt,
      source,
      cycles.join(),
      parts,
      named[0]?.name,
    ]),
    [
      ['endOfLife', '', 'sbom', '', 1, 'viewer'],
      ['endOfLife', '', 'endoflife.date', '1', 1, 'lib'],
      ['paidOnly', '', 'endoflife.date', '12', 3, 'bash'],
      ['unknown', 'noSuchCycle', 'endoflife.date', '', 1, 'lib'],
      ['supported', '', 'endoflife.date', '2', 1, 'lib'],
    ],
  )
  assert.deepEqual(counts, { endOfLife: 2, paidOnly: 3, unknown: 1, endOfSupport: 0, supported: 1 })
  assert.deepEqual([untold, endingSoon], [2, 0])
})

test('an end within the months asked for is soon, and the lines come page by page', async () => {
  const asked = { organisation, deviceId, months: 12 * 6_990, page: { limit: 4 } }
  const first = await supportOfDevice(store, asked)
  assert.equal(first.endingSoon, 1)
  const { items, next } = await supportOfDevice(store, { ...asked, page: { limit: 4, after: first.next ?? '' } })
  assert.deepEqual([first.items.length, items.length, next], [4, 1, undefined])
})
