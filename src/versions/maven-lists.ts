import { isDigits } from './key.ts'

/** A number (`word` is ''), a qualifier (`digits` is undefined), or a qualifier with its number (`rc1`, also written `rc-1`). */
export interface MavenItem {
  readonly word: string
  readonly digits?: string
}

const ZERO: MavenItem = { word: '', digits: '0' }

/**
 * The lists that Maven's `ComparableVersion` nests in each other, outermost first: each is the last item of the one before
 * it. A list begins at a hyphen, where letters and digits meet, and at a last qualifier. Null items are gone.
 */
export function readMavenLists(version: string): readonly (readonly MavenItem[])[] {
  const lists: MavenItem[][] = [[]]
  let pending: MavenItem | undefined
  const tokens = version.toLowerCase().match(/[0-9]+|[^0-9.-]+|[.-]/g) ?? []
  for (const [i, token] of tokens.entries()) {
    if (token === '-' && isBareWord(pending) && isDigits(tokens[i + 1] ?? '')) continue
    if (token === '.' || token === '-') {
      lists.at(-1)?.push(pending ?? ZERO)
      pending = undefined
      if (token === '-') lists.push([])
    } else if (!isDigits(token)) {
      if (pending !== undefined) pushAndNest(lists, pending)
      pending = { word: canonicalWord(token) }
    } else if (isBareWord(pending)) {
      nest(lists)
      pending = { word: shortWords.get(pending.word) ?? pending.word, digits: token }
    } else {
      pending = { word: '', digits: token }
    }
  }
  if (isBareWord(pending)) nest(lists)
  if (pending !== undefined) lists.at(-1)?.push(pending)
  return normalised(lists)
}

const shortWords: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
])

function canonicalWord(word: string): string {
  if (word === 'cr') return 'rc'
  return word === 'final' || word === 'release' ? 'ga' : word
}

function isBareWord(item: MavenItem | undefined): item is MavenItem {
  return item !== undefined && item.digits === undefined
}

function nest(lists: MavenItem[][]): void {
  if (lists.at(-1)?.length !== 0) lists.push([])
}

function pushAndNest(lists: MavenItem[][], item: MavenItem): void {
  lists.at(-1)?.push(item)
  lists.push([])
}

/** Drops zeros at the end of a list, and before a qualifier or a list that begins with one; then lists that hold nothing but a list. */
function normalised(lists: readonly (readonly MavenItem[])[]): readonly (readonly MavenItem[])[] {
  const kept: MavenItem[][] = []
  for (const list of lists.toReversed()) {
    const inner = kept[0]
    const items: MavenItem[] = []
    for (const item of list.toReversed()) {
      const next = items[0]
      const isLast = next === undefined && inner === undefined
      const beforeWord = next === undefined ? inner?.[0]?.word : isBareWord(next) && next.word
      if (isZero(item) && (isLast || Boolean(beforeWord))) continue
      if (isRelease(item) && isLast) continue
      items.unshift(item)
    }
    if (items.length > 0) kept.unshift(items)
  }
  return kept
}

function isZero(item: MavenItem): boolean {
  return item.word === '' && /^0+$/.test(item.digits ?? '')
}

/** `ga`, `final`, `release`, also with a zero: the release itself. */
export function isRelease(item: MavenItem): boolean {
  return item.word === 'ga' && /^0*$/.test(item.digits ?? '')
}
