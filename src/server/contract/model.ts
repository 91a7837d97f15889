import { Type } from 'typebox'
import type { Static } from 'typebox'
import { SbomHeader } from './sbom.ts'

export const Model = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.String(),
  model: Type.String(),
  version: Type.Optional(Type.String()),
  devices: Type.Integer({
    minimum: 0,
    description:
      'Devices in scope that are judged by it, as their list says or as was seen; one that may be two counts for both.',
  }),
  sboms: Type.Array(SbomHeader),
})
export type Model = Static<typeof Model>
