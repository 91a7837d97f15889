import type { Ingredient } from './ingredient.ts'
import type { Part, PartType } from './part.ts'

interface Stated {
  readonly version: string
  readonly supplier?: string
  readonly endOfSupport?: string
}

export const windows7 = system('Windows Embedded Standard 7', 'microsoft:windows_7:-:sp1:*:*:*:*:x64:*', {
  version: '6.1.7601',
  supplier: 'Microsoft',
  endOfSupport: '2020-10-13',
})

export const windows10 = system('Windows 10 IoT Enterprise LTSC 2019', 'microsoft:windows_10:1809:*:*:*:*:*:x64:*', {
  version: '10.0.17763',
  supplier: 'Microsoft',
  endOfSupport: '2029-01-09',
})

export function vxWorks(version: '6.8' | '6.9' | '6.9.4.12' | '7'): Ingredient {
  return system('VxWorks', `windriver:vxworks:${version}:*:*:*:*:*:*:*`, { version, supplier: 'Wind River' })
}

export const qnxMedical = system('QNX OS for Medical', 'blackberry:qnx_os_for_medical:1.1.1:*:*:*:*:*:*:*', {
  version: '1.1.1',
  supplier: 'BlackBerry',
})

export function freeRtos(version: '9.0.0' | '10.0.1' | '10.4.3'): Ingredient {
  return system('FreeRTOS', `amazon:freertos:${version}:*:*:*:*:*:*:*`, { version, supplier: 'Amazon' })
}

/** Source: the release pages of the OpenSSL project. */
const opensslSupportEnds = { '1.0.1f': '2016-12-31', '1.0.2k': '2019-12-31', '1.1.1k': '2023-09-11' } as const

/** A Linux of the maker's own build, with the usual libraries stated by CPE. */
export function ownLinux(
  kernel: '3.14.52' | '4.19.94' | '5.10.90',
  openssl: keyof typeof opensslSupportEnds,
): Ingredient {
  return {
    parts: [
      ...system('Linux', `linux:linux_kernel:${kernel}:*:*:*:*:*:*:*`, { version: kernel, supplier: 'kernel.org' })
        .parts,
      library('openssl', `openssl:openssl:${openssl}`, openssl, opensslSupportEnds[openssl]),
      library('zlib', 'zlib:zlib:1.2.11', '1.2.11'),
      library('busybox', 'busybox:busybox:1.27.2', '1.27.2'),
      library('glibc', 'gnu:glibc:2.23', '2.23'),
      library('expat', 'libexpat_project:libexpat:2.2.6', '2.2.6'),
      library('dropbear', 'dropbear_ssh_project:dropbear_ssh:2018.76', '2018.76'),
      library('libpng', 'libpng:libpng:1.6.34', '1.6.34'),
      library('u-boot', 'denx:u-boot:2018.01', '2018.01'),
    ],
  }
}

export const treck = embedded(library('Treck TCP/IP', 'treck:tcp\\/ip:6.0.1.41', '6.0.1.41'))
export const treckUpdated = embedded(library('Treck TCP/IP', 'treck:tcp\\/ip:6.0.1.68', '6.0.1.68'))
export const nicheStack = embedded(library('NicheStack', 'hcc-embedded:nichestack:4.1', '4.1'))
export const nucleus: Ingredient = {
  parts: [
    ...system('Nucleus RTOS', 'siemens:nucleus_rtos:3.0:*:*:*:*:*:*:*', { version: '3.0', supplier: 'Siemens' }).parts,
    library('Nucleus NET', 'siemens:nucleus_net:4.4', '4.4'),
  ],
}
export const picoTcp = embedded(library('picoTCP', 'altran:picotcp:1.7.0', '1.7.0'))
export const dcmtk = embedded(library('DCMTK', 'offis:dcmtk:3.6.5', '3.6.5'))
export const orthanc = embedded(library('Orthanc', 'orthanc-server:orthanc:1.11.2', '1.11.2'))
export const opensslOnWindows = embedded(library('OpenSSL', 'openssl:openssl:3.0.5', '3.0.5', '2026-09-07'))
export const libwebp = embedded(library('libwebp', 'webmproject:libwebp:1.2.4', '1.2.4'))

/** A Bluetooth Low Energy radio with the kit its maker delivers. */
export const bluetoothRadio: Ingredient = {
  parts: [
    part('firmware', 'KW41Z Software Development Kit', 'cpe:2.3:a:nxp:kw41z_sdk:2.2.1:*:*:*:*:*:*:*', '2.2.1', 'root'),
    { type: 'device', name: 'KW41Z', supplier: 'NXP', cpe: 'cpe:2.3:h:nxp:kw41z:-:*:*:*:*:*:*:*', within: 'root' },
  ],
}

/** Parts that only the maker knows: firmware of boards without any identifier. */
export function boardFirmware(...names: readonly string[]): Ingredient {
  return {
    parts: names.map((name, index): Part => ({ type: 'firmware', name, version: `1.${index}`, within: 'root' })),
  }
}

function system(name: string, cpeTail: string, stated: Stated): Ingredient {
  return { parts: [{ type: 'operating-system', name, cpe: `cpe:2.3:o:${cpeTail}`, within: 'root', ...stated }] }
}

function embedded(...parts: readonly Part[]): Ingredient {
  return { parts }
}

function library(name: string, cpeName: string, version: string, endOfSupport?: string): Part {
  const plain = part('library', name, `cpe:2.3:a:${cpeName}:*:*:*:*:*:*:*`, version, 'application')
  return endOfSupport === undefined ? plain : { ...plain, endOfSupport }
}

function part(type: PartType, name: string, cpe: string, version: string, within: Part['within']): Part {
  return { type, name, version, cpe, within }
}
