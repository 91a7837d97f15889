import { foldMaker } from './alias.ts'
import { knownAliases } from './known-aliases.ts'
import { foldWords } from './names.ts'

const ofMakers = knownAliases.filter(({ kind }) => kind === 'maker')

/** Spellings and legal names of one maker. Makers that were only bought keep their own name: whose successor a maker is, the store tells. */
const makerOf: ReadonlyMap<string, string> = new Map(
  ofMakers.filter(({ relation }) => relation === 'same').map(({ from, to }) => [foldMaker(from), foldMaker(to)]),
)

const knownMakers: ReadonlySet<string> = new Set(ofMakers.flatMap(({ from, to }) => [foldMaker(from), foldMaker(to)]))

const spellings: ReadonlyMap<string, readonly string[]> = new Map(
  [...Map.groupBy(makerOf, ([, maker]) => maker)].map(([maker, each]) => [
    maker,
    [maker, ...each.map(([from]) => from)],
  ]),
)

const knownProducts: ReadonlySet<string> = new Set(
  knownAliases.filter(({ kind }) => kind === 'product').flatMap(({ from, to }) => [from, to].map(foldWords)),
)

/** No name of a maker has more words. */
const maxMakerWords = 5

/** A document, a feed or an inventory names a few makers again and again: remembering them halved the time that device names took. */
const remembered = new Map<string, string>()
const maxRemembered = 10_000
const maxRememberedLength = 100

/** Compares makers' names: `Philips Medical Systems B.V.`, `PHILLIPS` and `Philips` agree. Empty when the text has no letter or digit. */
export function makerKey(text: string): string {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const name = foldMaker(text)
  const key = makerOf.get(name) ?? name
  if (remembered.size >= maxRemembered) remembered.clear()
  if (text.length <= maxRememberedLength) remembered.set(text, key)
  return key
}

/** All spellings of the maker that goes by this one, folded (`philips`, `phillips`, …); only the text itself where none other is known. */
export function spellingsOfMaker(text: string): readonly string[] {
  return spellings.get(makerKey(text)) ?? [foldMaker(text)]
}

/** The makers one of whose spellings begins so, as they are compared: `philips` for `phill`. */
export function makersBeginning(text: string): readonly string[] {
  const beginning = foldWords(text)
  if (beginning === '') return []
  const begins = (spelling: string): boolean => `-${spelling}`.includes(`-${beginning}`)
  return [...spellings].filter(([, each]) => each.some(begins)).map(([maker]) => maker)
}

/**
 * What stands after a known maker's name in the name of a product: `PLS62` for `Gemalto PLS62`. Undefined when no maker is known in it, or when
 * the rest is any word: it must hold a digit, or be known as a product.
 */
export function nameAfterMaker(text: string): string | undefined {
  const words = foldWords(text).split('-')
  for (let count = Math.min(maxMakerWords, words.length - 1); count > 0; count -= 1) {
    if (!knownMakers.has(words.slice(0, count).join('-'))) continue
    const rest = words.slice(count).join('-')
    return /\d/.test(rest) || knownProducts.has(rest) ? rest : undefined
  }
  return undefined
}
