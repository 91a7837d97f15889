import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part } from './hospital.ts'

const hospital = await testHospital(test)

const log4jRange = [{ introduced: '2.0' }, { fixed: '2.15.0' }]
await hospital.load('osv', [
  osvRecord('GHSA-aaaa-bbbb-cccc', 'Maven', 'org.example.logging:log-core', log4jRange, { aliases: ['CVE-2030-0001'] }),
  osvRecord('CVE-2030-0002', 'Debian:12', 'libtls', [{ introduced: '0' }, { fixed: '1.1.1n-0+deb12u2' }]),
  osvRecord('CVE-2030-0012', 'Debian:12', 'libtls', [{ introduced: '0' }, { fixed: '1.1.1k-1+deb12u5' }]),
  osvRecord('DSA-9000-1', 'Debian:12', 'carried', [{ introduced: '0' }, { fixed: '2.0-1' }], {
    upstream: ['CVE-2030-0010'],
  }),
  osvRecord('GHSA-dddd-eeee-fff2', 'npm', 'read', [], {
    aliases: ['CVE-2030-0014'],
    affected: [
      { package: { ecosystem: 'npm', name: 'read' }, ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }] }] },
      {
        package: { ecosystem: 'npm', name: 'only-bounds-nobody-reads' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: 'not a version' }] }],
      },
    ],
  }),
  osvRecord('GHSA-dddd-eeee-ffff', 'npm', 'only-bounds-nobody-reads', [{ introduced: 'not a version' }], {
    aliases: ['CVE-2030-0011'],
  }),
])
await hospital.load('nvd', [
  nvdRecord('CVE-2030-0001', [
    [[cpeMatch('a:example:log_core', '*', { versionStartIncluding: '2.0', versionEndExcluding: '2.15.0' })]],
  ]),
  nvdRecord('CVE-2030-0002', [[[cpeMatch('a:example:libtls', '*', { versionEndExcluding: '1.1.1n' })]]]),
  nvdRecord('CVE-2030-0003', [
    [
      [cpeMatch('o:example:modem_firmware', '*', { versionEndExcluding: '4.0' })],
      [cpeMatch('h:example:modem', '-', {}, false)],
    ],
  ]),
  nvdRecord('CVE-2030-0004', [[[cpeMatch('o:linux:linux_kernel', '*', { versionEndExcluding: '5.10' })]]]),
  nvdRecord('CVE-2030-0005', []),
  nvdRecord('CVE-2030-0006', [], { vulnStatus: 'Rejected' }),
  nvdRecord('CVE-2030-0007', [[[cpeMatch('o:microsoft:windows_7', '-')]]]),
  nvdRecord('CVE-2030-0008', [[[cpeMatch('a:example:quiet', '*', { versionEndExcluding: '2.0' })]]]),
  nvdRecord('CVE-2030-0012', [[[cpeMatch('a:example:libtls', '*', { versionEndExcluding: '1.1.1n' })]]]),
  nvdRecord('CVE-2030-0013', [
    [[cpeMatch('a:example:packaged', '*', { versionEndExcluding: '2.0' }), cpeMatch('o:debian:debian_linux', '9.0')]],
  ]),
  nvdRecord('CVE-2030-0014', [
    [
      [cpeMatch('a:example:viewer', '*', { versionEndExcluding: '2.0' })],
      [cpeMatch('o:microsoft:windows', '-', {}, false)],
    ],
  ]),
  nvdRecord('CVE-2030-0015', [[[cpeMatch('o:example:vxworks', '*', { versionEndExcluding: '7' })]]]),
  nvdRecord('CVE-2030-0009', [[[cpeMatch('a:example:every', '*')]]]),
])

interface Case {
  readonly device: string
  readonly parts: readonly Part[]
  readonly complete?: 'whole' | 'inner'
  readonly ask: string
  readonly expect: string
}

