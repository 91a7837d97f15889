import { hexText, isInterfaceMac, macText } from '../addresses.ts'
import { Cursor } from '../cursor.ts'

/** What identifies a DHCP client for good. */
export interface Duid {
  /** `duid:` and its bytes in hex: the same for all interfaces and, by intent, for the life of the device. */
  readonly identifier: string
  /** Of one of the interfaces, not necessarily of the one that speaks. */
  readonly mac?: string
  /** Private enterprise number (IANA) of whoever made the identifier. */
  readonly enterprise?: number
}

const maxLength = 130
const ETHERNET = 1

/** RFC 8415 §11: types 1 (link-layer address and time), 2 (enterprise), 3 (link-layer address), 4 (UUID, RFC 6355). Undefined when it is none. */
export function readDuid(bytes: Uint8Array): Duid | undefined {
  if (bytes.length < 3 || bytes.length > maxLength) return undefined
  const identifier = `duid:${hexText(bytes)}`
  const cursor = new Cursor(bytes)
  const type = cursor.u16()
  if (type === 2) {
    const enterprise = cursor.u32()
    return cursor.isShort ? undefined : { identifier, enterprise }
  }
  if (type !== 1 && type !== 3) return { identifier }
  const hardware = cursor.u16()
  if (type === 1) cursor.skip(4)
  const mac = hardware === ETHERNET ? macText(cursor.take(6)) : undefined
  return mac === undefined || !isInterfaceMac(mac) ? { identifier } : { identifier, mac }
}
