import { SaxesParser } from 'saxes'
import type { SaxesTagPlain } from 'saxes'
import { isFields } from './fields.ts'
import type { Fields, Reading } from './fields.ts'
import { placesIn } from './place.ts'

/** An element whose end has been read. */
export interface Element {
  readonly name: string
  /** By local name, unless the format names attributes of other namespaces otherwise. */
  readonly attributes: readonly (readonly [string, string])[]
  /** Child elements in order, each already in its JSON shape. */
  readonly children: readonly (readonly [string, unknown])[]
  readonly text: string
}

/** What one XML format makes of elements. */
export interface XmlFormat {
  /** Whether elements of this namespace belong to it; others are skipped with all they hold. */
  readonly owns: (namespace: string) => boolean
  /** The JSON shape of an element. `within` names the elements around it, innermost last. */
  readonly toShape: (element: Element, within: readonly string[]) => unknown
  /** What the document becomes; `namespace` is the one by which its root was let in. */
  readonly toRoot: (shape: Fields, namespace: string) => Fields
  /** Name of an attribute that has a prefix; without it the local name. */
  readonly nameAttribute?: (local: string, namespace: string) => string
}

/** A document in its JSON shape, and the line on which each of its objects begins. */
export interface XmlDocument {
  readonly fields: Fields
  readonly placeOf: (fields: object) => string | undefined
}

/** Text is fed in pieces of this many characters, so that a refused document is not read to its end. */
const pieceLength = 64 * 1024

/**
 * Turns an XML document into its JSON shape, in one pass. Elements of other namespaces are skipped with all they hold.
 * A document type is refused, since entities can swell without bound; malformed XML is read as far as it is sound.
 */
export function readXml(reading: Reading, text: string, format: XmlFormat): XmlDocument | undefined {
  const parser = new SaxesParser()
  const tree: Tree = {
    format,
    open: [],
    names: [],
    lines: new Map(),
    root: undefined,
    skipping: 0,
    attributes: 0,
    stopped: undefined,
  }
  listen(reading, parser, tree)
  for (let at = 0; at < text.length && !tree.stopped; at += pieceLength) parser.write(text.slice(at, at + pieceLength))
  if (!tree.stopped) parser.close()
  if (tree.stopped === 'refused') return undefined
  // Half a text is not that text: an element that was cut within its own is left out.
  if (tree.open.at(-1)?.children.length === 0) dropElement(tree)
  while (tree.open.length > 0) closeElement(tree)
  return isFields(tree.root) ? { fields: tree.root, placeOf: placesIn(tree.lines) } : undefined
}

interface Open {
  readonly name: string
  readonly namespace: string
  readonly line: number
  /** URI of each prefix in force; '' is the prefix of names without one. */
  readonly namespaces: ReadonlyMap<string, string>
  readonly attributes: readonly (readonly [string, string])[]
  readonly children: (readonly [string, unknown])[]
  text: string
}

/** The tree while it grows: what is open, innermost last. */
interface Tree {
  readonly format: XmlFormat
  readonly open: Open[]
  readonly names: string[]
  readonly lines: Map<object, number>
  root: unknown
  /** Depth within an element that is skipped. */
  skipping: number
  /** Of the element whose tag is being read. */
  attributes: number
  stopped: 'refused' | 'broken' | undefined
}

