import type { AnchorWords, Sighting } from '../../model/index.ts'
import { ofAeTitle, ofHostName, ofIp, ofMac, ofSerial } from './anchors.ts'
import type { Anchor } from './anchors.ts'

/** What sightings are brought together by. */
export type Keyed = Pick<Sighting, 'macs' | 'ips' | 'aeTitle' | 'hostName' | 'serialKey'>

/**
 * Sightings that have an address, a name or a serial number in common, one after another, or of which a person said that they are one: neighbours.
 * Every rule of fusion compares only what has one of these in common, so who is one device is found among neighbours alone: `fuse` of all sightings is
 * `fuse` of each neighbourhood by itself.
 */
export interface Neighbours {
  /**
   * Takes a sighting in, with the device that it belonged to until now, whose other sightings are its neighbours too. Returns a mark of its neighbourhood
   * for `rootOf`; undefined where it has nothing to be told apart by.
   */
  readonly add: (sighting: Keyed, observedId?: string | null) => number | undefined
  /** A mark of where an anchor or a device stands; undefined where no sighting and no word has it. */
  readonly find: (anchor: Anchor) => number | undefined
  /** The same number for the marks of one neighbourhood, once all are taken in. */
  readonly rootOf: (mark: number) => number
}

export function neighboursUnder({ same }: Pick<AnchorWords, 'same'>): Neighbours {
  const marks = new Map<string, number>()
  const parents: number[] = []
  const rootOf = (mark: number): number => {
    let root = mark
    for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) {
      parents[root] = parents[parent] ?? parent
      root = parent
    }
    return root
  }
  const markOf = (key: string): number => {
    const known = marks.get(key)
    if (known !== undefined) return known
    marks.set(key, parents.length)
    return parents.push(parents.length) - 1
  }
  const join = (keys: readonly string[]): number | undefined => {
    const [first, ...others] = keys.map(markOf)
    for (const other of others) parents[rootOf(other)] = rootOf(first ?? other)
    return first
  }
  for (const anchors of same) join(anchors.flatMap(keysOfAnchor))
  return {
    rootOf,
    add: (sighting, observedId = null) => join([...keysOf(sighting), ...(observedId === null ? [] : [observedId])]),
    find: (anchor) => keysOfAnchor(anchor).flatMap((key) => marks.get(key) ?? [])[0],
  }
}

function keysOf({ macs, ips, aeTitle, hostName, serialKey }: Keyed): string[] {
  const keys = [...macs.map(ofMac), ...ips.map(ofIp)]
  if (aeTitle !== null) keys.push(...keysOfAnchor(ofAeTitle(aeTitle)))
  if (hostName !== null) keys.push(...keysOfAnchor(ofHostName(hostName)))
  if (serialKey !== null) keys.push(...keysOfAnchor(ofSerial(serialKey)))
  return keys
}

/**
 * Whatever the text of an anchor may stand for: `ae:CT@10.0.0.1` is a title at an address, or a title that holds an `@`. Both are the same to fusion, so
 * they are neighbours. So are equal serial numbers of all makers and all devices of one identifier, since which maker an identifier is of is found among them.
 */
function keysOfAnchor(anchor: Anchor): string[] {
  if (anchor.startsWith('serial:')) {
    const space = anchor.indexOf(' ')
    const maker = anchor.slice('serial:'.length, space)
    return [`number:${anchor.slice(space + 1)}`, ...(maker.includes(':') ? [`identifier:${maker}`] : [])]
  }
  const at = anchor.lastIndexOf('@')
  return at < 0 ? [anchor] : [anchor, anchor.slice(0, at), `ip:${anchor.slice(at + 1)}`]
}
