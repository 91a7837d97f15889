import type { Element, XmlFormat } from '../xml.ts'

/** Fields that are lists in JSON; XML repeats their element instead. */
const lists: ReadonlySet<string> = new Set([
  'packages',
  'files',
  'relationships',
  'externalDocumentRefs',
  'documentDescribes',
  'creators',
  'checksums',
  'externalRefs',
  'hasFiles',
  'licenseInfoFromFiles',
  'licenseInfoInFiles',
])

/** SPDX in XML, which has the names of the JSON form and no namespace of its own. */
export const spdxXmlFormat: XmlFormat = { owns: () => true, toShape, toRoot: (shape) => shape }

function toShape({ children, text }: Element): unknown {
  if (children.length === 0) return text.trim()
  const fields = new Map<string, unknown>()
  for (const [name, value] of children) {
    const before = fields.get(name)
    if (Array.isArray(before)) before.push(value)
    else if (lists.has(name)) fields.set(name, [value])
    else fields.set(name, before === undefined ? value : [before, value])
  }
  return Object.fromEntries(fields)
}
