import { Type, type TOptional, type TSchema, type TUnion, type TNull } from 'typebox'
import type { Place } from './feed.ts'
import { malformed } from './place.ts'

/** A member that may be missing or null, which foreign documents use alike. */
export function maybe<T extends TSchema>(type: T): TOptional<TUnion<[T, TNull]>> {
  return Type.Optional(Type.Union([type, Type.Null()]))
}

/** The value, when it has the shape; throws `malformed`, with the place inside the record, when not. */
export function take<T>(validator: Checker<T>, value: unknown, at: Place): T {
  if (validator.Check(value)) return value
  const [first] = validator.Errors(value)
  throw malformed(at, `${first?.instancePath ?? '/'} ${first?.message ?? 'has an unknown shape'}`, idOf(value))
}

/** What this room uses of a compiled schema. */
export interface Checker<T> {
  readonly Check: (value: unknown) => value is T
  readonly Errors: (value: unknown) => readonly { readonly instancePath: string; readonly message: string }[]
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function idOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const id = value['id'] ?? value['cveID']
  return typeof id === 'string' ? id.slice(0, 64) : undefined
}
