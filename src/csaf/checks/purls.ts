import type { Entry } from '../fields.ts'
import { branchesOf } from './branches.ts'
import { eachOf, textsIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

/** Every full product name of the document, wherever it is defined. */
export function fullNamesOf(root: Entry): readonly Entry[] {
  const tree = under(root, 'product_tree')
  if (tree === undefined) return []
  return [
    ...branchesOf(root).flatMap(({ entry }) => under(entry, 'product') ?? []),
    ...eachOf(tree, 'full_product_names'),
    ...[...eachOf(tree, 'relationships'), ...eachOf(tree, 'product_paths')].flatMap(
      (each) => under(each, 'full_product_name') ?? [],
    ),
  ]
}

/** 6.1.42: the purls of one product differ in nothing but their qualifiers. */
export const purlQualifiers: Check = {
  clause: '6.1.42',
  run: (root) =>
    fullNamesOf(root).flatMap((name): readonly Fault[] => {
      const named = under(name, 'product_identification_helper')
      if (named === undefined) return []
      const bare = textsIn(named.fields, 'purls').map((purl) => purl.replace(/[?#].*$/s, ''))
      const other = bare.findIndex((purl) => purl !== bare[0])
      if (other < 0) return []
      const place = `${named.place}/purls/${other}`
      return [{ place, message: 'the purls of a product differ in more than their qualifiers' }]
    }),
}
