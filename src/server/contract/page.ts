import { Type } from 'typebox'
import type { TSchema } from 'typebox'

/** One page of a list: `next` is the cursor of the page that follows, absent on the last. */
export function Page<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    next: Type.Optional(
      Type.String({ description: 'Cursor of the next page: give it back as `after`. Absent on the last page.' }),
    ),
  })
}
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'At most so many.' })),
  after: Type.Optional(Type.String({ maxLength: 12_000, description: 'The `next` of the page before.' })),
})
