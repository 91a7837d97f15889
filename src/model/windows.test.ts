import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWindows } from './index.ts'
import type { WindowsProduct } from './index.ts'

/** What a list says, and the products and base it means: `product=version`, with nothing after `=` for a build that is not told, `-` for none. */
const rows: readonly (readonly [name: string, version: string | undefined, products: string, base?: string])[] = [
  ['Windows 10 IoT Enterprise LTSC 2019', '10.0.17763.1577', 'windows_10_1809=10.0.17763.1577 windows_10=1809'],
  ['Windows 10 IoT Enterprise LTSC 2019', undefined, 'windows_10_1809= windows_10=1809'],
  ['Microsoft Windows 10 Pro', '22H2', 'windows_10_22h2= windows_10=22h2'],
  ['Microsoft® Windows® 10 Enterprise 2016 LTSB', undefined, 'windows_10_1607= windows_10=1607'],
  ['Windows 10', '19045.3803', 'windows_10_22h2=10.0.19045.3803 windows_10=22h2'],
  ['Windows 10', '10.0', 'windows_10='],
  ['Windows 11', '10.0.22631', 'windows_11_23h2= windows_11=23h2'],
  ['windows 10 1809', undefined, 'windows_10_1809= windows_10=1809'],
  ['Windows', '10.0.14393.2214', 'windows_10_1607=10.0.14393.2214 windows_10=1607'],
  ['Windows Server 2019 Standard', '1809', 'windows_server_2019='],
  ['Windows Server 2016', '10.0.14393.5850', 'windows_server_2016=10.0.14393.5850'],
  ['Windows Server 2012 R2', '6.3.9600.20778', 'windows_server_2012=r2 windows_server_2012_r2=6.3.9600.20778'],
  ['Windows Server 2008 R2 SP1', undefined, 'windows_server_2008=r2 sp1 windows_server_2008_r2='],
  ['Windows 7 Professional SP1', '6.1.7601', 'windows_7=-'],
  ['Windows Embedded Standard 7 SP1', undefined, 'windows_embedded_standard_7=-', 'windows_7=-'],
  ['Windows Embedded POSReady 7', undefined, 'windows_embedded_standard_7=-', 'windows_7=-'],
  ['Windows XP Embedded', 'SP3', 'windows_xp_embedded=-', 'windows_xp=-'],
  ['Windows Embedded Standard 2009', undefined, 'windows_xp_embedded=-', 'windows_xp=-'],
  ['Windows XP Professional', '5.1.2600', 'windows_xp=-'],
  ['Windows Embedded 8.1 Industry Pro', undefined, 'windows_embedded_8.1=-', 'windows_8.1=-'],
  ['Windows CE', '6.0', 'windows_ce=6.0'],
  ['Windows Embedded Compact 7', undefined, 'windows_embedded_compact=-'],
  ['Windows NT 4.0', undefined, 'windows_nt=4.0'],
]

for (const [name, version, products, base = ''] of rows) {
  test(`${name} ${version ?? ''} is ${products}${base === '' ? '' : `, made of ${base}`}`, () => {
    const windows = readWindows(name, version)
    assert.deepEqual([say(windows?.products), say(windows?.base)], [products, base])
  })
}

function say(products: readonly WindowsProduct[] = []): string {
  return products
    .map(({ product, version }) => `${product}=${version.is === 'none' ? '-' : (version.text ?? '')}`)
    .join(' ')
}

test('what is made for Windows, and a Windows that says nothing of itself, is no system', () => {
  const names = [
    'Windows Installer',
    'Windows Media Player 12',
    'windows-sys',
    'Windows Driver Kit',
    'Windows',
    'X-Windows 7',
    'Wireshark for Windows 10',
  ]
  assert.deepEqual(
    names.filter((name) => readWindows(name) !== undefined),
    [],
  )
})