const logCore = (version?: string): Part => ({
  name: 'log-core',
  group: 'org.example.logging',
  version,
  purl: `pkg:maven/org.example.logging/log-core${version === undefined ? '' : `@${version}`}`,
})
const cpe = (product: string, version: string, part: Part = {}): Part => ({
  name: product,
  cpe: `cpe:2.3:${product}:${version}:*:*:*:*:*:*:*`,
  version,
  ...part,
})
const deb = (name: string, version: string, distro: string, more = ''): Part => ({
  name,
  version,
  purl: `pkg:deb/debian/${name}@${version}?distro=${distro}${more}`,
})
const firmware = (version: string): Part => cpe('o:example:modem_firmware', version, { type: 'firmware' })
const modem: Part = { type: 'device', name: 'modem', cpe: 'cpe:2.3:h:example:modem:-:*:*:*:*:*:*:*' }
const linux = (version: string): Part => cpe('o:linux:linux_kernel', version, { type: 'operating-system' })

// What an SBOM lists, the question, and the class with its reason.
const cases: readonly Case[] = [
  { device: 'purl-in-range', parts: [logCore('2.14.1')], ask: 'CVE-2030-0001', expect: 'affected listedInRange' },
  { device: 'purl-fixed', parts: [logCore('2.15.0')], ask: 'CVE-2030-0001', expect: 'notAffected listedOutsideRange' },
  { device: 'purl-before', parts: [logCore('1.9')], ask: 'CVE-2030-0001', expect: 'notAffected listedOutsideRange' },
  { device: 'purl-without-version', parts: [logCore()], ask: 'CVE-2030-0001', expect: 'unknown versionUnknown' },
  {
    device: 'one-good-one-bad',
    parts: [logCore('2.17.0'), logCore('2.14.0')],
    ask: 'CVE-2030-0001',
    expect: 'affected listedInRange',
  },
  {
    device: 'cpe-in-range',
    parts: [cpe('a:example:log_core', '2.3')],
    ask: 'CVE-2030-0001',
    expect: 'affected listedInRange',
  },
  {
    device: 'cpe-fixed',
    parts: [cpe('a:example:log_core', '2.15.0')],
    ask: 'CVE-2030-0001',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'cpe-other-shape',
    parts: [cpe('a:example:log_core', 'R2C')],
    ask: 'CVE-2030-0001',
    expect: 'unknown versionNotComparable',
  },
  {
    device: 'cpe-any-version',
    parts: [cpe('a:example:log_core', '*', { version: undefined })],
    ask: 'CVE-2030-0001',
    expect: 'unknown versionUnknown',
  },
  {
    device: 'name-in-range',
    parts: [{ name: 'Log_Core', version: '2.14.1' }],
    ask: 'CVE-2030-0001',
    expect: 'unknown nameOnly',
  },
  {
    device: 'name-fixed',
    parts: [{ name: 'Log_Core', version: '2.16' }],
    ask: 'CVE-2030-0001',
    expect: 'notListed notListed',
  },
  { device: 'name-without-version', parts: [{ name: 'log-core' }], ask: 'CVE-2030-0001', expect: 'unknown nameOnly' },
  {
    device: 'vendor-of-its-own',
    parts: [cpe('a:somebody:log_core', '2.14.1')],
    ask: 'CVE-2030-0001',
    expect: 'unknown nameOnly',
  },
  {
    device: 'generic-purl',
    parts: [{ name: 'x', purl: 'pkg:generic/log_core@2.14.1' }],
    ask: 'CVE-2030-0001',
    expect: 'unknown nameOnly',
  },
  {
    device: 'something-else',
    parts: [{ name: 'zlib', version: '1.2.11' }],
    ask: 'CVE-2030-0001',
    expect: 'notListed notListed',
  },
  {
    device: 'complete-without-it',
    parts: [{ name: 'zlib', version: '1.2.11' }],
    complete: 'whole',
    ask: 'CVE-2030-0001',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    device: 'only-a-part-complete',
    parts: [{ name: 'zlib', version: '1.2.11' }],
    complete: 'inner',
    ask: 'CVE-2030-0001',
    expect: 'notListed notListed',
  },
  {
    device: 'not-deployed',
    parts: [{ ...logCore('2.14.1'), scope: 'excluded' }],
    ask: 'CVE-2030-0001',
    expect: 'notListed notListed',
  },
  {
    device: 'made-from-it',
    parts: [
      {
        name: 'own-log',
        version: '9',
        pedigree: {
          ancestors: [
            {
              type: 'library',
              name: 'log-core',
              version: '2.14.1',
              purl: 'pkg:maven/org.example.logging/log-core@2.14.1',
            },
          ],
        },
      },
    ],
    ask: 'CVE-2030-0001',
    expect: 'unknown ancestorOnly',
  },
  {
    device: 'debian-vulnerable',
    parts: [deb('libtls', '1.1.1n-0+deb12u1', 'debian-12')],
    ask: 'CVE-2030-0002',
    expect: 'affected listedInRange',
  },
  {
    device: 'debian-fixed',
    parts: [deb('libtls', '1.1.1n-0+deb12u2', 'debian-12')],
    ask: 'CVE-2030-0002',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'debian-backport',
    parts: [
      { ...deb('libtls', '1.1.1k-1+deb12u5', 'debian-12'), cpe: 'cpe:2.3:a:example:libtls:1.1.1k:*:*:*:*:*:*:*' },
    ],
    ask: 'CVE-2030-0012',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'debian-binary',
    parts: [deb('libtls3', '1.1.1n-0+deb12u1', 'debian-12', '&upstream=libtls')],
    ask: 'CVE-2030-0002',
    expect: 'affected listedInRange',
  },
  {
    device: 'debian-source-not-said',
    parts: [deb('libtls3', '1.1.1n-0+deb12u1', 'debian-12')],
    complete: 'whole',
    ask: 'CVE-2030-0002',
    expect: 'notListed notListed',
  },
  {
    device: 'debian-source-said',
    parts: [deb('libother3', '1.0-1', 'debian-12', '&upstream=other')],
    complete: 'whole',
    ask: 'CVE-2030-0002',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    device: 'debian-other-release',
    parts: [deb('libtls', '1.1.1k-1', 'debian-9')],
    ask: 'CVE-2030-0002',
    expect: 'unknown releaseNotCovered',
  },
  {
    device: 'debian-no-release',
    parts: [{ name: 'libtls', purl: 'pkg:deb/debian/libtls@1.1.1k-1' }],
    ask: 'CVE-2030-0002',
    expect: 'unknown releaseNotCovered',
  },
  {
    device: 'rpm-no-feed',
    parts: [{ name: 'libtls', purl: 'pkg:rpm/redhat/libtls@1.1.1k-1?distro=rhel-8.6' }],
    ask: 'CVE-2030-0002',
    expect: 'unknown releaseNotCovered',
  },
  {
    device: 'carried-upstream',
    parts: [deb('carried', '1.9-1', 'debian-12')],
    ask: 'CVE-2030-0010',
    expect: 'affected listedInRange',
  },
  {
    device: 'carried-elsewhere',
    parts: [cpe('a:anyone:carried', '1.0')],
    ask: 'CVE-2030-0010',
    expect: 'unknown nameOnly',
  },
  {
    device: 'debian-is-no-proof',
    parts: [cpe('o:debian:debian_linux', '12', { type: 'operating-system' })],
    ask: 'CVE-2030-0013',
    expect: 'notListed notListed',
  },
  { device: 'modem-both', parts: [firmware('3.2'), modem], ask: 'CVE-2030-0003', expect: 'affected listedInRange' },
  {
    device: 'modem-firmware-only',
    parts: [firmware('3.2')],
    ask: 'CVE-2030-0003',
    expect: 'unknown conditionNotSettled',
  },
  {
    device: 'modem-other-hardware',
    parts: [firmware('3.2'), { type: 'device', name: 'router', cpe: 'cpe:2.3:h:example:router:-:*:*:*:*:*:*:*' }],
    complete: 'whole',
    ask: 'CVE-2030-0003',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'modem-hardware-not-described',
    parts: [firmware('3.2')],
    complete: 'whole',
    ask: 'CVE-2030-0003',
    expect: 'unknown conditionNotSettled',
  },
  {
    device: 'modem-firmware-by-name',
    parts: [{ name: 'modem_firmware', version: '3.2', type: 'firmware' }, modem],
    complete: 'whole',
    ask: 'CVE-2030-0003',
    expect: 'unknown nameOnly',
  },
  {
    device: 'system-not-described',
    parts: [cpe('a:example:viewer', '1.0')],
    complete: 'whole',
    ask: 'CVE-2030-0014',
    expect: 'unknown conditionNotSettled',
  },
  {
    device: 'system-of-another-kind',
    parts: [cpe('a:example:viewer', '1.0'), linux('5.4')],
    complete: 'whole',
    ask: 'CVE-2030-0014',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'system-in-a-container',
    parts: [{ type: 'container', name: 'image', components: [linux('5.12')] }],
    complete: 'whole',
    ask: 'CVE-2030-0015',
    expect: 'unknown layerNotDescribed',
  },
  {
    device: 'modem-updated',
    parts: [firmware('4.0'), modem],
    ask: 'CVE-2030-0003',
    expect: 'notAffected listedOutsideRange',
  },
  {
    device: 'modem-not-described',
    parts: [{ name: 'zlib', version: '1' }],
    complete: 'whole',
    ask: 'CVE-2030-0003',
    expect: 'unknown layerNotDescribed',
  },
  { device: 'kernel-old', parts: [linux('5.4.1')], ask: 'CVE-2030-0004', expect: 'affected listedInRange' },
  { device: 'kernel-new', parts: [linux('5.10')], ask: 'CVE-2030-0004', expect: 'notAffected listedOutsideRange' },
  {
    device: 'kernel-not-described',
    parts: [{ name: 'zlib', version: '1' }],
    complete: 'whole',
    ask: 'CVE-2030-0004',
    expect: 'unknown layerNotDescribed',
  },
  {
    device: 'other-system',
    parts: [cpe('o:windriver:vxworks', '7', { type: 'operating-system' })],
    complete: 'whole',
    ask: 'CVE-2030-0004',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    device: 'no-range',
    parts: [{ name: 'zlib', version: '1' }],
    complete: 'whole',
    ask: 'CVE-2030-0005',
    expect: 'unknown noRange',
  },
  {
    device: 'rejected',
    parts: [{ name: 'zlib', version: '1' }],
    complete: 'whole',
    ask: 'CVE-2030-0006',
    expect: 'unknown withdrawn',
  },
  {
    device: 'nobody-knows',
    parts: [{ name: 'zlib', version: '1' }],
    complete: 'whole',
    ask: 'CVE-2030-9999',
    expect: 'unknown notInFeeds',
  },
  {
    device: 'windows-na',
    parts: [cpe('o:microsoft:windows_7', '-', { version: undefined, type: 'operating-system' })],
    ask: 'CVE-2030-0007',
    expect: 'affected listedInRange',
  },
  {
    device: 'windows-na-built',
    parts: [cpe('o:microsoft:windows_7', '-', { version: '6.1.7601', type: 'operating-system' })],
    ask: 'CVE-2030-0007',
    expect: 'affected listedInRange',
  },
  {
    device: 'windows-built',
    parts: [cpe('o:microsoft:windows_7', '6.1.7601', { type: 'operating-system' })],
    ask: 'CVE-2030-0007',
    expect: 'unknown versionNotApplicable',
  },
  {
    device: 'purl-feed-silent',
    parts: [{ ...cpe('a:example:quiet', '1.0'), purl: 'pkg:maven/org.example/quiet@1.0' }],
    ask: 'CVE-2030-0008',
    expect: 'unknown otherFeedOnly',
  },
  {
    device: 'every-version',
    parts: [cpe('a:example:every', '*', { version: undefined })],
    ask: 'CVE-2030-0009',
    expect: 'affected listedInRange',
  },
  {
    device: 'one-unreadable-range',
    parts: [{ name: 'x', purl: 'pkg:npm/only-bounds-nobody-reads@1.0.0' }],
    ask: 'CVE-2030-0014',
    expect: 'unknown rangeUnreadable',
  },
  {
    device: 'unreadable-range',
    parts: [{ name: 'x', purl: 'pkg:npm/only-bounds-nobody-reads@1.0.0' }],
    ask: 'CVE-2030-0011',
    expect: 'unknown noRange',
  },
]

