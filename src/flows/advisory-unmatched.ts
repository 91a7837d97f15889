import { makersOf } from '../csaf/index.ts'
import { deviceKey, makerKey } from '../model/index.ts'
import type { AdvisoryDocument, AdvisoryProduct } from '../model/index.ts'
import type { OwnModelVersion } from '../store/index.ts'
import type { ModelJudged } from './advisory-models.ts'

/** A product of a maker in the fleet that is no model of the fleet; perhaps it is one under another name. */
export interface UnmatchedProduct {
  readonly product: string
  readonly maker: string
  readonly nearest: readonly string[]
}

const maxUnmatched = 50
const maxNearest = 3

/** The products of a document that are of a maker in the fleet and no model of it, each with the nearest models; at most 50. */
export function unmatchedIn(
  document: AdvisoryDocument,
  named: readonly ModelJudged[],
  models: readonly OwnModelVersion[],
): readonly UnmatchedProduct[] {
  const met = new Set(named.flatMap(({ judged }) => judged.met.map(({ productId }) => productId)))
  const meant = new Set(
    document.flaws.flatMap(({ standings }) =>
      standings
        .filter(({ status }) => status !== 'notAffected' && status !== 'fixed')
        .map(({ productId }) => productId),
    ),
  )
  const unmatched = new Map<string, UnmatchedProduct>()
  for (const product of document.products) {
    if (met.has(product.id) || !meant.has(product.id) || unmatched.size >= maxUnmatched) continue
    const makers = new Set(makersOf(product.maker ?? '').map(({ maker }) => makerKey(maker)))
    const ofMaker = models.filter(({ makerKey: key }) => makers.has(key))
    const name = product.product ?? product.name
    if (ofMaker.length > 0)
      unmatched.set(name, { product: name, maker: product.maker ?? '', nearest: nearestOf(product, ofMaker) })
  }
  return [...unmatched.values()]
}

/** The models that share most words with a product. */
function nearestOf(
  { product, name, maker = '' }: AdvisoryProduct,
  models: readonly OwnModelVersion[],
): readonly string[] {
  const words = wordsOf(maker, product ?? name)
  const names = [...new Set(models.map(({ model }) => model))]
  const scored = names.map((model) => {
    const own = wordsOf(maker, model)
    const shared = [...own].filter((word) => words.has(word)).length
    return { model, score: shared / Math.max(1, Math.min(words.size, own.size)) }
  })
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.model < b.model ? -1 : 1))
    .slice(0, maxNearest)
    .map(({ model }) => model)
}

function wordsOf(maker: string, model: string): ReadonlySet<string> {
  const key = deviceKey(maker, model)?.split('/').at(-1) ?? ''
  return new Set(key.split('-').filter((word) => word.length > 1))
}
