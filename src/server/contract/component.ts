import { Type } from 'typebox'
import type { Static } from 'typebox'

export const ComponentName = Type.Object({
  name: Type.String(),
  group: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  purl: Type.Optional(Type.String()),
  cpe: Type.Optional(Type.String()),
})
export type ComponentName = Static<typeof ComponentName>
