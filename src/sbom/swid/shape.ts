import type { Element, XmlFormat } from '../xml.ts'

const standard = 'http://standards.iso.org/iso/19770/-2/'

/** True for every edition of ISO/IEC 19770-2 since 2014, and for a tag that forgot its namespace. The tags of 2009 have another root. */
export function isSwidNamespace(namespace: string): boolean {
  return namespace === '' || namespace.startsWith(standard)
}

/** The algorithm that a namespace of digests names, as XML Signature and XML Encryption write them: `…/xmlenc#sha256`. */
const algorithmIn = /^http:\/\/www\.w3\.org\/.*#([a-z0-9-]+)$/i

/** SWID tags. Each element is its attributes, and its children as lists by name; a digest is `hash:` and its algorithm. */
export const swidFormat: XmlFormat = {
  owns: isSwidNamespace,
  toShape,
  toRoot: (shape, namespace) => ({ ...shape, edition: namespace.slice(standard.length).split('/')[0] ?? '' }),
  nameAttribute: (local, namespace) =>
    local === 'hash' ? `hash:${algorithmIn.exec(namespace.trim())?.[1] ?? namespace.slice(0, 40)}` : local,
}

function toShape({ attributes, children }: Element): unknown {
  const lists = Map.groupBy(children, ([name]) => name)
  const listed = [...lists].map(([name, elements]) => [name, elements.map(([, shape]) => shape)] as const)
  return Object.fromEntries<unknown>([...attributes, ...listed])
}
