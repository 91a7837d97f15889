import { createHash } from 'node:crypto'

/** A number in [0, 1), the next of a sequence that its seed decides. */
export type Random = () => number

const TWO_32 = 4_294_967_296

/** A sequence decided by its seed alone, the same on every machine. SplitMix32: ample for drawing made-up fleets, and one addition a step. */
export function seededRandom(...seed: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(seed.join('\0')).digest().readUInt32LE()
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / TWO_32
  }
}

/** A whole number in [0, limit). */
export function below(random: Random, limit: number): number {
  return Math.floor(random() * limit)
}

/** One of the items; the first where chance says nothing else. */
export function oneOf<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[below(random, items.length)] ?? items[0]
}

/** A value of the standard normal distribution (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** Puts the items in an order of chance, in place. */
export function shuffle<Items extends unknown[] | Int32Array>(random: Random, items: Items): Items {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = below(random, last + 1)
    const held: unknown = items[last]
    items[last] = items[other]
    items[other] = held
  }
  return items
}

/** Draws ranks in [0, count) by Zipf's law: rank r with a weight of 1 / (r + 1) ^ exponent. */
export function zipfRanks(random: Random, count: number, exponent: number): () => number {
  const sums = zipfSums(count, exponent)
  const total = sums[count - 1] ?? 0
  return () => firstAbove(sums, random() * total)
}

/** Shares `total` out in whole parts, near to the weights; each part is one at least, and the largest takes what rounding leaves. */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const spare = total - weights.length
  if (spare < 0) throw new Error(`${total} is too little for ${weights.length} parts of one at least`)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const parts = weights.map((weight) => 1 + Math.floor((spare * weight) / sum))
  const largest = weights.reduce((best, weight, index) => (weight > (weights[best] ?? 0) ? index : best), 0)
  const given = parts.reduce((all, part) => all + part, 0)
  parts[largest] = (parts[largest] ?? 0) + total - given
  return parts
}

/** The running sums of the weights of Zipf's law. */
function zipfSums(count: number, exponent: number): Float64Array {
  const sums = new Float64Array(count)
  let sum = 0
  for (let rank = 0; rank < count; rank += 1) {
    sum += (rank + 1) ** -exponent
    sums[rank] = sum
  }
  return sums
}

function firstAbove(sums: Float64Array, value: number): number {
  let [from, to] = [0, sums.length - 1]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((sums[middle] ?? 0) > value) to = middle
    else from = middle + 1
  }
  return from
}
