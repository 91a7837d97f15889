import type { Page, PageAsked, Place, Slice } from '../model/index.ts'
import { FlowError } from './error.ts'

/** What each value of a place may be: `text` also null, `integer` one that PostgreSQL's type of this name holds, `number` any finite one. */
export type PlaceKind = 'text' | 'integer' | 'number' | 'uuid'

/** Five texts of the 500 characters that a field of an equipment list may have, of three bytes each. */
const maxCursorChars = 12_000

/** The place that the page asked for begins after; undefined for the first page. Throws `cursorInvalid` for a text that `pageOf` did not make. */
export function placeAfter({ after }: PageAsked, kinds: readonly PlaceKind[]): Place | undefined {
  if (after === undefined) return undefined
  const place = readPlace(after)
  if (place?.length === kinds.length && place.every((value, index) => isOfKind(value, kinds[index]))) {
    return place as Place
  }
  const words =
    'this is no cursor of this list; give back the `next` of the page before as it came, or begin anew without one'
  throw new FlowError('cursorInvalid', words)
}

/** What to ask the store for, so that `pageOf` can tell whether there is more. Throws as `placeAfter` does. */
export function sliceOf(page: PageAsked, kinds: readonly PlaceKind[]): Slice {
  return { limit: page.limit + 1, after: placeAfter(page, kinds) }
}

function readPlace(cursor: string): readonly unknown[] | undefined {
  if (cursor.length > maxCursorChars) return undefined
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(place) ? place : undefined
  } catch {
    return undefined
  }
}

function isOfKind(value: unknown, kind: PlaceKind | undefined): boolean {
  switch (kind) {
    case 'text': // PostgreSQL refuses NUL
      return value === null || (typeof value === 'string' && value.isWellFormed() && !value.includes('\0'))
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'uuid':
      return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
    case undefined:
      return false
  }
}

/** A page from up to `limit + 1` rows: the one too many only tells that there is more. */
export function pageOf<Row, T = Row>(
  rows: readonly Row[],
  { limit }: PageAsked,
  { placeOf, toItem }: { readonly placeOf: (row: Row) => Place; readonly toItem: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const items = shown.map(toItem)
  return rows.length <= limit || last === undefined ? { items } : { items, next: toCursor(placeOf(last)) }
}

function toCursor(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}
