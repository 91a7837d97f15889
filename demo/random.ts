import { createHash } from 'node:crypto'

/** A repeatable source of choices: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
  /** `count` members of the list in their own order; all of it when it has fewer. */
  readonly sample: <T>(list: readonly T[], count: number) => readonly T[]
}

/** Streams with different seeds are independent, so adding a device never changes an SBOM. Generator: sfc32 (C. Doty-Humphrey, PractRand). */
export function randomFrom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest()
  const state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset))
  const below = (limit: number): number => Math.floor((next(state) / 2 ** 32) * limit)
  return {
    below,
    chance: (probability) => next(state) / 2 ** 32 < probability,
    pick: (list) => {
      const chosen = list[below(list.length)]
      if (chosen === undefined) throw new Error('nothing to pick from an empty list')
      return chosen
    },
    sample: (list, count) => sample(list, count, below),
  }
}

function next(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, counter = 0] = state
  const result = (a + b + counter) >>> 0
  state[0] = b ^ (b >>> 9)
  state[1] = c + (c << 3)
  state[2] = ((c << 21) | (c >>> 11)) + result
  state[3] = counter + 1
  return result
}

function sample<T>(list: readonly T[], count: number, below: (limit: number) => number): readonly T[] {
  let wanted = Math.min(count, list.length)
  return list.filter((_, index) => {
    const taken = below(list.length - index) < wanted
    if (taken) wanted -= 1
    return taken
  })
}