function listen(reading: Reading, parser: SaxesParser, tree: Tree): void {
  const addText = (text: string): void => {
    const element = tree.open.at(-1)
    if (element !== undefined && tree.skipping === 0 && !tree.stopped) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentagstart', () => (tree.attributes = 0))
  parser.on('attribute', () => countAttribute(reading, tree, parser.line))
  parser.on('opentag', (tag) => {
    if (!tree.stopped) openElement(reading, tree, { tag, line: parser.line })
  })
  parser.on('closetag', () => {
    if (tree.stopped) return
    if (tree.skipping > 0) tree.skipping -= 1
    else closeElement(tree)
  })
  parser.on('doctype', () => {
    if (tree.stopped) return
    tree.stopped = 'refused'
    reading.problems.broke(
      `line ${parser.line}`,
      'the document declares a DOCTYPE, which could define entities without end; remove that declaration and read the file again',
    )
  })
  parser.on('error', ({ message }) => {
    if (!tree.stopped) onError(reading, tree, { message: message.replace(/^\d+:\d+: /, ''), line: parser.line })
  })
}

/** No element of any format has more than a few; a million take minutes. */
const attributeLimit = 1_000

function countAttribute(reading: Reading, tree: Tree, line: number): void {
  tree.attributes += 1
  if (tree.attributes <= attributeLimit || tree.stopped) return
  tree.stopped = 'broken'
  reading.problems.broke(
    `line ${line}`,
    `an element has more than ${attributeLimit} attributes; what stands before is kept, the rest is lost`,
  )
}

function openElement(reading: Reading, tree: Tree, { tag, line }: { tag: SaxesTagPlain; line: number }): void {
  if (tree.open.length + tree.skipping >= reading.limits.xmlDepth) {
    tree.stopped = 'broken'
    reading.problems.broke(
      `line ${line}`,
      `elements are nested deeper than ${reading.limits.xmlDepth} levels; what stands before is kept, the rest is lost`,
    )
    return
  }
  const namespaces =
    tree.skipping > 0 ? noNamespaces : namespacesIn(tree.open.at(-1)?.namespaces ?? noNamespaces, tag.attributes)
  const [prefix, local] = splitName(tag.name)
  const namespace = namespaces.get(prefix) ?? ''
  if (!tree.format.owns(namespace)) {
    tree.skipping += 1
    return
  }
  const attributes = Object.entries(tag.attributes).map(
    ([name, value]) => [attributeName(tree.format, name, namespaces), value] as const,
  )
  tree.open.push({ name: local, namespace, line, namespaces, attributes, children: [], text: '' })
  tree.names.push(local)
}

function attributeName({ nameAttribute }: XmlFormat, name: string, namespaces: ReadonlyMap<string, string>): string {
  const [prefix, local] = splitName(name)
  return nameAttribute === undefined || prefix === '' ? local : nameAttribute(local, namespaces.get(prefix) ?? '')
}

const noNamespaces: ReadonlyMap<string, string> = new Map()

/** Prefixes that one document may use; more serve nobody and would have to be copied at each element. */
const prefixLimit = 100

/** Resolved here and not by the parser, which looks through all open elements for each name: hours on a deep document. */
function namespacesIn(
  outer: ReadonlyMap<string, string>,
  attributes: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  let inner: Map<string, string> | undefined
  for (const name of Object.keys(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    inner ??= new Map(outer)
    const prefix = name.slice('xmlns:'.length)
    if (inner.size < prefixLimit || inner.has(prefix)) inner.set(prefix, (attributes[name] ?? '').trim())
  }
  return inner ?? outer
}

function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':')
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)]
}

function dropElement(tree: Tree): void {
  tree.open.pop()
  tree.names.pop()
}

function closeElement(tree: Tree): void {
  const element = tree.open.pop()
  tree.names.pop()
  if (element === undefined) return
  const parent = tree.open.at(-1)
  const inner = tree.format.toShape(element, tree.names)
  const shape = parent === undefined ? toRoot(tree.format, element, inner) : inner
  if (isFields(shape)) tree.lines.set(shape, element.line)
  if (parent === undefined) tree.root ??= shape
  else parent.children.push([element.name, shape])
}

function toRoot({ toRoot: finish }: XmlFormat, { namespace }: Open, shape: unknown): Fields {
  return finish(isFields(shape) ? shape : {}, namespace)
}

/** Faults after which nobody can tell which element a text belongs to. The parser reads on after any other, and so do we. */
const structural =
  /^(?:unmatched closing tag|unclosed tag|unexpected|document|text data outside|incorrect syntax|malformed comment)/

/** Faults that leave the text as it is written. */
const harmless = /entity|^disallowed character\.$/

/** Without a document type no entity but XML's own five is defined: the name of any other stays in the text. */
function onError(reading: Reading, tree: Tree, { message, line }: { message: string; line: number }): void {
  const place = `line ${line}`
  const fault = `the XML is malformed here (${message.slice(0, 200)})`
  if (harmless.test(message)) return reading.problems.doubt(place, `${fault}; kept as written`)
  if (!structural.test(message))
    return reading.problems.lost(place, `${fault}; read on, but a word may be missing: compare it with the file`)
  tree.stopped = 'broken'
  reading.problems.broke(
    place,
    `${fault}, or breaks off: what stands before it is kept, the rest is lost; ask for the whole file`,
  )
}
