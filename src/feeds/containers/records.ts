import { isUtf8 } from 'node:buffer'
import { FeedError } from '../feed-error.ts'
import type { RawRecord } from '../feed.ts'
import { malformed } from '../place.ts'
import { scanJson, type JsonText } from './json-values.ts'
import { scanLines } from './lines.ts'
import type { PlainText } from './packing.ts'

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const kindBytes = 512
const maxPageBytes = 2 * 1024 * 1024

/** The records of one text, in batches of a chunk each; JSON or lines, told from the first bytes. Throws `FeedError`. */
export async function* recordsOf(text: PlainText): AsyncGenerator<readonly RawRecord[]> {
  let scan: Scan | undefined
  let head: Buffer = Buffer.alloc(0)
  for await (const chunk of text.chunks) {
    if (scan !== undefined) {
      yield scan.push(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < kindBytes) continue
    scan = startScan(text.name, head)
    yield scan.push(withoutMark(head))
  }
  if (scan === undefined) {
    scan = startScan(text.name, head)
    yield scan.push(withoutMark(head))
  }
  yield scan.end()
}

interface Scan {
  readonly push: (chunk: Buffer) => readonly RawRecord[]
  /** What was still to come; throws when the text ends too early. */
  readonly end: () => readonly RawRecord[]
}

function startScan(file: string, head: Buffer): Scan {
  const foreign = foreignKind(head)
  if (foreign !== undefined) throw notAFeed(file, foreign)
  const first = withoutMark(head).toString('latin1').trimStart()[0]
  if (first === undefined) throw emptyText(file)
  if (first === '{' || first === '[') return jsonScan(file)
  return /^---\r?\n/.test(withoutMark(head).toString('latin1', 0, 8)) ? pageScan(file) : lineScan(file)
}

/** A text that begins with a front matter is one record; it comes with its end. */
function pageScan(file: string): Scan {
  const at = { file, record: 1, byte: 0 }
  const chunks: Buffer[] = []
  let size = 0
  function push(chunk: Buffer): readonly RawRecord[] {
    size += chunk.length
    if (size > maxPageBytes) throw malformed(at, `it is larger than ${maxPageBytes / 1024 / 1024} MB`)
    chunks.push(chunk)
    return []
  }
  function end(): readonly RawRecord[] {
    const bytes = Buffer.concat(chunks)
    if (!isUtf8(bytes)) throw malformed(at, 'it is not UTF-8 text')
    return [{ form: 'page', text: bytes.toString('utf8'), at }]
  }
  return { push, end }
}

function jsonScan(file: string): Scan {
  const scanner = scanJson(file)
  return { push: (chunk) => scanner.push(chunk).map((text) => parseText(file, text)), end: withNothing(scanner.end) }
}

function parseText(file: string, text: JsonText): RawRecord {
  const at = { file, record: text.record, byte: text.start }
  if (!isUtf8(text.bytes)) throw malformed(at, 'it is not UTF-8 text')
  try {
    const value: unknown = JSON.parse(text.bytes.toString('utf8'))
    return { form: text.is === 'record' ? 'json' : 'envelope', value, at }
  } catch {
    const id = /"(?:id|cveID)"\s*:\s*"([\w:-]{1,64})"/.exec(text.bytes.toString('latin1', 0, 4096))?.[1]
    throw malformed(at, 'it is not valid JSON', id)
  }
}

function lineScan(file: string): Scan {
  const scanner = scanLines(file)
  let record = 0
  function toRow(line: { text: string; start: number }): RawRecord {
    record += 1
    return { form: 'row', text: line.text, at: { file, record, byte: line.start } }
  }
  return { push: (chunk) => scanner.push(chunk).map(toRow), end: withNothing(scanner.end) }
}

function withNothing(end: () => void): () => readonly RawRecord[] {
  return () => {
    end()
    return []
  }
}

function withoutMark(head: Buffer): Buffer {
  return head.subarray(0, 3).equals(byteOrderMark) ? head.subarray(3) : head
}

const foreignKinds: readonly (readonly [first: RegExp, name: string, remedy: string])[] = [
  [/^\xfd7zXZ/, 'an xz archive', 'unpack it first'],
  [/^BZh/, 'a bzip2 archive', 'unpack it first'],
  [/^7z\xbc\xaf/, 'a 7-Zip archive', 'unpack it first'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'UTF-16 text', 'save it as UTF-8'],
  [
    /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)/i,
    'a web page, such as the sign-in page of a proxy',
    'fetch the file itself',
  ],
  [/^(?:\xef\xbb\xbf)?\s*</, 'XML', 'fetch the JSON form of the feed'],
  [/^[^]{257}ustar/, 'a tar archive', 'unpack it first'],
]

function foreignKind(head: Buffer): readonly [name: string, remedy: string] | undefined {
  const text = head.toString('latin1', 0, kindBytes)
  const kind = foreignKinds.find(([first]) => first.test(text))
  return kind === undefined ? undefined : [kind[1], kind[2]]
}

function notAFeed(file: string, [kind, remedy]: readonly [string, string]): FeedError {
  return new FeedError({ code: 'unknownFormat', place: file, because: `it is ${kind}`, remedy })
}

function emptyText(file: string): FeedError {
  return new FeedError({
    code: 'truncated',
    place: file,
    because: 'it is empty',
    remedy: 'nothing was changed; fetch the file again',
  })
}
