import type { Figures, Reached } from './measure.ts'

/** So long are samples taken of one thing; what is slow then has fewer, and their number is told. */
const BUDGET_MS = 120_000

/** Runs work on each item after a warm-up on the first ones, one after another. Returns the milliseconds of each. */
export async function timeEach<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  warmUp = Math.min(10, items.length),
): Promise<number[]> {
  const until = performance.now() + BUDGET_MS
  for (const item of items.slice(0, warmUp)) if (performance.now() < until) await work(item)
  const times: number[] = []
  for (const item of items) {
    if (times.length > 0 && performance.now() > until) break
    times.push(await timeOnce(async () => work(item)))
  }
  return times
}

/** The milliseconds that work takes. */
export async function timeOnce(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Median, 95th percentile and worst of some values. */
export function figuresOf(values: readonly number[]): Figures {
  return { p50: quantile(values, 0.5), p95: quantile(values, 0.95), max: quantile(values, 1), samples: values.length }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Milliseconds of which 95 in 100 are to stay within so many. */
export function p95Within(times: readonly number[], atMost: number): Pick<Reached, 'unit' | 'figures' | 'goal'> {
  return { unit: 'ms', figures: figuresOf(times), goal: { of: 'p95', atMost } }
}

/** Something measured once. */
export function once(value: number): Figures {
  return { value, samples: 1 }
}

/** `0.21 ms` */
export function inMs(value: number): string {
  return `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`
}

/** `1.2 s`, of milliseconds. */
export function inS(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

/** The median of some milliseconds in words: `SELECT 1: 0.21 ms`. */
export function beside(what: string, times: readonly number[]): string {
  return `${what}: ${inMs(quantile(times, 0.5))}`
}
