import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'

/*
 * What Auscult takes from the front matter of a product of endoflife.date, in which every scalar is read as text: the version 3.10 is no number.
 * Source: https://github.com/endoflife-date/endoflife.date/blob/master/CONTRIBUTING.md
 */
const maxCycles = 2_000
const Scalar = maybe(Type.String({ maxLength: 2_000 }))

const Release = Type.Object({
  releaseCycle: Type.String({ minLength: 1, maxLength: 200 }),
  releaseLabel: Scalar,
  releaseDate: Scalar,
  lts: Scalar,
  eoas: Scalar,
  eol: Scalar,
  eoes: Scalar,
  latest: Scalar,
})
export type Release = Type.Static<typeof Release>

const Product = Type.Object({
  title: Type.String({ maxLength: 500 }),
  permalink: Type.String({ pattern: '^/[A-Za-z0-9._+-]{1,200}$' }),
  category: Scalar,
  identifiers: maybe(Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: 500 })),
  releases: Type.Array(Release, { maxItems: maxCycles }),
})
export type Product = Type.Static<typeof Product>
export const eolProduct = Compile(Product)
