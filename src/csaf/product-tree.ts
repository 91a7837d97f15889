import type { JoinedProduct, PathStep, Product, ProductVersion } from './document.ts'
import { entriesOf, entryOf, isFields, known, own, placeUnder, textOf } from './fields.ts'
import type { Entry, Problems } from './fields.ts'
import { readIdentifiers } from './product-identifiers.ts'

/** CSAF 2.1 allows 30 (test 6.1.34). */
const maxBranchDepth = 64
const maxProducts = 200_000

/** The products of a document before their relationships are followed. */
export interface ProductCollection {
  readonly products: Map<string, Product>
  /** Under which ids a product id is kept: several where two products have it. */
  readonly keptAs: Map<string, string[]>
}

/** Every product of `branches`, depth first with its way from the root, and of `full_product_names`. */
export function collectProducts(problems: Problems, tree: Entry): ProductCollection {
  const collection: ProductCollection = { products: new Map(), keptAs: new Map() }
  const open = entriesOf(problems, tree, 'branches').map((entry) => ({ entry, path: [] as readonly PathStep[] }))
  open.reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = [...next.path, stepOf(problems, next.entry)]
    if (isFields(own(next.entry.fields, 'product')))
      addProduct(problems, collection, { entry: entryOf(problems, next.entry, 'product'), path })
    if (own(next.entry.fields, 'branches') === undefined) continue
    if (path.length >= maxBranchDepth) {
      const message = `branches are nested deeper than ${maxBranchDepth}; the products below are left out`
      problems.lost(placeUnder(next.entry.place, 'branches'), message, '6.1.34')
      continue
    }
    for (const entry of entriesOf(problems, next.entry, 'branches').toReversed()) open.push({ entry, path })
  }
  for (const entry of entriesOf(problems, tree, 'full_product_names'))
    addProduct(problems, collection, { entry, path: [] })
  return collection
}

/** What stands in the tree, and for a product of a relationship what it is joined of. */
export interface ProductPlace {
  readonly entry: Entry
  readonly path: readonly PathStep[]
  readonly joined?: readonly JoinedProduct[]
}

/** Adds one product. Under an id that is taken it is kept beside the first, and both are unresolved. */
export function addProduct(problems: Problems, { products, keptAs }: ProductCollection, found: ProductPlace): void {
  const { entry, path, joined } = found
  const id = textOf(problems, entry, 'product_id')
  if (id === undefined) {
    problems.lost(entry.place, 'a product without product_id: no status can name it, so it is left out')
    return
  }
  if (products.size >= maxProducts) {
    if (products.size === maxProducts)
      problems.lost(entry.place, `more than ${maxProducts} products; the rest is left out`)
    return
  }
  const kept = keptAs.get(id) ?? []
  const keptId = kept.length === 0 ? id : `${id} (${kept.length + 1})`
  const unresolved =
    kept.length === 0 ? undefined : markTwins(problems, { products, keptAs }, { id, place: entry.place })
  keptAs.set(id, [...kept, keptId])
  products.set(keptId, {
    id: keptId,
    name: textOf(problems, entry, 'name') ?? path.at(-1)?.name ?? id,
    path,
    ...readPath(path),
    identifiers: readIdentifiers(problems, entryOf(problems, entry, 'product_identification_helper')),
    place: entry.place,
    ...known({ joined, unresolved }),
  })
}

function markTwins(
  problems: Problems,
  { products, keptAs }: ProductCollection,
  { id, place }: { readonly id: string; readonly place: string },
): string {
  const unresolved = `several products have the id "${id}"`
  problems.doubt(
    place,
    `the product id "${id}" is taken; what is said of it is read for every product of that id, as a doubt`,
    '6.1.2',
  )
  for (const twinId of keptAs.get(id) ?? []) {
    const twin = products.get(twinId)
    if (twin !== undefined) products.set(twinId, { ...twin, unresolved })
  }
  return unresolved
}

function stepOf(problems: Problems, entry: Entry): PathStep {
  return { category: textOf(problems, entry, 'category') ?? '', name: textOf(problems, entry, 'name') ?? '' }
}

/** Maker, family, name and version as the nearest step of each kind gives them. */
function readPath(path: readonly PathStep[]): Pick<Product, 'maker' | 'family' | 'product' | 'version'> {
  const nearest = (category: string): string | undefined =>
    path.findLast((step) => step.category === category && step.name !== '')?.name
  return known({
    maker: nearest('vendor'),
    family: nearest('product_family'),
    product: nearest('product_name'),
    version: versionOf(path),
  })
}

/** `product_version` 10 with `service_pack` SP1 is version `10 SP1`. */
function versionOf(path: readonly PathStep[]): ProductVersion | undefined {
  const stated = path.findLast(({ category }) => category === 'product_version' || category === 'product_version_range')
  if (stated?.category === 'product_version_range') return { is: 'range', text: stated.name }
  const additions = path.filter(({ category }) => category === 'service_pack' || category === 'patch_level')
  const texts = [stated, ...additions].map((step) => step?.name ?? '').filter((text) => text !== '')
  return texts.length === 0 ? undefined : { is: 'version', text: texts.join(' ') }
}
