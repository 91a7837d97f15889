import type { Entry } from '../fields.ts'
import { branchesOf } from './branches.ts'
import { documentOf, eachOf, textIn, textsIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'

const versionCategories = new Set(['product_version', 'product_version_range', 'service_pack', 'patch_level'])

/** A product as its parts: of each, the line of products it belongs to, and the whole. */
type Parts = readonly { readonly line: string; readonly whole: string }[]

interface Lines {
  readonly parts: ReadonlyMap<string, Parts>
  /** What a product was before something was installed with it; of a fix, what it is installed with. */
  readonly before: ReadonlyMap<string, readonly string[]>
}

function linesOf(root: Entry): Lines {
  const parts = new Map<string, Parts>()
  const before = new Map<string, string[]>()
  for (const { entry, above } of branchesOf(root)) {
    const product = under(entry, 'product')
    const id = product === undefined ? undefined : textIn(product.fields, 'product_id')
    if (id === undefined) continue
    const steps = [...above, entry].map(({ fields }) => [textIn(fields, 'category') ?? '', textIn(fields, 'name')])
    const line = JSON.stringify(steps.filter(([category = '']) => !versionCategories.has(category)))
    parts.set(id, [{ line, whole: id }])
  }
  const tree = under(root, 'product_tree')
  for (const path of tree === undefined ? [] : eachOf(tree, 'product_paths')) {
    const id = textIn(under(path, 'full_product_name')?.fields ?? {}, 'product_id')
    const begun = textIn(path.fields, 'beginning_product_reference')
    if (id === undefined || begun === undefined) continue
    const subpaths = eachOf(path, 'subpaths')
    const named = [begun, ...subpaths.map(({ fields }) => textIn(fields, 'next_product_reference') ?? '')]
    const joined = named.map((each) => parts.get(each))
    if (joined.every((each) => each !== undefined)) parts.set(id, joined.flat())
    if (subpaths.length !== 1 || textIn(subpaths[0]?.fields ?? {}, 'category') !== 'installed_with') continue
    for (const each of [id, named[1] ?? '']) before.set(each, [...(before.get(each) ?? []), begun])
  }
  return { parts, before }
}

/** The same products in the same order, one of them in another version. */
function corresponds(fixed: Parts, affected: Parts): boolean {
  if (fixed.length !== affected.length) return false
  if (!fixed.every(({ line }, index) => line === affected[index]?.line)) return false
  return fixed.filter(({ whole }, index) => whole !== affected[index]?.whole).length === 1
}

/** 6.1.27.13: for what is fixed, the versions that are affected are told too. A product outside of the branches is judged by that alone. */
export const affectedForFixed: Check = {
  clause: '6.1.27.13',
  run: (root) => {
    if (textIn(documentOf(root).fields, 'category') !== 'csaf_security_advisory') return []
    const { parts, before } = linesOf(root)
    return eachOf(root, 'vulnerabilities').flatMap((vulnerability): readonly Fault[] => {
      const status = under(vulnerability, 'product_status')
      if (status === undefined) return []
      const listed = (keys: readonly string[]): readonly string[] => keys.flatMap((key) => textsIn(status.fields, key))
      const affected = listed(['first_affected', 'known_affected', 'last_affected'])
      return listed(['first_fixed', 'fixed'])
        .filter((id) => {
          if (affected.length === 0) return true
          const fixed = parts.get(id)
          if (fixed === undefined || before.get(id)?.some((each) => affected.includes(each)) === true) return false
          return !affected.some((each) => corresponds(fixed, parts.get(each) ?? []))
        })
        .map((id) => ({ place: status.place, message: `"${id}" is fixed, and no affected version of it is told` }))
    })
  },
}
