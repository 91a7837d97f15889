/** What a device is known by, as one text: the kind, a colon, the value. */
export type Anchor = string

export const ofSerial = (serialKey: string): Anchor => `serial:${serialKey}`
export const ofMac = (mac: string): Anchor => `mac:${mac}`
export const ofIp = (ip: string): Anchor => `ip:${ip}`
/** Of an AE title, at an address where there is one. */
export const ofAeTitle = (aeTitle: string, ip?: string): Anchor =>
  ip === undefined ? `ae:${aeTitle}` : `ae:${aeTitle}@${ip}`
export const ofHostName = (hostName: string, ip?: string): Anchor =>
  ip === undefined ? `host:${hostName}` : `host:${hostName}@${ip}`
/** A MAC address that its machine made up counts together with the IP address alone. */
export const ofLocalMac = (mac: string, ip: string | undefined): Anchor =>
  ip === undefined ? `mac:${mac}` : `mac:${mac}@${ip}`

const kinds = ['serial', 'mac', 'ae', 'host', 'ip']

/** The surest kind first, then by text: the order in which anchors are told. */
export function compareAnchors(a: Anchor, b: Anchor): number {
  const [one, other] = [a, b].map((anchor) => kinds.indexOf(anchor.slice(0, anchor.indexOf(':')))) as [number, number]
  if (one !== other) return one - other
  return compareTexts(a, b)
}

export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
