import type { SchemeId } from './schemes.ts'
import { schemeById } from './schemes.ts'

/** What sort keys say of two versions; `undefined` when either has no key or their shapes differ. */
export type Order = '<' | '=' | '>' | undefined

/** A line that does not hold, or that is no comparison (`expected` is then absent). */
export interface FailedOrderLine {
  /** From 1. */
  readonly line: number
  readonly text: string
  readonly expected?: '<' | '=' | '>'
  readonly found: Order
}

/** How two versions stand in a scheme's order. */
export function compareVersions(schemeId: SchemeId, left: string, right: string): Order {
  const scheme = schemeById(schemeId)
  const a = scheme.sortKey(left)
  const b = scheme.sortKey(right)
  if (a === undefined || b === undefined || a.shape !== b.shape) return undefined
  const order = Buffer.compare(a.bytes, b.bytes)
  if (order === 0) return '='
  return order < 0 ? '<' : '>'
}

const MAX_LINE_LENGTH = 2_000
const linePattern = /^(.*?\S)\s+([<=>])\s+(\S.*)$/

/** Checks lines `a < b`, `a = b`, `a > b`, and yields those that do not hold. Empty lines and those that begin with `#` or `//` are passed over. */
export async function* checkOrderLines(
  schemeId: SchemeId,
  lines: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<FailedOrderLine> {
  let number = 0
  for await (const raw of lines) {
    number += 1
    const text = raw.trim()
    if (text === '' || text.startsWith('#') || text.startsWith('//')) continue
    const match = text.length > MAX_LINE_LENGTH ? null : linePattern.exec(text)
    if (match === null) {
      yield { line: number, text: text.slice(0, MAX_LINE_LENGTH), found: undefined }
      continue
    }
    const [, left = '', operator, right = ''] = match
    const expected = operator === '<' || operator === '>' ? operator : '='
    const found = compareVersions(schemeId, left, right)
    if (found !== expected) yield { line: number, text, expected, found }
  }
}
