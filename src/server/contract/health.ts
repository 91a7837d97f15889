import { Type } from 'typebox'
import type { Static } from 'typebox'

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('starting'), Type.Literal('unavailable')]),
  version: Type.String({ description: 'Of Auscult.' }),
  detail: Type.Optional(Type.String()),
})
export type Health = Static<typeof Health>
