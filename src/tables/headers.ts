import { foldWords } from '../model/index.ts'

/** What a header may mean. A lower rank is a better name; a similar name ranks behind every known one. */
export interface HeaderMeaning<Field extends string> {
  readonly field: Field
  readonly rank: number
  readonly by: 'named' | 'similar'
}

/**
 * How headers of one kind of list are read: by a known name, else by one that differs in a letter or two. `names` holds the names of each
 * field, the best first, divided by `|` and written as `foldHeader` leaves them.
 */
export function headerReader<Field extends string>(
  names: Readonly<Record<Field, string>>,
): (header: string) => HeaderMeaning<Field> | undefined {
  const exact = new Map<string, { readonly field: Field; readonly rank: number }>()
  for (const field of Object.keys(names) as Field[])
    for (const [rank, name] of names[field].split('|').entries()) exact.set(name, { field, rank })
  const longNames = [...exact]
    .filter(([name]) => name.length >= 6)
    .map(([name, meaning]) => ({ name, ...meaning, letters: lettersOf(name) }))
  return (header) => {
    const folded = foldHeader(header)
    const known = exact.get(folded)
    if (known !== undefined) return { ...known, by: 'named' }
    const allowed = folded.length >= 10 ? 2 : 1
    if (folded.length < 6 || folded.length > 40) return undefined
    const letters = lettersOf(folded)
    for (const { name, field, rank, letters: others } of longNames) {
      if (differing(letters, others) <= 2 * allowed && isWithin(folded, name, allowed))
        return { field, rank: rank + 1000, by: 'similar' }
    }
    return undefined
  }
}

/** `N° de série (constructeur)` gives `n serie`. */
export function foldHeader(header: string): string {
  return foldWords(header.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ').replace(/[nN][°º]/g, ' n '))
    .split('-')
    .map((word) => (/^(?:no|nr|num|numero|number|nbr|n)$/.test(word) ? 'n' : word))
    .filter((word, index, words) => !/^(?:de|du|des|d|la|le|les|l|of|the|au|a)$/.test(word) || words.length === 1)
    .join(' ')
}

/** Which letters of the alphabet a name has, as bits. A letter changed, added or left out changes two of them at most. */
function lettersOf(name: string): number {
  let letters = 0
  for (let index = 0; index < name.length; index += 1) {
    const letter = name.charCodeAt(index) - 0x61
    if (letter >= 0 && letter < 26) letters |= 1 << letter
  }
  return letters
}

function differing(some: number, others: number): number {
  let count = 0
  for (let bits = some ^ others; bits !== 0; bits &= bits - 1) count += 1
  return count
}

/** Whether two names differ by at most `most` letters changed, added, left out or swapped with the next. */
function isWithin(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false
  let twoAbove: readonly number[] = []
  let above: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const changed = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const swapped = isSwap ? at(twoAbove, column - 2) + 1 : Number.POSITIVE_INFINITY
      current.push(Math.min(changed, swapped, at(above, column) + 1, at(current, column - 1) + 1))
    }
    if (Math.min(...current) > most && Math.min(...above) > most) return false
    twoAbove = above
    above = current
  }
  return at(above, b.length) <= most
}

function at(distances: readonly number[], index: number): number {
  return distances[index] ?? 0
}
