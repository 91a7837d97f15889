import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Component, ProductLifecycle, ReleaseCycle, SupportEnd } from '../model/index.ts'
import { indexComponent } from './index-component.ts'
import { indexLifecycles } from './lifecycle-index.ts'
import { supportOfPart } from './part-support.ts'

const today = '2026-11-26'

/** `1.1 <2023-09-11`: repaired until that day; `2 open`; `3 ?` is not told; `12 <2026-07-11 paid 2028-06-30`; `9 active 2020-01-01 <2030-01-01`. */
function cycle(text: string): ReleaseCycle {
  const [name = ''] = text.split(' ')
  const day = (form: RegExp): SupportEnd | undefined => {
    const found = form.exec(text)?.[1]
    return found === undefined ? undefined : { is: 'on', day: found }
  }
  const [active, security, extended] = [
    day(/active (\S+)/),
    / open/.test(text) ? ({ is: 'open' } as const) : / gone/.test(text) ? ({ is: 'ended' } as const) : day(/<(\S+)/),
    day(/paid (\S+)/),
  ]
  return {
    cycle: name,
    isLongTerm: false,
    ...(active && { activeSupport: active }),
    ...(security && { securitySupport: security }),
    ...(extended && { extendedSupport: extended }),
  }
}

function product(name: string, ids: readonly string[], cycles: readonly string[]): ProductLifecycle {
  return {
    product: name,
    title: name,
    category: '',
    purls: ids.filter((id) => id.startsWith('pkg:')),
    cpes: ids.filter((id) => id.startsWith('cpe:')),
    cycles: cycles.map(cycle),
  }
}

const index = indexLifecycles([
  product(
    'openssl',
    ['cpe:/a:openssl:openssl'],
    ['3.5 <2030-04-08', '3.1 <2025-03-14', '1.1.1 <2023-09-11', '1.1.0 <2019-09-11'],
  ),
  product(
    'lib',
    ['pkg:npm/lib'],
    ['1.10 <2030-01-01', '1.1 gone', '2 open', '2.12 <2021-12-14', '3 ?', '9 active 2020-01-01 <2030-01-01'],
  ),
  product(
    'sql',
    ['cpe:2.3:a:maker:sql'],
    ['13.0 <2018-01-09', '13.0-sp3 <2030-07-14', '12.0 <2016-01-01', '12.0-sp1 <2017-01-01'],
  ),
  product('oracle-jdk', ['cpe:2.3:a:oracle:jdk'], ['8 <2019-01-01 paid 2030-12-31', '1.4 gone']),
  product(
    'debian',
    ['cpe:2.3:o:debian:debian_linux'],
    ['12 <2026-07-11 paid 2028-06-30', '11 <2024-08-14 paid 2026-08-31', '13 <2028-08-09'],
  ),
  product('ubuntu', [], ['18.04 <2023-05-31 paid 2028-04-30']),
  product('centos', [], ['8 <2021-12-31']),
  product('centos-stream', [], ['8 <2024-05-31', '9 <2027-05-31']),
  product('linux-kernel', ['cpe:2.3:o:linux:linux_kernel'], ['4.14 <2024-01-10', '6.12 <2028-12-31']),
  product(
    'windows',
    [],
    [
      '10-1809-e-lts <2029-01-09',
      '10-1809-e <2021-05-11',
      '10-1809-w <2020-11-10',
      '10-21h2-iot-lts <2032-01-13',
      '10-21h2-e-lts <2027-01-12',
      '10-21h2-e <2024-06-11',
      '10-21h2-w <2023-06-13',
      '7-sp1 <2020-01-14 paid 2023-01-10',
      '5-sp3 <2014-04-08',
    ],
  ),
  product(
    'windows-server',
    [],
    ['2012 <2023-10-10 paid 2026-10-13', '2012-r2 <2023-10-10 paid 2026-10-13', '2019 <2029-01-09'],
  ),
  product('windows-embedded', [], ['standard-7-sp1 <2020-10-13', 'posready-7 <2021-10-12', 'compact-7 <2021-04-13']),
])

function support(facts: Partial<Component> & { readonly name: string }): string {
  const component: Component = {
    ref: 'x',
    type: 'library',
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    ...facts,
  }
  const keys = indexComponent(component).keys.map(({ key, doubt }) => ({ key, doubt: doubt ?? null }))
  const said = supportOfPart({ component, keys }, { index, day: today })
  if (said === undefined) return 'nothing'
  const { standing, doubt, cycles, source } = said.deciding
  return [standing, doubt, cycles.join(','), source === 'sbom' ? 'sbom' : ''].filter(Boolean).join(' ')
}

const openssl = (version?: string) => ({
  name: 'openssl',
  cpes: ['cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*'],
  ...(version === undefined ? {} : { version }),
})
const lib = (version: string) => ({ name: 'lib', purls: [`pkg:npm/lib@${version}`] })
const deb = (distro: string) => ({
  name: 'openssl',
  purls: [`pkg:deb/debian/openssl@1.1.1n-0%2Bdeb11u3?distro=${distro}`],
})
const sql = (version: string) => ({ name: 'sql', version, cpes: ['cpe:2.3:a:maker:sql:*:*:*:*:*:*:*:*'] })
const system = (name: string, version?: string) => ({
  name,
  type: 'operating-system' as const,
  ...(version === undefined ? {} : { version }),
})

