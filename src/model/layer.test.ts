import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isKernel, layerOfKey } from './layer.ts'
import type { PackageKey } from './package-key.ts'

const layers: readonly (readonly [string, string])[] = [
  ['cpe/a/apache/log4j', 'application'],
  ['maven/org.apache.logging.log4j/log4j-core', 'application'],
  ['deb/debian:12/openssl', 'application'],
  ['cpe/o/thalesgroup/ehs8_firmware', 'firmware'],
  ['cpe/h/thalesgroup/ehs8', 'hardware'],
  ['cpe/o/linux/linux_kernel', 'operatingSystem'],
  ['cpe/o/windriver/vxworks', 'operatingSystem'],
  ['cpe/o/debian/debian_linux', 'distribution'],
  ['cpe/o/redhat/enterprise_linux_server', 'distribution'],
  ['cpe/o/oracle/linux', 'distribution'],
  ['name/log4j', 'application'],
]
for (const [key, layer] of layers) {
  test(`${key} is in the layer ${layer}`, () => assert.equal(layerOfKey(key as PackageKey), layer))
}

test('a kernel is told from the appliances and distributions built on it', () => {
  const kernels = [
    'cpe/o/linux/linux_kernel',
    'cpe/o/microsoft/windows_server_2019',
    'cpe/o/blackberry/qnx_software_development_platform',
  ]
  const others = [
    'cpe/o/debian/debian_linux',
    'cpe/o/cisco/fxos',
    'cpe/o/netapp/h410c_firmware',
    'cpe/a/linux/linux_kernel',
  ]
  assert.deepEqual(
    [...kernels, ...others].filter((key) => isKernel(key as PackageKey)),
    kernels,
  )
})
