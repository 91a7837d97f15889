import type { ProductLifecycle, ReleaseCycle } from '../model/index.ts'

/** A line of releases with the product it is of. */
export interface CycleOf {
  readonly lifecycle: ProductLifecycle
  readonly cycle: ReleaseCycle
}

/** Lines that a version is in, or why none is told. */
export type CyclesFound =
  | { readonly are: 'found'; readonly cycles: readonly CycleOf[]; readonly isWhole: boolean }
  | { readonly are: 'none'; readonly because: 'versionUnknown' | 'noSuchCycle' }

/** One version as people write it; ranges, lists and placeholders are none. */
const singleForm = /^v?(?:\d+!)?\d[a-z0-9._+~^:-]*$/i
const openForm = /(?:^|[._-])(?:x|unknown)(?:[._-]|$)/i
const maxVersionChars = 200

/** Java 8 calls itself 1.8. */
const javaForm = /jdk|java|corretto|temurin|zulu|liberica|sapmachine|semeru|dragonwell|graalvm/

/**
 * Lines of releases that a version is in: those whose name its segments begin with, the longest name first. `1.1` covers `1.1.1w` and not
 * `1.10`. Words that follow a name (`13.0-sp3`) tell service packs and editions apart, which a version mostly does not: then all of them are
 * found. A version that is shorter than the names (`3` of `3.8` and `3.14`) may be of each of them, and so may not be of one that is not listed: `isWhole` is
 * false.
 */
export function cyclesOfVersion(lifecycle: ProductLifecycle, version: string | undefined): CyclesFound {
  const text = version?.trim() ?? ''
  if (text.length > maxVersionChars || !singleForm.test(text) || openForm.test(text))
    return { are: 'none', because: 'versionUnknown' }
  const segments = segmentsOf(text)
  const found = cyclesBegunBy(lifecycle, segments)
  if (found.cycles.length > 0) return { are: 'found', ...found }
  const [first, ...rest] = segments
  const ofJava = first === '1' && javaForm.test(lifecycle.product) ? cyclesBegunBy(lifecycle, rest) : found
  return ofJava.cycles.length > 0 ? { are: 'found', ...ofJava } : { are: 'none', because: 'noSuchCycle' }
}

function cyclesBegunBy(
  lifecycle: ProductLifecycle,
  version: readonly string[],
): { readonly cycles: readonly CycleOf[]; readonly isWhole: boolean } {
  const named = lifecycle.cycles.map((cycle) => ({ cycle, ...splitCycle(cycle.cycle) }))
  const longer = named.filter(({ head }) => head.length > version.length && begins(head, version))
  const covering = named.filter(({ head }) => head.length > 0 && begins(version, head))
  const longest = Math.max(0, ...covering.map(({ head }) => head.length))
  const nearest = covering.filter(({ head }) => head.length === longest)
  const told = nearest.filter(({ head, tail }) => tail.length > 0 && begins(version.slice(head.length), tail))
  const cycles = [...(told.length > 0 ? told : nearest), ...longer].map(({ cycle }) => ({ lifecycle, cycle }))
  return { cycles, isWhole: longer.length === 0 }
}

/** `13.0-sp3` is 13.0 with the words sp 3; `2018-03` is all number. */
function splitCycle(name: string): { readonly head: readonly string[]; readonly tail: readonly string[] } {
  const at = name.search(/[-_ ][a-z]/i)
  const [head, tail] = at === -1 ? [name, ''] : [name.slice(0, at), name.slice(at)]
  return /^v?\d/i.test(head) ? { head: segmentsOf(head), tail: segmentsOf(tail) } : { head: [], tail: [] }
}

/** Numbers and words of a version, without leading zeros: `1.0.2k` has 1, 0, 2 and k; `18.04` has 18 and 4. */
function segmentsOf(text: string): string[] {
  const parts =
    text
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .match(/\d+|[a-z]+/g) ?? []
  return parts.map((part) => part.replace(/^0+(?=\d)/, ''))
}

function begins(segments: readonly string[], with_: readonly string[]): boolean {
  return with_.length <= segments.length && with_.every((segment, index) => segment === segments[index])
}