const rows: readonly (readonly [Partial<Component> & { readonly name: string }, string])[] = [
  [openssl('1.1.1w'), 'endOfLife 1.1.1'],
  [openssl('3.5.2'), 'supported 3.5'],
  [openssl('3.10.2'), 'unknown noSuchCycle'],
  [openssl('3.50'), 'unknown noSuchCycle'],
  [openssl('1.1'), 'endOfLife 1.1.1,1.1.0'],
  [openssl('3'), 'unknown severalCycles 3.5,3.1'],
  [openssl('4.0.1'), 'unknown noSuchCycle'],
  [openssl(), 'unknown versionUnknown'],
  [openssl('>=3.5'), 'unknown versionUnknown'],
  [openssl('3.5.x'), 'unknown versionUnknown'],
  [lib('1.10.3'), 'supported 1.10'],
  [lib('1.1.3'), 'endOfLife 1.1'],
  [lib('2.17.1'), 'supported 2'],
  [lib('2.12.4'), 'endOfLife 2.12'],
  [lib('2'), 'unknown severalCycles 2,2.12'],
  [lib('3.1'), 'unknown endNotTold 3'],
  [lib('9.0'), 'endOfSupport 9'],
  [sql('13.0.5026'), 'unknown severalCycles 13.0,13.0-sp3'],
  [sql('13.0-SP3'), 'supported 13.0-sp3'],
  [sql('12.0.2000'), 'endOfLife 12.0,12.0-sp1'],
  [{ name: 'jdk', version: '1.8.0_202', cpes: ['cpe:2.3:a:oracle:jdk:1.8.0:update202:*:*:*:*:*:*'] }, 'paidOnly 8'],
  [deb('debian-12'), 'paidOnly 12'],
  [deb('debian-11'), 'endOfLife 11'],
  [deb('debian-13'), 'supported 13'],
  [deb('debian-14'), 'unknown noSuchCycle'],
  [{ name: 'openssl', purls: ['pkg:deb/debian/openssl@1.1.1'] }, 'unknown versionUnknown'],
  [{ name: 'a', purls: ['pkg:rpm/centos/bash@1?distro=centos-8'] }, 'endOfLife 8'],
  [{ name: 'a', purls: ['pkg:rpm/centos/bash@1?distro=centos-9'] }, 'supported 9'],
  [{ name: 'a', purls: ['pkg:apk/wolfi/bash@1'] }, 'nothing'],
  [system('Debian GNU/Linux', '11.6'), 'endOfLife 11'],
  [system('debian', '13'), 'supported 13'],
  [system('Ubuntu 18.04.6 LTS'), 'paidOnly 18.04'],
  [system('Something Linux', '11'), 'nothing'],
  [
    { name: 'kernel', version: '4.14.98', cpes: ['cpe:2.3:o:linux:linux_kernel:4.14.98:*:*:*:*:*:*:*'] },
    'endOfLife 4.14',
  ],
  [
    { name: 'kernel', version: '4.1.15', cpes: ['cpe:2.3:o:linux:linux_kernel:4.1.15:*:*:*:*:*:*:*'] },
    'unknown noSuchCycle',
  ],
  [system('Windows 10 IoT Enterprise LTSC 2019', '10.0.17763.1577'), 'supported 10-1809-e-lts'],
  [system('Windows 10 IoT Enterprise LTSC 2021'), 'supported 10-21h2-iot-lts'],
  [system('Windows 10 Enterprise LTSC 2021'), 'supported 10-21h2-e-lts'],
  [system('Windows 10 Pro', '10.0.17763.1577'), 'endOfLife 10-1809-w'],
  [system('Windows 10 Enterprise 1809'), 'unknown severalCycles 10-1809-e-lts,10-1809-e'],
  [system('Windows 10', '10.0.17763'), 'unknown severalCycles 10-1809-e-lts,10-1809-e,10-1809-w'],
  [system('Windows 7 Professional SP1'), 'endOfLife 7-sp1'],
  [system('Windows Embedded Standard 7'), 'endOfLife standard-7-sp1,posready-7'],
  [system('Windows Embedded POSReady 2009'), 'unknown ancestorOnly 5-sp3'],
  [system('Windows Server 2012 R2'), 'endOfLife 2012-r2'],
  [system('Windows Server 2019'), 'supported 2019'],
  [{ ...openssl('1.1.1w'), endOfSupport: '2030-01-01' }, 'supported sbom'],
  [{ ...openssl('3.5.2'), endOfSupport: '2026-11-26' }, 'endOfLife sbom'],
  [{ ...openssl('3.5.2'), endOfSupport: 'next year' }, 'supported 3.5'],
  [{ name: 'of the maker', endOfSupport: '2024-06-30T00:00:00Z' }, 'endOfLife sbom'],
  [{ name: 'of the maker' }, 'nothing'],
]

for (const [facts, expected] of rows) {
  const version = facts.version ?? facts.purls?.[0] ?? facts.endOfSupport ?? ''
  test(`${facts.name} ${version} ${facts.cpes?.[0] ?? ''}: ${expected}`, () => assert.equal(support(facts), expected))
}

test('what the SBOM states counts, and what endoflife.date says stands beside it', () => {
  const component = {
    ref: 'x',
    type: 'library',
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    purls: [],
  } as const
  const part = { ...component, ...openssl('1.1.1w'), endOfSupport: '2030-01-01' }
  const keys = indexComponent(part).keys.map(({ key, doubt }) => ({ key, doubt: doubt ?? null }))
  const said = supportOfPart({ component: part, keys }, { index, day: today })
  assert.deepEqual(
    [said?.deciding, ...(said?.others ?? [])].map((each) => [each?.source, each?.standing]),
    [
      ['sbom', 'supported'],
      ['endoflife.date', 'endOfLife'],
    ],
  )
})
