import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PackageKey } from '../model/index.ts'
import { layersOfFlaw } from './layers.ts'

// What the sources of a flaw name, and the layers an SBOM must describe before its silence means anything.
const flaws: readonly (readonly [string, readonly string[], { operatingSystem: boolean; firmware: boolean }])[] = [
  [
    'a library',
    ['maven/org.apache.logging.log4j/log4j-core', 'cpe/a/apache/log4j'],
    { operatingSystem: false, firmware: false },
  ],
  [
    'a library and the distributions that package it',
    ['cpe/a/openssl/openssl', 'cpe/o/debian/debian_linux', 'cpe/o/fedoraproject/fedora'],
    { operatingSystem: false, firmware: false },
  ],
  [
    'a library and a few appliances that hold it',
    ['cpe/a/apache/log4j', 'cpe/a/cisco/webex', 'cpe/o/cisco/fxos'],
    { operatingSystem: false, firmware: false },
  ],
  ['a kernel', ['cpe/o/linux/linux_kernel'], { operatingSystem: true, firmware: false }],
  [
    'a kernel and applications built on it',
    ['cpe/o/linux/linux_kernel', 'cpe/a/netapp/a', 'cpe/a/netapp/b', 'cpe/o/netapp/h410c_firmware'],
    { operatingSystem: true, firmware: false },
  ],
  [
    'a modem',
    ['cpe/o/thalesgroup/ehs8_firmware', 'cpe/o/thalesgroup/pls62_firmware'],
    { operatingSystem: false, firmware: true },
  ],
  ['hardware itself', ['cpe/h/intel/core_i7'], { operatingSystem: false, firmware: true }],
  ['as many systems as applications', ['cpe/a/v/app', 'cpe/o/v/os'], { operatingSystem: true, firmware: false }],
  ['nothing but a distribution', ['cpe/o/debian/debian_linux'], { operatingSystem: true, firmware: false }],
  [
    'one package in several releases',
    ['deb/debian:11/x', 'deb/debian:12/x', 'cpe/o/v/a_firmware', 'cpe/o/v/b_firmware'],
    { operatingSystem: false, firmware: true },
  ],
]
for (const [what, keys, layers] of flaws) {
  test(`a flaw in ${what}`, () => assert.deepEqual(layersOfFlaw(keys as readonly PackageKey[]), layers))
}
