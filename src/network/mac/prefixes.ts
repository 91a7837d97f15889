import { createRequire } from 'node:module'
import { plain } from '../facts.ts'
import { medicalMakers } from './medical-makers.ts'

/** Who holds the prefix of an interface's address. */
export interface MacHolder {
  /** As it is registered. */
  readonly name: string
  /** Who made the device; absent unless the holder makes medical devices and nothing else. */
  readonly deviceMaker?: string
}

/** The registries hold 24, 28 and 36 bits; the longest that is registered decides. */
const prefixDigits = [9, 7, 6] as const
/** Who holds blocks only to hand out parts of them, and who does not want to be named. */
const nobody = /^(?:ieee registration authority|private)$/i
const LOCALLY_ADMINISTERED = 2

const require = createRequire(import.meta.url)
/** By prefix in upper case: name and postal address, a line each. */
let registered: Readonly<Record<string, string>> | undefined
const holders = new Map<string, MacHolder>()

/**
 * Undefined when the address is locally administered (a virtual machine, a telephone that hides), of a group, or in nobody's registered block.
 * The first call reads the package's 54 000 entries; no other command pays for them.
 */
export function macHolder(mac: string): MacHolder | undefined {
  const first = Number.parseInt(mac.slice(0, 2), 16)
  if (Number.isNaN(first) || (first & LOCALLY_ADMINISTERED) !== 0 || (first & 1) !== 0) return undefined
  registered ??= require('oui-data') as Readonly<Record<string, string>>
  const digits = mac.replaceAll(':', '').toUpperCase()
  for (const length of prefixDigits) {
    const prefix = digits.slice(0, length)
    const entry = Object.hasOwn(registered, prefix) ? registered[prefix] : undefined
    const name = plain(entry?.split('\n', 1)[0] ?? '')
    if (name !== '' && !nobody.test(name)) return holderNamed(name)
  }
  return undefined
}

/** There are no more names than entries. */
function holderNamed(name: string): MacHolder {
  const known = holders.get(name)
  if (known !== undefined) return known
  const key = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]+/gu, '')
    .replaceAll(/ +/g, ' ')
  const maker = medicalMakers.find(([begin]) => key === begin || key.startsWith(`${begin} `))
  const holder = maker === undefined ? { name } : { name, deviceMaker: maker[1] }
  holders.set(name, holder)
  return holder
}
