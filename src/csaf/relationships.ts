import type { JoinedProduct, Product } from './document.ts'
import { entriesOf, entryOf, textOf } from './fields.ts'
import type { Entry, Problems } from './fields.ts'
import { addProduct } from './product-tree.ts'
import type { ProductCollection } from './product-tree.ts'

/** A product within products within products: deeper than any real one. */
const maxJoined = 32

/** Adds the products that `relationships` (2.0) and `product_paths` (2.1) make of others. */
export function addRelationships(problems: Problems, tree: Entry, collection: ProductCollection): void {
  for (const entry of entriesOf(problems, tree, 'relationships')) addRelationship(problems, entry, collection)
  for (const entry of entriesOf(problems, tree, 'product_paths')) addPath(problems, entry, collection)
  resolveJoined(problems, collection)
}

function addRelationship(problems: Problems, entry: Entry, collection: ProductCollection): void {
  const category = textOf(problems, entry, 'category') ?? ''
  const component = textOf(problems, entry, 'product_reference')
  const host = textOf(problems, entry, 'relates_to_product_reference')
  const joined = [
    ...(component === undefined ? [] : [{ productId: component, category }]),
    ...(host === undefined ? [] : [{ productId: host }]),
  ]
  if (joined.length < 2) problems.doubt(entry.place, 'a relationship needs two products; what it makes is not sure')
  addProduct(problems, collection, { entry: entryOf(problems, entry, 'full_product_name'), path: [], joined })
}

function addPath(problems: Problems, entry: Entry, collection: ProductCollection): void {
  const steps = entriesOf(problems, entry, 'subpaths').map((each) => ({
    category: textOf(problems, each, 'category') ?? '',
    productId: textOf(problems, each, 'next_product_reference'),
  }))
  const ids = [textOf(problems, entry, 'beginning_product_reference'), ...steps.map(({ productId }) => productId)]
  const joined = ids.flatMap((productId, index): JoinedProduct[] => {
    const category = steps[index]?.category
    return productId === undefined ? [] : [{ productId, ...(category !== undefined && { category }) }]
  })
  if (joined.length < 2) problems.doubt(entry.place, 'a product path needs two products; what it makes is not sure')
  addProduct(problems, collection, { entry: entryOf(problems, entry, 'full_product_name'), path: [], joined })
}

/** Puts in place of joined products what these are joined of. A circle or an unknown id leaves the product unresolved. */
function resolveJoined(problems: Problems, { products, keptAs }: ProductCollection): void {
  const resolved = new Map<string, Leaves>()
  for (const product of products.values()) {
    if (product.joined === undefined) continue
    const leaves = leavesOf({ products, keptAs, resolved, problems }, product, [])
    const unresolved = product.unresolved ?? leaves.unresolved ?? (leaves.parts.length < 2 ? lacksPart : undefined)
    products.set(product.id, { ...product, joined: leaves.parts, ...(unresolved !== undefined && { unresolved }) })
  }
}

const lacksPart = 'its relationship names fewer than two products'

interface Leaves {
  readonly parts: readonly JoinedProduct[]
  readonly unresolved?: string
}

interface Resolving extends ProductCollection {
  readonly resolved: Map<string, Leaves>
  readonly problems: Problems
}

function leavesOf(resolving: Resolving, product: Product, above: readonly string[]): Leaves {
  const before = resolving.resolved.get(product.id)
  if (before !== undefined) return before
  const parts: JoinedProduct[] = []
  let unresolved: string | undefined
  for (const step of product.joined ?? []) {
    const part = partOf(resolving, { product, step, above: [...above, product.id] })
    parts.push(...part.parts)
    unresolved ??= part.unresolved
  }
  if (parts.length > maxJoined) unresolved ??= `it is made of more than ${maxJoined} products`
  const leaves = { parts: parts.slice(0, maxJoined), ...(unresolved !== undefined && { unresolved }) }
  resolving.resolved.set(product.id, leaves)
  return leaves
}

function partOf(
  resolving: Resolving,
  {
    product,
    step,
    above,
  }: { readonly product: Product; readonly step: JoinedProduct; readonly above: readonly string[] },
): Leaves {
  const [id, ...twins] = resolving.keptAs.get(step.productId) ?? []
  const part = id === undefined ? undefined : resolving.products.get(id)
  const place = parentOf(product.place)
  if (part === undefined) {
    resolving.problems.doubt(place, `no product has the id "${step.productId}"`, '6.1.1')
    return { parts: [], unresolved: `it is made of "${step.productId}", which is no product of the document` }
  }
  if (above.includes(part.id) || above.length >= maxJoined) {
    resolving.problems.doubt(
      place,
      `the relationships of "${product.id}" run in a circle, or are nested deeper than ${maxJoined}`,
      '6.1.3',
    )
    return { parts: [], unresolved: 'its relationships run in a circle' }
  }
  const doubtful = twins.length > 0 ? { unresolved: part.unresolved ?? `several products have the id "${id}"` } : {}
  if (part.joined === undefined) return { parts: [{ ...step, productId: part.id }], ...doubtful }
  const below = leavesOf(resolving, part, above)
  const parts = below.parts.map((leaf, index) => {
    const isLast = index === below.parts.length - 1
    return isLast && step.category !== undefined ? { ...leaf, category: step.category } : leaf
  })
  return { ...doubtful, ...below, parts }
}

function parentOf(place: string): string {
  return place.slice(0, Math.max(0, place.lastIndexOf('/')))
}
