import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import type { Transaction } from './transaction.ts'

/** A value of a row to copy: arrays become `text[]` or `int[]`, bytes `bytea`, other objects `jsonb`. */
export type CopyValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | readonly (string | number)[]
  | { readonly [name: string]: unknown }
  | readonly { readonly [name: string]: unknown }[]

const CHUNK_CHARS = 1 << 16

/** Bulk insert by COPY: the columns and rows are in the same order; without rows nothing is asked of the database. Returns the number of rows. */
export async function copyRows(
  trx: Transaction,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  let count = 0
  const counted = function* counted() {
    for (const row of rows) {
      count += 1
      yield row
    }
  }
  const chunks = toChunks(counted())
  const first = chunks.next()
  if (first.done === true) return 0
  const target = trx.client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  await pipeline(
    Readable.from(startingWith(first.value, chunks)),
    target,
    trx.signal === undefined ? {} : { signal: trx.signal },
  )
  return count
}

function* startingWith(first: string, chunks: Iterable<string>): Generator<string> {
  yield first
  yield* chunks
}

function* toChunks(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = ''
  for (const row of rows) {
    let line = toCopyText(row[0])
    for (let i = 1; i < row.length; i += 1) line += `\t${toCopyText(row[i])}`
    chunk += `${line}\n`
    if (chunk.length < CHUNK_CHARS) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

function toCopyText(value: CopyValue): string {
  if (typeof value === 'string') return escapeText(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  return value === null || value === undefined ? String.raw`\N` : toCopyObject(value)
}

function toCopyObject(value: object): string {
  if (value instanceof Uint8Array) return String.raw`\\x${toHex(value)}`
  return escapeText(isFlatArray(value) ? toArrayLiteral(value) : toJson(value))
}

function isFlatArray(value: object): value is readonly (string | number)[] {
  return Array.isArray(value) && typeof value[0] !== 'object'
}

function toArrayLiteral(values: readonly (string | number)[]): string {
  return values.length === 0 ? '{}' : `{${values.map(toElement).join(',')}}`
}

function toElement(value: string | number): string {
  if (typeof value === 'number') return String(value)
  return /["\\]/.test(value) ? `"${value.replace(/["\\]/g, String.raw`\$&`)}"` : `"${value}"`
}

/** `bytea[]` as a value to copy; what is absent is null. */
export function arrayOfBytes(values: readonly (Uint8Array | undefined)[]): string {
  return `{${values.map((each) => (each === undefined ? 'NULL' : String.raw`"\\x${toHex(each)}"`)).join(',')}}`
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** COPY text escapes. PostgreSQL holds no NUL: a hostile document's becomes U+FFFD, visibly. */
function escapeText(text: string): string {
  return /[\\\t\n\r\0]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (c) => escapes[c] ?? c).replaceAll('\0', '\uFFFD')
    : text
}

/** JSON that PostgreSQL takes: it refuses NUL and lone surrogates, which JSON writes as escapes. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? storable(inner) : inner))
}

/** A text PostgreSQL can hold: NUL and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}
