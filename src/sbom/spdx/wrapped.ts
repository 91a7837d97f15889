import { isFields, own } from '../fields.ts'
import type { Fields } from '../fields.ts'

/** What some writers put a document into: GitHub's dependency graph, and the first tools that wrote SPDX as JSON, YAML and XML. */
const wrappers = ['sbom', 'Document', 'SpdxDocument'] as const

/** The SPDX 2 document in a tree: the tree itself, or what one or two wrappers hold. */
export function documentIn(fields: Fields): Fields | undefined {
  let at: Fields | undefined = fields
  for (let level = 0; level < 3 && at !== undefined; level += 1) {
    if (isDocument(at)) return flattened(at)
    const tree: Fields = at
    at = wrappers.map((key) => own(tree, key)).find(isFields)
  }
  return undefined
}

/**
 * The first tools held packages within `documentDescribes`, each under the name of its class, and files within their package in the same
 * way: `{"Package": {"files": [{"File": …}]}}`. Here they stand side by side, as SPDX 2.2 has them.
 */
function flattened(document: Fields): Fields {
  const described = toList(own(document, 'documentDescribes'))
  const nested = described.flatMap((one) => membersOf(one, 'Package'))
  if (nested.length === 0) return document
  const files: unknown[] = [...toList(own(document, 'files'))]
  const packages = nested.map((one) => {
    const held = toList(own(one, 'files')).flatMap((file) => membersOf(file, 'File'))
    for (const file of held) files.push(file)
    return { ...one, hasFiles: [...toList(own(one, 'hasFiles')), ...held.map((file) => own(file, 'SPDXID'))] }
  })
  const ids = nested.map((one) => own(one, 'SPDXID'))
  return {
    ...document,
    documentDescribes: [...described.filter((one) => typeof one === 'string'), ...ids].filter((id) => id !== undefined),
    packages: [...toList(own(document, 'packages')), ...packages],
    files,
  }
}

function membersOf(value: unknown, name: string): readonly Fields[] {
  return isFields(value) ? toList(own(value, name)).filter(isFields) : []
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function isDocument(fields: Fields): boolean {
  const version = own(fields, 'spdxVersion')
  if (version !== undefined)
    return typeof version !== 'string' || /^\s*(?:SPDX-)?2/i.test(version) || own(fields, '@graph') === undefined
  return own(fields, 'SPDXID') !== undefined && !Object.hasOwn(fields, '@context')
}
