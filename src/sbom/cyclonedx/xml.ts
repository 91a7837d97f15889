import { SaxesParser } from 'saxes'
import type { SaxesTagNS } from 'saxes'
import { isFields } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { toJsonShape } from './xml-shape.ts'

export const namespacePrefix = 'http://cyclonedx.org/schema/bom/'

/** A document in its JSON shape, and the line on which each of its objects begins. */
export interface XmlDocument {
  readonly fields: Fields
  readonly lineOf: (fields: object) => number | undefined
}

/** Text is fed in pieces of this many characters, so that a refused document is not read to its end. */
const pieceLength = 64 * 1024

/**
 * Turns CycloneDX XML into its JSON shape, in one pass. Elements of other namespaces are skipped with all they hold.
 * A document type is refused, since entities can swell without bound; malformed XML is read as far as it is sound.
 */
export function readXml(reading: Reading, text: string): XmlDocument | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const tree: Tree = { open: [], names: [], lines: new Map(), root: undefined, skipping: 0, stopped: undefined }
  listen(reading, parser, tree)
  for (let at = 0; at < text.length && !tree.stopped; at += pieceLength) parser.write(text.slice(at, at + pieceLength))
  if (!tree.stopped) parser.close()
  if (tree.stopped === 'refused') return undefined
  // Half a text is not that text: an element that was cut within its own is left out.
  if (tree.open.at(-1)?.children.length === 0) dropElement(tree)
  while (tree.open.length > 0) closeElement(tree)
  return isFields(tree.root) ? { fields: tree.root, lineOf: (fields) => tree.lines.get(fields) } : undefined
}

type Parser = SaxesParser<{ xmlns: true }>

interface Open {
  readonly name: string
  readonly line: number
  readonly namespace: string
  readonly attributes: readonly (readonly [string, string])[]
  readonly children: (readonly [string, unknown])[]
  text: string
}

/** The tree while it grows: what is open, innermost last. */
interface Tree {
  readonly open: Open[]
  readonly names: string[]
  readonly lines: Map<object, number>
  root: unknown
  /** Depth within an element that is skipped. */
  skipping: number
  stopped: 'refused' | 'broken' | undefined
}

function listen(reading: Reading, parser: Parser, tree: Tree): void {
  const addText = (text: string): void => {
    const element = tree.open.at(-1)
    if (element !== undefined && tree.skipping === 0 && !tree.stopped) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
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

function openElement(reading: Reading, tree: Tree, { tag, line }: { tag: SaxesTagNS; line: number }): void {
  if (tree.skipping > 0 || !tag.uri.startsWith(namespacePrefix)) {
    tree.skipping += 1
    return
  }
  if (tree.open.length >= reading.limits.xmlDepth) {
    reading.problems.gap(
      `line ${line}`,
      `elements are nested deeper than ${reading.limits.xmlDepth} levels; the deeper ones are left out`,
    )
    tree.skipping += 1
    return
  }
  const attributes = Object.values(tag.attributes).map(({ local, value }) => [local, value] as const)
  tree.open.push({ name: tag.local, line, namespace: tag.uri, attributes, children: [], text: '' })
  tree.names.push(tag.local)
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
  const inner = toJsonShape(element, tree.names)
  const shape = parent === undefined ? withSpecVersion(inner, element.namespace) : inner
  if (isFields(shape)) tree.lines.set(shape, element.line)
  if (parent === undefined) tree.root ??= shape
  else parent.children.push([element.name, shape])
}

/** XML states the version of CycloneDX in its namespace. */
function withSpecVersion(shape: unknown, namespace: string): Fields {
  const fields = isFields(shape) ? shape : {}
  return { ...fields, specVersion: namespace.slice(namespacePrefix.length) }
}

/** Without a document type no entity but XML's own five is defined: the name stays in the text. */
function onError(reading: Reading, tree: Tree, { message, line }: { message: string; line: number }): void {
  const place = `line ${line}`
  if (message.includes('entity')) return reading.problems.doubt(place, `the XML has an ${message}; kept as written`)
  tree.stopped = 'broken'
  reading.problems.broke(
    place,
    `the XML breaks off or is malformed here (${message}): what stands before it is kept, the rest is lost; ask for the whole file`,
  )
}
