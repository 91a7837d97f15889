import { Type } from 'typebox'
import type { Static } from 'typebox'
import { SbomHeader } from './sbom.ts'
import { Count } from './scalars.ts'

export const Model = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.String(),
  model: Type.String(),
  version: Type.Optional(Type.String()),
  devices: Count,
  sboms: Type.Array(SbomHeader),
})
export type Model = Static<typeof Model>
