import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'

/*
 * What Auscult takes from an entry of ENISA's interface. There is no schema, only https://euvd.enisa.europa.eu/apidoc with examples, so all but
 * the number may be missing. Lists of aliases and references are one text with a line for each; dates are written as `Apr 15, 2025, 8:30:58 PM`.
 */
const Named = Type.Object({ name: maybe(Type.String()) })

const Entry = Type.Object({
  id: Type.String({ pattern: '^EUVD-[0-9]{4}-[0-9]{1,19}$' }),
  description: maybe(Type.String()),
  datePublished: maybe(Type.String()),
  dateUpdated: maybe(Type.String()),
  baseScoreVector: maybe(Type.String()),
  references: maybe(Type.String()),
  aliases: maybe(Type.String()),
  exploitedSince: maybe(Type.String()),
  enisaIdProduct: maybe(
    Type.Array(
      Type.Object({
        product: maybe(Type.Object({ name: maybe(Type.String()), vendor: maybe(Named) })),
        product_version: maybe(Type.String()),
      }),
    ),
  ),
  enisaIdVendor: maybe(Type.Array(Type.Object({ vendor: maybe(Named) }))),
})
export type Entry = Type.Static<typeof Entry>
export const euvdEntry = Compile(Entry)
