import { hexText, ipv4Text, isHostAddress, isInterfaceMac, macText } from '../addresses.ts'
import type { FactsTold } from '../facts.ts'
import { enterpriseByNumber } from './enterprises.ts'

/** RFC 3411 §5, `SnmpEngineID`: who made it, and often the address of its interface. Undefined when its length is none (5 to 32 bytes). */
export function engineFacts(engineId: Uint8Array): FactsTold | undefined {
  if (engineId.length < 5 || engineId.length > 32) return undefined
  const told = { deviceIdentifier: `engine:${hexText(engineId)}` }
  if ((engineId[0] ?? 0) < 0x80) return told
  const format = engineId[4]
  const mac = format === 3 && engineId.length === 11 ? macText(engineId, 5) : undefined
  const ip = format === 1 && engineId.length === 9 ? ipv4Text(engineId, 5) : undefined
  return {
    ...told,
    mac: mac !== undefined && isInterfaceMac(mac) ? mac : undefined,
    ip: ip !== undefined && isHostAddress(ip) ? ip : undefined,
  }
}

/** The maker of devices that the identifier names; empty when it is a library's or nobody's that we know. */
export function engineMaker(engineId: Uint8Array): string {
  const number =
    (((engineId[0] ?? 0) & 0x7f) << 24) | ((engineId[1] ?? 0) << 16) | ((engineId[2] ?? 0) << 8) | (engineId[3] ?? 0)
  const enterprise = enterpriseByNumber(number)
  return enterprise?.makes === 'devices' ? enterprise.maker : ''
}
