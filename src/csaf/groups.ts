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

/** Products that the groups of a document name each time they are named, all together. Real documents stay below a hundredth. */
const mostNamed = 10_000_000

/** Reads `product_groups`. An id that nothing defines is told wherever it is named. */
export function readProductNames(problems: Problems, tree: Entry, { keptAs }: ProductCollection): ProductNames {
  const groups = readGroups(problems, tree)
  const expanded = new Map<string, readonly string[]>()
  let left = mostNamed

  function productsAt(place: string, id: string): readonly string[] {
    const kept = keptAs.get(id)
    if (kept !== undefined) return kept
    if (!groups.has(id)) {
      problems.doubt(place, `no product has the id "${id}"`, '6.1.1')
      return []
    }
    problems.doubt(place, `"${id}" is a group where a product is expected; its products are read`, '6.1.1')
    return productsOfGroup(place, id)
  }

  /** All that a group leads to, circles and all: nothing that it names is left out. */
  function productsOfGroup(place: string, id: string): readonly string[] {
    const before = expanded.get(id)
    if (before === undefined && !groups.has(id)) {
      problems.doubt(place, `no product group has the id "${id}"`, '6.1.4')
      return []
    }
    const list = before ?? expand(id)
    left -= list.length
    if (left >= 0) return list
    if (left + list.length >= 0)
      problems.lost(place, `groups name more than ${mostNamed} products; the rest is left out`)
    return []
  }

  function expand(id: string): readonly string[] {
    const products = new Set<string>()
    const reached = new Set([id])
    for (const group of reached) {
      const members = groups.get(group)
      for (const member of members?.ids ?? []) {
        if (!keptAs.has(member) && groups.has(member)) reached.add(member)
        else for (const product of productsAt(members?.place ?? '', member)) products.add(product)
      }
      left -= members?.ids.length ?? 0
      if (left < 0) break
    }
    const list = [...products]
    expanded.set(id, list)
    return list
  }

  function listed(entry: Entry, key: string): readonly string[] {
    const place = placeUnder(entry.place, key)
    return [...new Set(textsOf(problems, entry, key).flatMap((id) => productsAt(place, id)))]
  }

  tellCircles(problems, groups, keptAs)
  return {
    listed,
    grouped: (entry) => {
      const place = placeUnder(entry.place, 'group_ids')
      const ofGroups = textsOf(problems, entry, 'group_ids').flatMap((id) => productsOfGroup(place, id))
      return [...new Set([...listed(entry, 'product_ids'), ...ofGroups])]
    },
  }
}

/** CSAF has no groups within groups, so one is already a fault; one that holds itself is told. Ids that nothing defines are told here, used or not. */
function tellCircles(
  problems: Problems,
  groups: ReadonlyMap<string, Group>,
  keptAs: ProductCollection['keptAs'],
): void {
  const done = new Set<string>()
  const isInside = new Set<string>()
  for (const first of groups.keys()) {
    const open = [first]
    for (let id = open.at(-1); id !== undefined; id = open.at(-1)) {
      const { ids = [], place = '' } = groups.get(id) ?? {}
      const isNew = !isInside.has(id) && !done.has(id)
      if (!isNew) {
        open.pop()
        if (isInside.delete(id)) done.add(id)
        continue
      }
      isInside.add(id)
      for (const member of ids) {
        if (keptAs.has(member)) continue
        if (!groups.has(member)) problems.doubt(place, `no product has the id "${member}"`, '6.1.1')
        else if (isInside.has(member))
          problems.doubt(
            place,
            `the product group "${member}" holds itself; all that the circle names is in it`,
            '6.1.3',
          )
        else if (!done.has(member)) open.push(member)
      }
    }
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
