import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import type { DeviceId } from '../model/index.ts'
import type { DeviceFinding } from './index.ts'
import { askDevices, findingsOf, listDevices, readDevice, softwareOf } from './index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const { store } = north

const npm = (name: string, version: string) => ({ name, version, purl: `pkg:npm/${name}@${version}` })
const cpe = (part: string, vendor: string, product: string, version: string) => ({
  name: product,
  version,
  cpe: `cpe:2.3:${part}:${vendor}:${product}:${version}:*:*:*:*:*:*:*`,
})
const fixed = (id: string, ecosystem: string, name: string, version: string, more: object = {}) =>
  osvRecord(id, ecosystem, name, [{ introduced: '0' }, { fixed: version }], more)

await north.load('nvd', [
  nvdRecord('CVE-2031-0001', [[[cpeMatch('a:zlib:zlib', '*', { versionEndExcluding: '1.3' })]]]),
  nvdRecord('CVE-2031-0002', [
    [[cpeMatch('o:acme:pump_firmware', '*', { versionEndExcluding: '5' })], [cpeMatch('h:acme:pump', '-', {}, false)]],
  ]),
  nvdRecord('CVE-2031-0003', [
    [
      [cpeMatch('o:acme:pump_firmware', '*', { versionEndExcluding: '5' })],
      [cpeMatch('h:acme:other_pump', '-', {}, false)],
    ],
  ]),
  nvdRecord('CVE-2031-0004', []),
  nvdRecord('CVE-2031-0005', [[[cpeMatch('a:nobody:elsewhere', '*', { versionEndExcluding: '9' })]]]),
  nvdRecord('CVE-2031-0006', [[[cpeMatch('h:maker:scanner', '-')]]]),
])
await north.load('osv', [
  fixed('GHSA-aaaa-aaaa-0001', 'npm', 'left-pad-ng', '1.3.0', { aliases: ['CVE-2031-0101'] }),
  fixed('GHSA-aaaa-aaaa-0002', 'npm', 'left-pad-ng', '1.1.0'),
  fixed('DSA-1', 'Debian:12', 'zlib', '1:1.3-1', { upstream: ['CVE-2031-0001', 'CVE-2031-0102'] }),
  fixed('DEBIAN-CVE-2031-0103', 'Debian:12', 'zlib', '1:1.3-2', { upstream: ['CVE-2031-0103'] }),
  fixed('DSA-2', 'Debian:12', 'openssl', '3.0.9-1'),
  osvRecord('GHSA-aaaa-aaaa-0003', 'npm', 'odd', [{ introduced: 'not a version' }]),
])
const zlibOfDebian = {
  name: 'zlib1g',
  version: '1:1.2-1',
  purl: 'pkg:deb/debian/zlib1g@1:1.2-1?distro=debian-12&upstream=zlib',
}
await north.describe('Pump', {
  parts: [
    npm('left-pad-ng', '1.2.0'),
    cpe('a', 'zlib', 'zlib', '1.2'),
    cpe('o', 'acme', 'pump_firmware', '4'),
    cpe('h', 'acme', 'pump', '-'),
    { name: 'openssl', version: '1' },
    { ...npm('odd', '1.0.0'), name: 'odd' },
    { ...npm('left-pad-ng', '1.0.0'), scope: 'excluded' },
  ],
})
await north.describe('Monitor', { parts: [zlibOfDebian, cpe('o', 'acme', 'pump_firmware', '4')], complete: 'whole' })
await north.own(['Pump', 'Monitor', 'Scanner', 'Silent'])
await north.own(['Pump own'], { model: 'Pump' })
await south.own(['South pump'], { model: 'Pump' })

async function deviceOf(hospital: TestHospital, text: string): Promise<DeviceId> {
  const { items } = await listDevices(store, { organisation: hospital.organisation, page: { limit: 500 } })
  const device = items.find((each) => each.serial === text)
  assert.ok(device, text)
  return device.deviceId
}

async function findings(serial: string, limit = 100): Promise<DeviceFinding[]> {
  const deviceId = await deviceOf(north, serial)
  const all: DeviceFinding[] = []
  for (let after: string | undefined; ;) {
    const page = { limit, ...(after === undefined ? {} : { after }) }
    const found = await findingsOf(store, { organisation: north.organisation, deviceId, page })
    all.push(...found.items)
    if (found.next === undefined) return all
    after = found.next
  }
}

const lines = (found: readonly DeviceFinding[]) =>
  found.map((each) => `${each.vulnerability} ${each.verdict} ${each.reason}`)

await north.describe('Pump', { parts: [npm('left-pad-ng', '1.0.1')] }, { deviceId: await deviceOf(north, 'Pump own') })

