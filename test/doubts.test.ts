import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part } from './hospital.ts'

// What people and tools write in place of a version or an identifier, and what must then not be ruled out.

const hospital = await testHospital(test)
const range = [{ introduced: '2.0' }, { fixed: '2.15.0' }]
await hospital.load('osv', [
  osvRecord('GHSA-mmmm-aaaa-aaaa', 'Maven', 'org.example:log-core', range),
  osvRecord('GHSA-pppp-aaaa-aaaa', 'PyPI', 'pylib', range),
  osvRecord('GHSA-cccc-aaaa-aaaa', 'Packagist', 'v/lib', range),
  osvRecord('GHSA-gggg-aaaa-aaaa', 'Go', 'example.org/lib', range),
  osvRecord('GHSA-nnnn-aaaa-aaaa', 'npm', 'JSONThing', range),
  osvRecord('DSA-9001-1', 'Debian:12', 'deblib', range),
  osvRecord('RHSA-2030:1', 'Red Hat:enterprise_linux:8::appstream', 'rubygem-json', [
    { introduced: '0' },
    { fixed: '0:2.1.0-110.el8' },
  ]),
  osvRecord('RHSA-2030:2', 'Red Hat:enterprise_linux:8::appstream', 'bind', [
    { introduced: '0' },
    { fixed: '32:9.11.36-5.el8' },
  ]),
])
await hospital.load('nvd', [
  nvdRecord('CVE-2031-0001', [[[cpeMatch('a:example:tls', '*', { versionEndExcluding: '1.1.1' })]]]),
  nvdRecord('CVE-2031-0003', [
    [[cpeMatch('o:microsoft:windows_10_1809', '*', { versionEndExcluding: '10.0.17763.5936' })]],
  ]),
  nvdRecord('CVE-2031-0004', [[[cpeMatch('o:microsoft:windows_10', '1809'), cpeMatch('o:microsoft:windows_7', '-')]]]),
  nvdRecord('CVE-2031-0005', [
    [[cpeMatch('o:linux:linux_kernel', '*', { versionStartIncluding: '4.10', versionEndExcluding: '4.14.120' })]],
  ]),
  nvdRecord('CVE-2031-0006', [[[cpeMatch('o:windriver:vxworks', '*', { versionEndExcluding: '7.0' })]]]),
  nvdRecord('CVE-2031-0007', [[[cpeMatch('o:zephyrproject:zephyr', '*', { versionEndExcluding: '2.5.0' })]]]),
  nvdRecord('CVE-2031-0002', [
    [[{ ...cpeMatch('a:example:client', '9.1'), criteria: 'cpe:2.3:a:example:client:9.1:r3:*:*:*:*:*:*' }]],
  ]),
])

interface Row {
  readonly says: string
  readonly part: Part
  readonly ask: string
  readonly expect: string
}

const maven = (version: string): Part => ({
  name: 'log-core',
  purl: `pkg:maven/org.example/log-core@${encodeURIComponent(version)}`,
})
const pypi = (version: string): Part => ({ name: 'pylib', purl: `pkg:pypi/pylib@${encodeURIComponent(version)}` })
const rpm = (name: string, rest: string): Part => ({ name, purl: `pkg:rpm/redhat/${name}@${rest}` })
const tls = (version: string): string => `cpe:2.3:a:example:tls:${version}:*:*:*:*:*:*:*`

const noSingleVersion = ['[2.14.1]', '${log2.version}', '>=2.10', '2.x', '~2.14', '^2.14.1', '1.0 or 2.14', '２.14']
const ltsc = 'Windows 10 IoT Enterprise LTSC 2019'
const system = (name: string, version?: string, cpe?: string): Part => ({
  name,
  type: 'operating-system',
  ...(version === undefined ? {} : { version }),
  ...(cpe === undefined ? {} : { cpe: `cpe:2.3:o:microsoft:${cpe}:*:*:*:*:*:*:*` }),
})

