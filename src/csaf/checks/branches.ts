import type { Entry } from '../fields.ts'
import { eachOf, textIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

/** The reader keeps no products below this depth, and 2.1 allows 30 (test 6.1.34). */
const maxDepth = 64

/** A branch with its forebears, the root's first. */
interface BranchPath {
  readonly entry: Entry
  readonly above: readonly Entry[]
}

/** Every branch of the product tree. */
export function branchesOf(root: Entry): readonly BranchPath[] {
  const tree = under(root, 'product_tree')
  const found: BranchPath[] = []
  const open = tree === undefined ? [] : eachOf(tree, 'branches').map((entry) => ({ entry, above: [] as Entry[] }))
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    found.push(next)
    const above = [...next.above, next.entry]
    if (above.length < maxDepth) open.push(...eachOf(next.entry, 'branches').map((entry) => ({ entry, above })))
  }
  return found
}

const comparator = /^(?:<=|>=|!=|<|>)/
/** One constraint of a version range: a comparator, if any, and a version without blanks, bars and comparators. */
const constraint = /^(?:<=|>=|!=|<|>)?[^\s|<>=!*]+$/

/** Why a name is no version range of `vers` or `vls`; undefined for one that is. */
function whyNoRange(name: string): string | undefined {
  if (name === 'vers:all/*') return undefined
  const [, scheme = '', listed] = /^vers:([a-z0-9.+-]*)\/(.*)$/s.exec(name) ?? []
  if (name.startsWith('vers:')) {
    if (scheme === '' || listed === undefined) return 'a "vers:" range names a version scheme before its "/"'
    if (scheme === 'all') return '"vers:all" has "*" and nothing else'
  }
  const constraints = (listed ?? name).split('|')
  if (listed === '*') return undefined
  const wrong = constraints.find((each) => !constraint.test(each))
  return wrong === undefined ? undefined : `"${wrong.slice(0, 60)}" is no constraint such as ">=1.2"`
}

function rangesOf(root: Entry): readonly { readonly place: string; readonly name: string }[] {
  return branchesOf(root)
    .filter(({ entry }) => textIn(entry.fields, 'category') === 'product_version_range')
    .map(({ entry }) => ({ place: `${entry.place}/name`, name: textIn(entry.fields, 'name') ?? '' }))
}

/** 6.1.50: the name of a `product_version_range` is a range of vers or vls. */
export const versionRangeRules: Check = {
  clause: '6.1.50',
  run: (root) =>
    rangesOf(root).flatMap(({ place, name }): readonly Fault[] => {
      const why = whyNoRange(name)
      if (why === undefined) return []
      return [{ place, message: `"${name.slice(0, 80)}" is no version range of vers or vls: ${why}` }]
    }),
}

/** 6.1.59: a range does not name one version only. */
export const singleVersionRange: Check = {
  clause: '6.1.59',
  run: (root) =>
    rangesOf(root).flatMap(({ place, name }): readonly Fault[] => {
      const constraints = name.replace(/^vers:[^/]*\//, '').split('|')
      const [only = ''] = constraints
      if (constraints.length > 1 || only === '*' || comparator.test(only) || whyNoRange(name) !== undefined) return []
      return [{ place, message: `the range is the one version ${only}; its category is "product_version"` }]
    }),
}

/** 6.1.57: on the way to a product each category stands once, but `product_family`. */
export const stackedCategories: Check = {
  clause: '6.1.57',
  run: (root) =>
    branchesOf(root).flatMap(({ entry, above }): readonly Fault[] => {
      const category = textIn(entry.fields, 'category')
      if (category === undefined || category === 'product_family') return []
      if (!above.some(({ fields }) => textIn(fields, 'category') === category)) return []
      return [{ place: `${entry.place}/category`, message: `a branch above is a ${category} already` }]
    }),
}

/** 6.1.58: a way to a product has a version or a range of versions, not both. */
export const versionAndRange: Check = {
  clause: '6.1.58',
  run: (root) =>
    branchesOf(root).flatMap(({ entry, above }): readonly Fault[] => {
      const other = otherOf[textIn(entry.fields, 'category') ?? '']
      if (other === undefined || !above.some(({ fields }) => textIn(fields, 'category') === other)) return []
      return [{ place: `${entry.place}/category`, message: `a branch above is a ${other}: it is one or the other` }]
    }),
}

const otherOf: Readonly<Record<string, string>> = {
  product_version: 'product_version_range',
  product_version_range: 'product_version',
}
