import { SaxesParser } from 'saxes'
import { isFields } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { toJsonShape } from './xml-shape.ts'

export const namespacePrefix = 'http://cyclonedx.org/schema/bom/'

/** A document in its JSON shape, and the line on which each of its objects begins. */
export interface XmlDocument {
  readonly fields: Fields
  readonly lineOf: (fields: object) => number | undefined
}

interface Open {
  readonly name: string
  readonly line: number
  readonly attributes: (readonly [string, string])[]
  readonly children: (readonly [string, unknown])[]
  text: string
}

/** Text is fed in pieces of this many characters, so that a refused document is not read to its end. */
const pieceLength = 64 * 1024

/**
 * Turns CycloneDX XML into its JSON shape, in one pass. Elements of other namespaces are skipped with all they hold.
 * A document type is refused, since entities can swell without bound; malformed XML is read as far as it is sound.
 */
export function readXml(reading: Reading, text: string): XmlDocument | undefined {
  const builder = buildTree(reading)
  for (let at = 0; at < text.length && !builder.isStopped(); at += pieceLength)
    builder.parser.write(text.slice(at, at + pieceLength))
  if (!builder.isStopped()) builder.parser.close()
  const root = builder.finish()
  return root && { fields: root, lineOf: builder.lineOf }
}

interface Builder {
  readonly parser: SaxesParser<{ xmlns: true }>
  readonly isStopped: () => boolean
  readonly lineOf: (fields: object) => number | undefined
  readonly finish: () => Fields | undefined
}

function buildTree(reading: Reading): Builder {
  const parser = new SaxesParser({ xmlns: true })
  const open: Open[] = []
  const names: string[] = []
  const lines = new Map<object, number>()
  let skipping = 0
  let stopped: 'refused' | 'broken' | undefined
  let root: unknown
  const close = (): void => {
    const element = open.pop()
    names.pop()
    if (element === undefined) return
    const shape = toJsonShape(element, names)
    if (isFields(shape)) lines.set(shape, element.line)
    const parent = open.at(-1)
    if (parent === undefined) root ??= withSpecVersion(shape, namespace)
    else parent.children.push([element.name, shape])
  }
  let namespace = ''
  parser.on('doctype', () => {
    if (stopped) return
    stopped = 'refused'
    reading.problems.lost(
      `line ${parser.line}`,
      'the document declares a DOCTYPE, which could define entities without end; remove that declaration and read the file again',
    )
  })
  parser.on('error', (error) => {
    if (stopped) return
    const message = error.message.replace(/^\d+:\d+: /, '')
    if (message.includes('entity'))
      return reading.problems.doubt(`line ${parser.line}`, `the XML has an ${message}; kept as written`)
    stopped = 'broken'
    reading.problems.lost(
      `line ${parser.line}`,
      `the XML breaks off or is malformed here (${message}): what stands before it is kept, the rest is lost; ask for the whole file`,
    )
  })
  parser.on('opentag', (tag) => {
    if (stopped) return
    if (skipping > 0 || !tag.uri.startsWith(namespacePrefix)) return void (skipping += 1)
    if (open.length >= reading.limits.xmlDepth) {
      reading.problems.lost(
        `line ${parser.line}`,
        `elements are nested deeper than ${reading.limits.xmlDepth} levels; the deeper ones are left out`,
      )
      return void (skipping += 1)
    }
    namespace ||= tag.uri
    const attributes = Object.values(tag.attributes).map(({ local, value }) => [local, value] as const)
    open.push({ name: tag.local, line: parser.line, attributes, children: [], text: '' })
    names.push(tag.local)
  })
  parser.on('closetag', () => {
    if (stopped) return
    if (skipping > 0) skipping -= 1
    else close()
  })
  const addText = (text: string): void => {
    const element = open.at(-1)
    if (element !== undefined && skipping === 0 && !stopped) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  return {
    parser,
    isStopped: () => stopped !== undefined,
    lineOf: (fields) => lines.get(fields),
    finish: () => {
      if (stopped === 'refused') return undefined
      while (open.length > 0) close()
      return isFields(root) ? root : undefined
    },
  }
}

function withSpecVersion(shape: unknown, namespace: string): Fields {
  const fields = isFields(shape) ? shape : {}
  return { ...fields, specVersion: namespace.slice(namespacePrefix.length) }
}