for (const { device, parts, complete } of cases) {
  await hospital.describe(device, { parts, ...(complete === undefined ? {} : { complete }) })
}
await hospital.own([...cases.map((each) => each.device), 'no-sbom'])
await hospital.own(['no-version'], { model: 'purl-in-range', 'software version': '' })
await hospital.own(['no-model'], { model: '', maker: '' })
await hospital.own(['scrapped'], { model: 'purl-in-range', status: 'scrapped' })

for (const { device, ask, expect } of cases) {
  test(`${ask} on ${device}: ${expect}`, async () => assert.equal((await hospital.verdicts(ask))[device], expect))
}

test('a device without SBOM, without version or without model is unknown, and says which', async () => {
  const verdicts = await hospital.verdicts('CVE-2030-0001')
  assert.deepEqual(
    [verdicts['no-sbom'], verdicts['no-version'], verdicts['no-model']],
    ['unknown noSbom', 'unknown noVersion', 'unknown noModel'],
  )
})

test('the counts, their reasons and the devices add up to the fleet in scope; a scrapped device is out of it', async () => {
  for (const question of ['CVE-2030-0001', 'CVE-2030-0004', 'log', 'openssl < 1.1.1', 'CVE-2030-9999']) {
    const { counts, reasons, devices, inScope, outOfScope } = await hospital.ask(question)
    assert.ok(counts)
    assert.equal(counts.affected + counts.unknown + counts.notListed + counts.notAffected, inScope)
    assert.equal(inScope, cases.length + 3)
    assert.equal(devices.length, inScope)
    assert.deepEqual(outOfScope, { scrapped: 1, noSoftware: 0 })
    for (const [verdict, count] of Object.entries(counts)) {
      const parts = reasons.filter((reason) => reason.verdict === verdict)
      assert.equal(
        parts.reduce((sum, reason) => sum + reason.devices, 0),
        count,
      )
      assert.equal(devices.filter((device) => device.verdict === verdict).length, count)
    }
  }
})

