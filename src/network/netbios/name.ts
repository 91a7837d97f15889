/** A name of NetBIOS: fifteen characters, and a sixteenth that says what bears it. */
export interface NetbiosName {
  readonly name: string
  readonly suffix: number
}

/** Of the sixteenth character (MS-BRWS, MS-NBTE; RFC 1001 leaves it to applications). */
export const WORKSTATION = 0x00
export const MESSENGER = 0x03
export const DOMAIN_MASTER = 0x1b
export const DOMAIN_CONTROLLERS = 0x1c
export const MASTER_BROWSER = 0x1d
export const SERVER = 0x20

/** RFC 1001 §14.1: each byte as two letters from A to P; the scope that may follow is left out. Undefined when it is no such name. */
export function decodeNetbiosName(encoded: string): NetbiosName | undefined {
  const label = encoded.split('.', 1)[0] ?? ''
  if (!/^[A-P]{32}$/.test(label)) return undefined
  const bytes = Array.from(
    { length: 16 },
    (_, index) => ((label.charCodeAt(2 * index) - 65) << 4) | (label.charCodeAt(2 * index + 1) - 65),
  )
  return netbiosName(Uint8Array.from(bytes))
}

/** Of sixteen plain bytes. */
export function netbiosName(bytes: Uint8Array): NetbiosName {
  const name = String.fromCharCode(...bytes.subarray(0, 15)).replace(/[\0 ]+$/, '')
  return { name, suffix: bytes[15] ?? 0 }
}

/** Can name a machine or a domain: not the common `*` and not the browsers' own `..__MSBROWSE__.`. */
export function isPlainName(name: string): boolean {
  return /^[\p{L}\p{N}_$!@#%&'(){}~^-][\p{L}\p{N}_$!@#%&'(){}~^. -]{0,14}$/u.test(name)
}
