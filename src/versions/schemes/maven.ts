import type { MavenItem } from '../maven-lists.ts'
import { defineScheme, pushNumber, pushText } from '../key.ts'
import { isRelease, readMavenLists } from '../maven-lists.ts'

/**
 * Maven 4: `alpha < beta < milestone < rc < snapshot < release < sp < other words < -number < .number`, without
 * case. Older Mavens order some versions in a circle (2.9.0.RC1 < 2.9.0 < 2.9.0-1 < 2.9.0.RC1); this order does not.
 */
export const maven = defineScheme({
  id: 'maven',
  source:
    'https://github.com/apache/maven/blob/0288c858679525cd4f0ae8c1e7fbfe5b5f541278/compat/maven-artifact/src/main/java/org/apache/maven/artifact/versioning/ComparableVersion.java',
  encode,
})

const wordRanks: ReadonlyMap<string, number> = new Map([
  ['alpha', 1],
  ['beta', 2],
  ['milestone', 3],
  ['rc', 4],
  ['snapshot', 5],
  ['sp', 9],
])
// `ga` followed by something is just below the release, or just above it, as what follows is.
const RELEASE_THEN_LESS = 6
const END = 7
const RELEASE_THEN_MORE = 8
const OTHER_WORD = 10
const LIST = 11
const NUMBER = 12

const WITHOUT_DIGITS = 0
const WITH_DIGITS = 1

/** Built from the last item back, because the rank of `ga` depends on what follows it. */
function encode(version: string): number[] {
  let inner: number[] = []
  for (const list of readMavenLists(version).toReversed()) {
    let bytes = inner[0] === NUMBER ? [LIST, ...inner, END] : [...inner, END]
    for (const [fromEnd, item] of list.toReversed().entries()) {
      bytes = encodeItem(item, bytes, fromEnd === list.length - 1)
    }
    inner = bytes
  }
  return inner.length === 0 ? [END] : inner
}

/** A word that does not begin its list ends at once: what follows belongs to the outer list. */
function encodeItem(item: MavenItem, rest: readonly number[], beginsList: boolean): number[] {
  const bytes: number[] = []
  if (item.word === '') {
    bytes.push(NUMBER)
    pushNumber(bytes, item.digits ?? '')
    return [...bytes, ...rest]
  }
  pushWord(bytes, item, rest)
  if (item.digits !== undefined && !isRelease(item)) {
    bytes.push(WITH_DIGITS)
    pushNumber(bytes, item.digits)
    return [...bytes, ...rest]
  }
  bytes.push(WITHOUT_DIGITS)
  return beginsList ? [...bytes, ...rest] : [...bytes, END, ...rest]
}

function pushWord(bytes: number[], item: MavenItem, rest: readonly number[]): void {
  if (item.word === 'ga') {
    bytes.push(isRelease(item) && (rest[0] ?? END) < END ? RELEASE_THEN_LESS : RELEASE_THEN_MORE)
    return
  }
  const rank = wordRanks.get(item.word)
  bytes.push(rank ?? OTHER_WORD)
  if (rank === undefined) pushText(bytes, item.word)
}
