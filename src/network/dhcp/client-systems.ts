import type { FactsTold } from '../facts.ts'

/**
 * What a vendor class (option 60) says of the system that asks, where its makers document it: nothing is guessed from the order of parameters.
 * Sources: MS-DHCPE §2.2.3 (`MSFT 5.0`: Windows 2000 and later, `MSFT 98`), Android `DhcpClient` (`android-dhcp-13`),
 * dhcpcd.conf(5) `vendorclassid` (`dhcpcd-8.1.2:Linux-5.4.0:x86_64:GenuineIntel`), busybox udhcpc `-V` (`udhcp 1.30.1`).
 */
export function systemOf(vendorClass: string): FactsTold {
  if (vendorClass === 'MSFT 5.0') return { operatingSystem: 'Windows' }
  if (vendorClass === 'MSFT 98') return { operatingSystem: 'Windows 98' }
  const android = /^android-dhcp-(\d{1,3}(?:\.\d{1,3}){0,2})$/.exec(vendorClass)
  if (android) return { operatingSystem: `Android ${android[1]}` }
  const dhcpcd = /^dhcpcd-([\d.]{1,20}):(Linux|FreeBSD|NetBSD|OpenBSD|SunOS|Darwin)-([^:]{1,60})/.exec(vendorClass)
  if (dhcpcd) return { operatingSystem: `${dhcpcd[2]} ${dhcpcd[3]}`, ...product('dhcpcd', dhcpcd[1]) }
  const udhcp = /^udhcpc? ?([\d.]{1,20})/.exec(vendorClass)
  return udhcp ? product('BusyBox', udhcp[1]) : {}
}

/**
 * What a vendor class says of the machine, where its makers give each thing its place: printers of several makers (`Mfg=Xerox;Typ=MFP;Mod=…;Ser=…;Loc=…`)
 * and Axis (`AXIS,Network Camera,P3343,5.20.3`).
 */
export function machineOf(vendorClass: string): FactsTold {
  if (/^mfg=/i.test(vendorClass)) {
    const parts = new Map(vendorClass.split(';', 16).map((pair) => [pair.slice(0, 4).toLowerCase(), pair.slice(4)]))
    const part = (key: string): string => parts.get(key) ?? ''
    return {
      maker: part('mfg='),
      model: part('mod='),
      serial: part('ser='),
      location: part('loc='),
      deviceKind: part('typ='),
    }
  }
  const [, deviceKind, model, firmwareVersion] =
    /^AXIS,([^,]{1,60}),([^,]{1,60}),([\d.]{1,20})$/.exec(vendorClass) ?? []
  return model === undefined ? {} : { maker: 'Axis', model, firmwareVersion, deviceKind }
}

function product(softwareProduct: string, version: string | undefined): FactsTold {
  return { softwareProduct, softwareProductVersion: version }
}

/** Option 93 and DHCPv6 option 61: IANA, "Processor Architecture Types", of which those that are met. */
const architectures: Readonly<Record<number, string>> = {
  0: 'x86 BIOS',
  6: 'x86 UEFI',
  7: 'x86-64 UEFI',
  9: 'x86-64 UEFI',
  10: 'ARM 32-bit UEFI',
  11: 'ARM 64-bit UEFI',
  15: 'x86 UEFI (HTTP)',
  16: 'x86-64 UEFI (HTTP)',
  18: 'ARM 32-bit UEFI (HTTP)',
  19: 'ARM 64-bit UEFI (HTTP)',
}

/** Of the first architecture a network boot offers: `network boot, x86-64 UEFI`; empty when it is not known. */
export function bootOf(type: number): string {
  const architecture = architectures[type]
  return architecture === undefined ? '' : `network boot, ${architecture}`
}
