import type { Entry, Problems } from './fields.ts'
import { entriesOf, placeUnder, textOf, textsOf } from './fields.ts'
import type { ProductCollection } from './product-tree.ts'

/** Resolves what lists of a document name: `product_ids` and the products of `group_ids`, each once, as they are kept. */
export interface ProductNames {
  /** The products under `key`, a list of product ids. */
  readonly listed: (entry: Entry, key: string) => readonly string[]
  /** The products of `product_ids` and `group_ids`. */
  readonly grouped: (entry: Entry) => readonly string[]
}

/** Groups within groups: CSAF has none, so one is already a fault. */
const maxGroupDepth = 16

/** Reads `product_groups`. An id that nothing defines is told wherever it is named. */
export function readProductNames(problems: Problems, tree: Entry, { keptAs }: ProductCollection): ProductNames {
  const groups = readGroups(problems, tree)
  const expanded = new Map<string, readonly string[]>()

  function productsAt(place: string, id: string): readonly string[] {
    const kept = keptAs.get(id)
    if (kept !== undefined) return kept
    if (!groups.has(id)) {
      problems.doubt(place, `no product has the id "${id}"`, '6.1.1')
      return []
    }
    problems.doubt(place, `"${id}" is a group where a product is expected; its products are read`, '6.1.1')
    return productsOfGroup(place, { id, above: [] })
  }

  function productsOfGroup(place: string, { id, above }: { id: string; above: readonly string[] }): readonly string[] {
    const before = expanded.get(id)
    if (before !== undefined) return before
    const members = groups.get(id)
    if (members === undefined) {
      problems.doubt(place, `no product group has the id "${id}"`, '6.1.4')
      return []
    }
    if (above.includes(id) || above.length >= maxGroupDepth) {
      problems.doubt(place, `the product group "${id}" holds itself; what the circle names is left out`, '6.1.3')
      return []
    }
    const products = new Set<string>()
    for (const member of members.ids) {
      const isGroup = !keptAs.has(member) && groups.has(member)
      const found = isGroup
        ? productsOfGroup(members.place, { id: member, above: [...above, id] })
        : productsAt(members.place, member)
      for (const product of found) products.add(product)
    }
    const list = [...products]
    if (above.length === 0) expanded.set(id, list)
    return list
  }

  function listed(entry: Entry, key: string): readonly string[] {
    const place = placeUnder(entry.place, key)
    return [...new Set(textsOf(problems, entry, key).flatMap((id) => productsAt(place, id)))]
  }

  for (const [id, { place }] of groups) productsOfGroup(place, { id, above: [] })
  return {
    listed,
    grouped: (entry) => {
      const place = placeUnder(entry.place, 'group_ids')
      const ofGroups = textsOf(problems, entry, 'group_ids').flatMap((id) => productsOfGroup(place, { id, above: [] }))
      return [...new Set([...listed(entry, 'product_ids'), ...ofGroups])]
    },
  }
}

interface Group {
  readonly ids: readonly string[]
  readonly place: string
}

function readGroups(problems: Problems, tree: Entry): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>()
  for (const entry of entriesOf(problems, tree, 'product_groups')) {
    const id = textOf(problems, entry, 'group_id')
    if (id === undefined) {
      problems.lost(entry.place, 'a product group without group_id: nothing can name it')
      continue
    }
    const before = groups.get(id)
    if (before !== undefined)
      problems.doubt(entry.place, `the group id "${id}" is taken; both lists of products are read as one`, '6.1.5')
    const ids = textsOf(problems, entry, 'product_ids')
    groups.set(id, { ids: [...(before?.ids ?? []), ...ids], place: placeUnder(entry.place, 'product_ids') })
  }
  return groups
}