const rows: readonly Row[] = [
  ...(
    [
      [system(ltsc, '10.0.17763.1577'), 'CVE-2031-0003', 'affected listedInRange'],
      [system(ltsc, '10.0.17763.6054'), 'CVE-2031-0003', 'notAffected listedOutsideRange'],
      [system(ltsc), 'CVE-2031-0003', 'unknown versionUnknown'],
      [system('Windows', '1809', 'windows_10:1809'), 'CVE-2031-0003', 'unknown versionUnknown'],
      [system(ltsc, '10.0.17763.6054'), 'CVE-2031-0004', 'unknown statusNotTold'],
      [system('Windows', '1809', 'windows_10:1809'), 'CVE-2031-0004', 'unknown statusNotTold'],
      [system('Windows 10 Pro 22H2', '10.0.19045.3803'), 'CVE-2031-0003', 'notAffected absentFromCompleteSbom'],
      [system('Windows 7 Professional SP1'), 'CVE-2031-0004', 'affected listedInRange'],
      [system('Windows Embedded Standard 7'), 'CVE-2031-0004', 'unknown ancestorOnly'],
      [system('Linux kernel', '4.14.98'), 'CVE-2031-0005', 'affected listedInRange'],
      [system('Linux kernel 4.14.98'), 'CVE-2031-0005', 'affected listedInRange'],
      [system('Linux kernel', '4.14.200'), 'CVE-2031-0005', 'notAffected listedOutsideRange'],
      [system('Linux kernel'), 'CVE-2031-0005', 'unknown versionUnknown'],
      [system('Linux kernel', '4.14.98-imx+g1a2b3c'), 'CVE-2031-0005', 'unknown ancestorOnly'],
      [system('Linux kernel', '4.14.98-rt53'), 'CVE-2031-0005', 'unknown ancestorOnly'],
      [system('VxWorks', '6.9'), 'CVE-2031-0006', 'affected listedInRange'],
      [system('VxWorks', '7.0'), 'CVE-2031-0006', 'notAffected listedOutsideRange'],
      [system('Zephyr', '2.4.0'), 'CVE-2031-0007', 'affected listedInRange'],
      [{ name: 'zephyr', version: '2.4.0' }, 'CVE-2031-0007', 'unknown nameOnly'],
      [
        { name: 'zephyr', version: '2.4.0', supplier: { name: 'Zephyr Project' } },
        'CVE-2031-0007',
        'affected listedInRange',
      ],
    ] as const
  ).map(([part, ask, expect]): Row => ({
    says: `${String(part['name'])} ${String(part['version'])}`,
    part,
    ask,
    expect,
  })),
  ...(
    [
      ['9.1:*', 'unknown statusNotTold'],
      ['9.1:r3', 'affected listedInRange'],
      ['9.1:r4', 'notAffected listedOutsideRange'],
      ['9.2:*', 'notAffected listedOutsideRange'],
    ] as const
  ).map(([version, expect]): Row => ({
    says: `client ${version}, where one update of 9.1 is named`,
    part: { name: 'client', cpe: `cpe:2.3:a:example:client:${version}:*:*:*:*:*:*` },
    ask: 'CVE-2031-0002',
    expect,
  })),
  ...noSingleVersion.flatMap((version): Row[] => [
    {
      says: `Maven ${version}`,
      part: maven(version),
      ask: 'GHSA-mmmm-aaaa-aaaa',
      expect: 'unknown versionUnknown',
    },
    { says: `PyPI ${version}`, part: pypi(version), ask: 'GHSA-pppp-aaaa-aaaa', expect: 'unknown versionUnknown' },
    {
      says: `Composer ${version}`,
      part: { name: 'lib', purl: `pkg:composer/v/lib@${encodeURIComponent(version)}` },
      ask: 'GHSA-cccc-aaaa-aaaa',
      expect: 'unknown versionUnknown',
    },
  ]),
  { says: 'Maven v2.14.1', part: maven('v2.14.1'), ask: 'GHSA-mmmm-aaaa-aaaa', expect: 'unknown versionUnknown' },
  { says: 'spaces around', part: maven(' 2.14.1 '), ask: 'GHSA-mmmm-aaaa-aaaa', expect: 'affected listedInRange' },
  {
    says: 'a version outside PEP 440',
    part: pypi('8.3.0-ubuntu1'),
    ask: 'GHSA-pppp-aaaa-aaaa',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'Debian v2.14.1',
    part: { name: 'deblib', purl: 'pkg:deb/debian/deblib@v2.14.1?distro=debian-12' },
    ask: 'DSA-9001-1',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'Debian, repaired in its own release',
    part: { name: 'deblib', purl: 'pkg:deb/debian/deblib@9.9-1?distro=debian-12&upstream=deblib' },
    ask: 'DSA-9001-1',
    expect: 'notAffected listedOutsideRange',
  },
  {
    says: 'Debian, beyond the repair of another release, in one that no feed covers',
    part: { name: 'deblib', purl: 'pkg:deb/debian/deblib@9.9-1?distro=debian-13&upstream=deblib' },
    ask: 'DSA-9001-1',
    expect: 'unknown releaseNotCovered',
  },
  {
    says: 'Debian, before the repair of another release, in one that no feed covers',
    part: { name: 'deblib', purl: 'pkg:deb/debian/deblib@1.0-1?distro=debian-13&upstream=deblib' },
    ask: 'DSA-9001-1',
    expect: 'unknown releaseNotCovered',
  },
  {
    says: 'the placeholder of Go',
    part: { name: 'lib', purl: 'pkg:golang/example.org/lib@v0.0.0-00010101000000-000000000000' },
    ask: 'GHSA-gggg-aaaa-aaaa',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'Go +incompatible',
    part: { name: 'lib', purl: 'pkg:golang/example.org/lib@v2.3.0%2Bincompatible' },
    ask: 'GHSA-gggg-aaaa-aaaa',
    expect: 'affected listedInRange',
  },
  {
    says: 'an rpm package built with a version of its own',
    part: rpm('rubygem-json', '2.1.0-106.el8?distro=rhel-8.4&upstream=ruby-2.5.5-106.el8.src.rpm'),
    ask: 'RHSA-2030:1',
    expect: 'affected listedInRange',
  },
  {
    says: 'an epoch that the source package does not name',
    part: rpm('bind', '9.11.36-8.el8?epoch=32&distro=rhel-8.4&upstream=bind-9.11.36-8.el8.src.rpm'),
    ask: 'RHSA-2030:2',
    expect: 'notAffected listedOutsideRange',
  },
  {
    says: 'an epoch, and a source package of another version',
    part: rpm('bind-libs', '1.0-8.el8?epoch=32&distro=rhel-8.4&upstream=bind-9.11.36-8.el8.src.rpm'),
    ask: 'RHSA-2030:2',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'a purl that disagrees with the version',
    part: { ...maven('2.17.0'), version: '2.14.1' },
    ask: 'GHSA-mmmm-aaaa-aaaa',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'a CPE that disagrees with the version',
    part: { name: 'tls', version: '1.0.2k', cpe: tls('3.0.0') },
    ask: 'CVE-2031-0001',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'a version in the CPE alone',
    part: { name: 'tls', cpe: tls('1.0.2k') },
    ask: 'tls < 1.1.1',
    expect: 'affected listedInRange',
  },
  {
    says: 'a vendor left open',
    part: { name: 'x', cpe: 'cpe:2.3:a:*:tls:1.0.2k:*:*:*:*:*:*:*' },
    ask: 'CVE-2031-0001',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a CPE of 2.2',
    part: { name: 'x', cpe: 'cpe:/a:example:tls:1.0.2k' },
    ask: 'CVE-2031-0001',
    expect: 'affected listedInRange',
  },
  { says: 'a version in the name', part: { name: 'TLS 1.0.2k' }, ask: 'CVE-2031-0001', expect: 'unknown nameOnly' },
  {
    says: 'a repaired version in the name',
    part: { name: 'TLS 1.1.1' },
    ask: 'CVE-2031-0001',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    says: 'a repaired version beside a name that holds an affected one',
    part: { name: 'TLS 1.0.2k', version: '9' },
    ask: 'CVE-2031-0001',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a version that says more than the one in the name',
    part: { name: 'TLS 1.1', version: '1.1.1' },
    ask: 'CVE-2031-0001',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    says: 'a file whose name holds another version',
    part: { type: 'file', name: 'log-core-2.14.1.jar', version: '9' },
    ask: 'GHSA-mmmm-aaaa-aaaa',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a kernel whose name holds another version',
    part: { type: 'operating-system', name: 'Linux kernel 4.14.98', version: '7.1' },
    ask: 'CVE-2031-0005',
    expect: 'unknown versionUnknown',
  },
  {
    says: 'a name that says that it is a library',
    part: { name: 'The TLS Library', version: '1.0.2k' },
    ask: 'CVE-2031-0001',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a file',
    part: { type: 'file', name: '/opt/lib/log-core-2.14.1.jar' },
    ask: 'GHSA-mmmm-aaaa-aaaa',
    expect: 'unknown nameOnly',
  },
  {
    says: 'Maven coordinates for a name',
    part: { name: 'org.example:log-core', version: '2.14.1' },
    ask: 'GHSA-mmmm-aaaa-aaaa',
    expect: 'unknown nameOnly',
  },
  {
    says: 'the supplier before the name',
    part: { name: 'Example TLS', version: '1.0', supplier: { name: 'Example' } },
    ask: 'CVE-2031-0001',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a purl asked for, and a part of its name alone',
    part: { name: 'log-core', version: '2.14.1' },
    ask: 'pkg:maven/org.example/log-core@2.14.1',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a purl asked for, and another version of its name',
    part: { name: 'log-core', version: '2.14.2' },
    ask: 'pkg:maven/org.example/log-core@2.14.1',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    says: 'a purl asked for, and a part whose name holds it',
    part: { name: 'The TLS Library' },
    ask: 'pkg:generic/tls',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a purl asked for, and another group',
    part: { name: 'log-core', purl: 'pkg:maven/org.other/log-core@2.14.1' },
    ask: 'pkg:maven/org.example/log-core',
    expect: 'notAffected absentFromCompleteSbom',
  },
  {
    says: 'a CPE asked for, and a purl of its name',
    part: { name: 'tls', purl: 'pkg:generic/tls@1.0' },
    ask: 'cpe:2.3:a:example:tls:*:*:*:*:*:*:*:*',
    expect: 'unknown nameOnly',
  },
  {
    says: 'a CPE asked for with a pattern for its version',
    part: { name: 'x', cpe: tls('3.0.0') },
    ask: 'cpe:2.3:a:example:tls:1*:*:*:*:*:*:*:*',
    expect: 'unknown versionNotComparable',
  },
  {
    says: 'a CPE asked for of any vendor, its product escaped',
    part: { name: 'x', cpe: 'cpe:2.3:a:example:n\\/a_tool:1:*:*:*:*:*:*:*' },
    ask: 'cpe:2.3:a:*:n\\/a_tool:1:*:*:*:*:*:*:*',
    expect: 'affected listedInRange',
  },
  {
    says: 'a name asked for below a version that only the CPE gives',
    part: { name: 'tls', version: '3.0.0', cpe: tls('1.0.2k') },
    ask: 'tls < 1.1.1',
    expect: 'affected listedInRange',
  },
  {
    says: 'an npm name in lower case, as purl once asked for',
    part: { name: 'jsonthing', purl: 'pkg:npm/jsonthing@2.3.0' },
    ask: 'GHSA-nnnn-aaaa-aaaa',
    expect: 'affected listedInRange',
  },
]

for (const [index, { part }] of rows.entries()) {
  await hospital.describe(`d${index}`, { parts: [part], complete: 'whole' })
}
await hospital.own(rows.map((_, index) => `d${index}`))

for (const [index, { says, ask, expect }] of rows.entries()) {
  test(`${says}: ${ask} is ${expect}`, async () => {
    assert.equal((await hospital.verdicts(ask))[`d${index}`], expect)
  })
}
