import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { PageAsked } from '../model/index.ts'
import { PageQuery } from './contract.ts'

/** Parts that the queries of many routes share. Each route refuses what it does not know (`only`): a misspelt filter must not widen an answer in silence. */
export const only = { additionalProperties: false } as const

export const organisationField = {
  organisation: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Whose fleet, by name or id; not needed while there is only one.',
    }),
  ),
}

export const languageField = {
  lang: Type.Optional(
    Type.Union([Type.Literal('en'), Type.Literal('fr')], {
      description: 'The language of texts for people; else the one of Accept-Language, else English.',
    }),
  ),
}

export const pageFields = PageQuery.properties

const usualLimit = 50

/** Which part of a list a query asks for. */
export function toPage({ limit = usualLimit, after }: { readonly limit?: number; readonly after?: string }): PageAsked {
  return after === undefined ? { limit } : { limit, after }
}

/** A number that the store counts rows by. */
export function idField(description: string) {
  return Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description })
}

/** A request that may be sent again. The key is looked at where it is used. */
export const OnceHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'Sent again within 24 hours with this key, the same request gets the first response. 1 to 255 visible characters, best a random UUID.',
    }),
  ),
})

/** A body that is a file, taken in as it comes. */
export const FileBody = Type.Unsafe<unknown>({ description: 'The file itself; what it is shows in its content.' })

export const fileNameField = {
  fileName: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'The name of the file, for people: where facts come from.',
    }),
  ),
}

/** A text that narrows a list. */
export function filterField(description: string) {
  return Type.Optional(Type.String({ maxLength: 500, description }))
}

/** An answer that is a file and comes as a stream. */
export function fileOf(description: string) {
  return Type.Unsafe<Readable>(Type.String({ description }))
}