test('the findings of a device name each flaw once, those that reach it first', async () => {
  assert.deepEqual(lines(await findings('Pump')), [
    'CVE-2031-0001 affected listedInRange',
    'CVE-2031-0002 affected listedInRange',
    'CVE-2031-0101 affected listedInRange',
    'CVE-2031-0003 unknown conditionNotSettled',
    'CVE-2031-0102 unknown otherFeedOnly',
    'CVE-2031-0103 unknown otherFeedOnly',
    'DSA-2 unknown nameOnly',
    'GHSA-aaaa-aaaa-0003 unknown rangeUnreadable',
  ])
  const [first] = (await findings('Pump')).slice(2)
  assert.deepEqual(
    [first?.names, first?.summary],
    [['CVE-2031-0101', 'GHSA-aaaa-aaaa-0001'], 'made-up flaw GHSA-aaaa-aaaa-0001'],
  )
  const [why] = first?.why ?? []
  assert.deepEqual(
    [why?.component?.purl, why?.advisory, why?.range, why?.sbom?.format],
    ['pkg:npm/left-pad-ng@1.2.0', 'osv GHSA-aaaa-aaaa-0001', '< 1.3.0', 'CycloneDX 1.6'],
  )
})

test('what a device is said to have is exactly what asking for each flaw says of it', async () => {
  const names = [
    ...[1, 2, 3, 4, 5, 6].map((n) => `CVE-2031-000${n}`),
    ...[1, 2, 3].map((n) => `CVE-2031-010${n}`),
    ...[1, 2, 3].map((n) => `GHSA-aaaa-aaaa-000${n}`),
    'DSA-2',
  ]
  const serials = ['Pump', 'Pump own', 'Monitor', 'Scanner', 'Silent']
  const said = new Map<string, string>()
  for (const serial of serials) {
    for (const { names: all, verdict, reason } of await findings(serial)) {
      for (const name of all) said.set(`${serial} ${name}`, `${verdict} ${reason}`)
    }
  }
  for (const name of names) {
    const page = { limit: 500 }
    const { items } = await askDevices(store, { organisation: north.organisation, text: name, fictional: false, page })
    for (const { serial, verdict, reason, why } of items) {
      const isListed = why.some((each) => each.component !== undefined && each.reason !== 'listedOutsideRange')
      const asked = verdict === 'affected' || (verdict === 'unknown' && isListed) ? `${verdict} ${reason}` : undefined
      const found = said.get(`${serial} ${name}`)
      // where no source gives a readable range, asking says so of every device, also of those that list nothing of it
      const expected = reason === 'noRange' && found !== undefined ? 'unknown rangeUnreadable' : asked
      assert.equal(found, expected, `${serial} ${name}: ${verdict} ${reason}`)
    }
  }
})

test('pages of any length give the same findings', async () => {
  for (const serial of ['Pump', 'Monitor']) {
    const all = await findings(serial)
    for (const limit of [1, 2, 3]) assert.deepEqual(await findings(serial, limit), all)
  }
})

test('the counts of a device and of its lines are those of its findings', async () => {
  for (const serial of ['Pump', 'Pump own', 'Monitor', 'Scanner', 'Silent']) {
    const found = await findings(serial)
    const deviceId = await deviceOf(north, serial)
    const { findings: counts } = await readDevice(store, north.organisation, deviceId)
    const count = (verdict: string) => found.filter((each) => each.verdict === verdict).length
    assert.deepEqual(counts, { affected: count('affected'), unknown: count('unknown') })
  }
})

test('software is listed line by line with the flaws of each, and no flaw of what is not deployed', async () => {
  const { items } = await softwareOf(store, {
    organisation: north.organisation,
    deviceId: await deviceOf(north, 'Pump'),
    page: { limit: 100 },
  })
  const told = items.map(
    (line) => `${line.ordinal} ${line.component.name} ${line.component.version} ${line.affected} ${line.unknown}`,
  )
  assert.deepEqual(told, [
    '0 Pump undefined 0 2',
    '1 left-pad-ng 1.2.0 1 0',
    '2 zlib 1.2 1 2',
    '3 pump_firmware 4 1 1',
    '4 pump - 0 2',
    '5 openssl 1 0 1',
    '6 odd 1.0.0 0 1',
    '7 left-pad-ng 1.0.0 0 0',
  ])
  assert.deepEqual([items[7]?.deployed, items[1]?.type, items[1]?.licences], [false, 'library', []])
})

test('no hospital reads the device of another, and none sees findings by an SBOM that it may not read', async () => {
  const deviceId = await deviceOf(north, 'Pump')
  const page = { limit: 10 }
  await assert.rejects(findingsOf(store, { organisation: south.organisation, deviceId, page }), { code: 'notFound' })
  await assert.rejects(softwareOf(store, { organisation: south.organisation, deviceId, page }), { code: 'notFound' })
  const own = { organisation: south.organisation, deviceId: await deviceOf(south, 'South pump'), page }
  assert.deepEqual((await findingsOf(store, own)).items, [])
  assert.deepEqual((await softwareOf(store, own)).items, [])
})