test('a flaw has one answer, by whichever of its names it is asked for', async () => {
  const [byCve, byGhsa, byCase] = [
    await hospital.verdicts('CVE-2030-0001'),
    await hospital.verdicts('GHSA-aaaa-bbbb-cccc'),
    await hospital.verdicts('cve-2030-0001'),
  ]
  assert.deepEqual(byCve, byGhsa)
  assert.deepEqual(byCve, byCase)
})

test('why names the component, the range, the advisory and the SBOM', async () => {
  const { devices } = await hospital.ask('CVE-2030-0001')
  const device = devices.find((each) => each.serial === 'purl-in-range')
  assert.partialDeepStrictEqual(device?.why[0], {
    reason: 'listedInRange',
    tier: 1,
    component: { name: 'log-core', version: '2.14.1' },
    vulnerability: 'GHSA-aaaa-bbbb-cccc',
    advisory: 'osv GHSA-aaaa-bbbb-cccc',
  })
  assert.match(device?.why[0]?.sbom?.sha256 ?? '', /^[0-9a-f]{64}$/)
  assert.equal(device?.versionSource, 'equipment list list.csv, line 2')
})

test('what would settle most unknowns is named, the greatest first', async () => {
  const { settles } = await hospital.ask('CVE-2030-0001')
  assert.ok(settles.some((each) => each.need === 'sbom' && each.model === 'no-sbom' && each.devices === 1))
  assert.ok(settles.some((each) => each.need === 'version' && each.model === 'purl-in-range'))
  assert.deepEqual(
    settles.map((each) => each.devices),
    settles.map((each) => each.devices).toSorted((a, b) => b - a),
  )
})

test('an incremental rematch has given the very findings of a full one', async () => {
  const { rematch } = await import('../src/flows/index.ts')
  assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 0, closed: 0 })
})
