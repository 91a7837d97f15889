import { isInterfaceMac } from '../addresses.ts'
import { readFileSync } from 'node:fs'
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
let registered: Registry | undefined
/** The package is one object of JSON, a line for each prefix: name and postal address, with `\\n` between them. */
const entryOfPackage = /^ "([0-9A-F]{6,9})": ("(?:[^"\\]|\\[^n])*)/gm
const holders = new Map<string, MacHolder>()

/** Prefixes as numbers in order, and at the same place the name of each: a third of what a map of texts takes. */
interface Registry {
  readonly prefixes: Float64Array
  readonly names: readonly string[]
}

/**
 * Undefined when the address is locally administered (a virtual machine, a telephone that hides), of a group, or in nobody's registered block.
 * The first call reads the package's 54 000 entries; no other command pays for them.
 */
export function macHolder(mac: string): MacHolder | undefined {
  const first = Number.parseInt(mac.slice(0, 2), 16)
  if (Number.isNaN(first) || (first & LOCALLY_ADMINISTERED) !== 0 || !isInterfaceMac(mac)) return undefined
  registered ??= readNames()
  const digits = mac.replaceAll(':', '').toUpperCase()
  for (const length of prefixDigits) {
    const prefix = digits.slice(0, length)
    const name = nameOf(registered, toNumber(prefix))
    if (name !== '' && !nobody.test(name)) return holderNamed(name)
  }
  return undefined
}

/** The names alone, each once: parsed as a whole the package takes 16 MB for good. */
function readNames(): Registry {
  const text = readFileSync(require.resolve('oui-data'), 'utf8')
  const entries: (readonly [prefix: number, name: string])[] = []
  const once = new Map<string, string>()
  for (const [, prefix = '', begin = ''] of text.matchAll(entryOfPackage)) {
    const name = plain(JSON.parse(`${begin}"`) as string)
    const known = once.get(name) ?? name
    once.set(name, known)
    entries.push([toNumber(prefix), known])
  }
  entries.sort(([a], [b]) => a - b)
  return { prefixes: Float64Array.from(entries, ([prefix]) => prefix), names: entries.map(([, name]) => name) }
}

/** A digit goes before, so that prefixes of different lengths are different numbers. */
function toNumber(prefix: string): number {
  return Number.parseInt(`1${prefix}`, 16)
}

function nameOf({ prefixes, names }: Registry, prefix: number): string {
  let [low, high] = [0, prefixes.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((prefixes[middle] ?? Infinity) < prefix) low = middle + 1
    else high = middle
  }
  return prefixes[low] === prefix ? (names[low] ?? '') : ''
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
