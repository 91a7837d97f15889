import type { Page, PageAsked } from '../model/index.ts'
import { pageOf, placeAfter } from './page.ts'

/** Where a page of a list begins whose cursor is how many went before. Throws `cursorInvalid`. */
export function startOf(page: PageAsked): number {
  const [passed] = placeAfter(page, ['integer']) ?? [0]
  return typeof passed === 'number' && passed >= 0 ? passed : 0
}

/** A page of a list that is made whole. */
export function pageFrom<T>(from: number, all: readonly T[], page: PageAsked): Page<T> {
  const rows = all.slice(from, from + page.limit + 1).map((row, index) => ({ row, passed: from + index + 1 }))
  return pageOf(rows, page, { placeOf: ({ passed }) => [passed], toItem: ({ row }) => row })
}
