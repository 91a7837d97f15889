import { isFields } from './fields.ts'
import type { Fields, Reading } from './fields.ts'
import { parseJson, placeIn } from './json-text.ts'
import { whereTooMany } from './values.ts'
import type { Sheet } from '../tables/index.ts'

/** What a document is made of, before anyone asks which format it follows. */
export type Content =
  | { readonly is: 'json'; readonly fields: Fields }
  | { readonly is: 'xml'; readonly root: XmlName; readonly text: string }
  | { readonly is: 'text'; readonly text: string }
  /** An Excel workbook; its sheets are unpacked once for all who ask what it is. */
  | { readonly is: 'workbook'; readonly sheets: readonly Sheet[] }
  | { readonly is: 'binary'; readonly bytes: Uint8Array }

/** Name of the outermost element, and the URI of its namespace. */
export interface XmlName {
  readonly local: string
  readonly namespace: string
}

/** Tells JSON, XML and other text apart by how the text begins. Of one that holds too much for the machine nothing is read. */
export function toContent(reading: Reading, text: string): Content {
  const head = /[^\s\u0000]/.exec(text)?.[0]
  if (holdsTooMuch(reading, text, head)) return { is: 'text', text: '' }
  if (head === '<') {
    const root = xmlRoot(text)
    if (root !== undefined) return { is: 'xml', root, text }
  }
  const start = startOfJson(text)
  if (start !== undefined) {
    if (start > 0) reading.problems.doubt('line 1', 'a comment stands before the JSON, which knows none; passed over')
    const fields = toFields(reading, start === 0 ? text : text.slice(start))
    if (fields !== undefined) return { is: 'json', fields }
  }
  return { is: 'text', text }
}

function holdsTooMuch({ limits: { values }, problems }: Reading, text: string, head: string | undefined): boolean {
  const kind = head === '<' ? 'xml' : startOfJson(text) === undefined ? 'text' : 'json'
  const at = whereTooMany(text, kind, values)
  if (at === undefined) return false
  const what = { json: 'values', xml: 'elements and attributes', text: 'lines' }[kind]
  problems.broke(
    placeIn(text, at),
    `the document holds more than ${values} ${what}; ask the maker for one SBOM per device model`,
  )
  return true
}

/** Where JSON begins: at the first bracket, with nothing before it but space and comments, which tools write although JSON has none. */
function startOfJson(text: string): number | undefined {
  let at = 0
  for (;;) {
    const space = /[^\s\u0000]/g
    space.lastIndex = at
    const first = space.exec(text)
    if (first === null) return undefined
    if (first[0] === '{' || first[0] === '[') return at === 0 ? 0 : first.index
    const end = text.startsWith('//', first.index)
      ? text.indexOf('\n', first.index)
      : text.startsWith('/*', first.index)
        ? text.indexOf('*/', first.index) + 1
        : 0
    if (end <= 0) return undefined
    at = end + 1
  }
}

function toFields(reading: Reading, text: string): Fields | undefined {
  const value = parseJson(reading, text)?.value
  if (isFields(value)) return value
  if (!Array.isArray(value)) return undefined
  const document = value.find(isFields)
  if (document === undefined) return undefined
  reading.problems.doubt(
    '/',
    `the file is a list of ${value.length} things where one document is expected; only the first is read, split the file and add the others`,
  )
  return document
}

/** Longest text before the outermost element that is looked through: declarations, comments, a licence. */
const prologueLength = 64 * 1024

/** Reads the outermost start tag with plain expressions, so that a malformed rest does not hide what the document is. */
function xmlRoot(text: string): XmlName | undefined {
  const start = startOfRoot(text.slice(0, prologueLength))
  if (start === undefined) return undefined
  const tag = /^<(?:([\w.-]+):)?([\w.-]+)([^>]*)/.exec(text.slice(start, start + prologueLength))
  const [, prefix, local, attributes] = tag ?? []
  if (local === undefined || attributes === undefined) return undefined
  for (const [, name, double, single] of attributes.matchAll(/\s(xmlns(?::[\w.-]+)?)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (name === (prefix === undefined ? 'xmlns' : `xmlns:${prefix}`))
      return { local, namespace: (double ?? single ?? '').trim() }
  }
  return { local, namespace: '' }
}

function startOfRoot(text: string): number | undefined {
  let at = text.indexOf('<')
  while (at !== -1) {
    if (!text.startsWith('<!', at) && !text.startsWith('<?', at)) return at
    const end = text.startsWith('<!--', at)
      ? text.indexOf('-->', at)
      : text.startsWith('<?', at)
        ? text.indexOf('?>', at)
        : endOfDoctype(text, at)
    at = end === -1 ? -1 : text.indexOf('<', end + 1)
  }
  return undefined
}

function endOfDoctype(text: string, at: number): number {
  const close = text.indexOf('>', at)
  const subset = text.indexOf('[', at)
  return subset === -1 || subset > close ? close : text.indexOf(']', subset)
}
