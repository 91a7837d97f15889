import { below, normal, seededRandom, shareOut, shuffle, zipfRanks } from '../random.ts'
import type { Random } from '../random.ts'
import type { StoredComponents } from './components.ts'

/** What the SBOMs list. Line `starts[n] … starts[n + 1] - 1` of `components` (places of components) are those of SBOM n. */
export interface SbomLines {
  readonly starts: Int32Array
  readonly components: Int32Array
}

/** Sizes of SBOMs are lognormal: half have fewer than three fifths of the mean, the largest of a nation some thirty times it. */
const SPREAD = 0.95
/** Versions of one model differ in so much of their software. */
const CHANGED = 0.06
/** Versions of one model mostly hold the same version of a part. */
const SAME_VERSION = 0.85
/** Lines that repeat a component which stands in the same SBOM already. */
const REPEATED = 0.02
const MOST_MISSES = 60

/** Draws exactly `rows` lines: software by Zipf's law, and every component in one SBOM at least. `models` tells the model of each SBOM. */
export function drawLines(models: readonly number[], rows: number, stored: StoredComponents): SbomLines {
  const random = seededRandom('sbom sizes')
  const sizes = shareOut(
    rows,
    models.map(() => Math.exp(SPREAD * normal(random))),
  )
  const starts = new Int32Array(models.length + 1)
  for (const [index, size] of sizes.entries()) starts[index + 1] = (starts[index] ?? 0) + size
  const components = new Int32Array(rows)
  const dealt = shuffle(random, Int32Array.from(stored.ids.keys()))
  const draw = partDraw(stored)
  const lastIn = new Int32Array(stored.ids.length).fill(-1)
  for (const [sbom, model] of models.entries()) {
    const [from, to] = [starts[sbom] ?? 0, starts[sbom + 1] ?? 0]
    const dealtTo = (line: number): number => Math.floor((dealt.length / rows) * line)
    const lines = components.subarray(from, to)
    let filled = 0
    for (const place of dealt.subarray(dealtTo(from), dealtTo(to))) {
      lines[filled] = place
      lastIn[place] = sbom
      filled += 1
    }
    fill(lines, filled, { sbom, lastIn, draw: draw(model, sbom) })
  }
  return { starts, components }
}

interface Filling {
  readonly sbom: number
  /** The last SBOM that each component was put into. */
  readonly lastIn: Int32Array
  readonly draw: () => number | undefined
}

function fill(lines: Int32Array, filled: number, { sbom, lastIn, draw }: Filling): void {
  const random = seededRandom('sbom', sbom)
  let misses = 0
  for (let line = filled; line < lines.length;) {
    const isRepeat = line > 0 && random() < REPEATED
    const place = isRepeat ? lines[below(random, line)] : misses < MOST_MISSES ? draw() : below(random, lastIn.length)
    if (place === undefined) continue
    if (!isRepeat && lastIn[place] === sbom && misses < 2 * MOST_MISSES) {
      misses += 1
      continue
    }
    lines[line] = place
    lastIn[place] = sbom
    misses = 0
    line += 1
  }
  shuffle(random, lines)
}

/** Draws parts for an SBOM of a model: the model's own sequence of software, of which each version leaves out a little and changes some versions. */
function partDraw({ firsts }: StoredComponents): (model: number, sbom: number) => () => number | undefined {
  const products = firsts.length - 1
  let common: Random = () => 0
  const rank = zipfRanks(() => common(), products, 1)
  return (model, sbom) => {
    const [ofModel, own] = [seededRandom('model parts', model), seededRandom('sbom parts', sbom)]
    return () => {
      common = ofModel
      const product = rank()
      if (own() < CHANGED) return undefined
      const [first = 0, next = 0] = [firsts[product], firsts[product + 1]]
      const chance = own() < SAME_VERSION ? mixed(model, product) : own()
      return first + Math.min(next - first - 1, Math.floor((next - first + 1) ** chance) - 1)
    }
  }
}

/** A number in [0, 1) that two others decide. */
function mixed(a: number, b: number): number {
  let each = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca77)
  each = Math.imul(each ^ (each >>> 15), 0x2c1b3c6d)
  each = Math.imul(each ^ (each >>> 12), 0x297a2d39)
  return ((each ^ (each >>> 15)) >>> 0) / 4_294_967_296
}
