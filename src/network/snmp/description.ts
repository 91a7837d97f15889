import type { FactsTold } from '../facts.ts'

/**
 * What a sysDescr says of the operating system, in the two forms that are documented: that of Windows (Microsoft, SNMP agent: `Hardware: … - Software:
 * Windows Version 6.1 (Build 7601 Multiprocessor Free)`) and `uname -a` of Net-SNMP on Linux (snmpd.conf(5), sysDescr). Other makers write what they like, and
 * their versions may be those of a part: the text is kept whole instead.
 */
export function systemIn(sysDescr: string): FactsTold {
  const [, version, build] =
    /^Hardware: .{0,200}? - Software: (?:Windows(?: 2000)?|Windows NT) Version (\d{1,2}\.\d{1,2})\s{1,2}\(Build(?: Number:)? (\d{3,6})\b/.exec(
      sysDescr,
    ) ?? []
  if (build !== undefined) return { operatingSystem: 'Windows', osBuild: `${version}.${build}` }
  const [, hostName, release] =
    /^Linux (?:([\w.-]{1,253}) )?(\d{1,3}\.\d{1,4}[\w.+~-]{0,60})(?: |$)/.exec(sysDescr) ?? []
  return release === undefined ? {} : { operatingSystem: `Linux ${release}`, hostName }
}
