import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keysOfNames } from './product-names.ts'

const rows: readonly (readonly [vendor: string, product: string, keys: string])[] = [
  ['openssl', 'OpenSSL', 'a/openssl/openssl'],
  [
    'Apache Software Foundation',
    'Apache HTTP Server',
    'a/apache/http_server a/apache/apache_http_server a/apache_software_foundation/apache_http_server',
  ],
  ['Pump Works, Inc.', 'PW-1 Firmware', 'o/pump_works/pw-1_firmware o/pump_works_inc/pw-1_firmware'],
  ['Node.js', 'Node.js', 'a/node.js/node.js'],
  ['Linux', 'Linux', 'o/linux/linux_kernel'],
  ['The Linux Foundation', 'Linux Kernel', 'o/linux/linux_kernel'],
  ['Microsoft', 'Windows 10 Version 1809', 'o/microsoft/windows_10_1809'],
  ['Microsoft Corporation', 'Windows 11 version 22H2', 'o/microsoft/windows_11_22h2'],
  ['Microsoft', 'Windows Server 2019 (Server Core installation)', 'o/microsoft/windows_server_2019'],
  ['Microsoft', 'Windows 7 Service Pack 1', 'o/microsoft/windows_7'],
  ['Microsoft', 'Windows Defender', 'a/microsoft/windows_defender'],
  ['Apple', 'iOS and iPadOS', 'o/apple/iphone_os o/apple/ipados'],
  ['n/a', 'Infusion Gateway', 'a/-/infusion_gateway'],
  ['Pump Works', 'n/a', ''],
  ['n/a', 'n/a', ''],
  ['Dräger', 'Perseus A500', 'a/drager/perseus_a500'],
]
for (const [vendor, product, keys] of rows) {
  test(`“${product}” of “${vendor}” is looked up by ${keys === '' ? 'nothing' : keys}`, () => {
    assert.deepEqual(keysOfNames(vendor, product), keys === '' ? [] : keys.split(' ').map((key) => `cpe/${key}`))
  })
}
