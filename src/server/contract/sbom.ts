import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'
import { Signature } from './signature.ts'

export const SbomHeader = Type.Object({
  sbomId: Type.Integer(),
  fileName: Type.Optional(Type.String()),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  format: Type.String({ description: 'Format and version: `CycloneDX 1.6`.' }),
  addedAt: Instant,
})
export type SbomHeader = Static<typeof SbomHeader>

/** An SBOM of a list. */
export const SbomSummary = Type.Object({
  ...SbomHeader.properties,
  complete: Type.Boolean(),
  components: Count,
  problems: Count,
  signature: Signature,
})
export type SbomSummary = Static<typeof SbomSummary>

export const SbomDetail = Type.Object({
  ...SbomHeader.properties,
  complete: Type.Boolean(),
  components: Count,
  describes: Type.Array(
    Type.Object({
      modelVersionId: Type.Integer(),
      maker: Type.String(),
      model: Type.String(),
      version: Type.Optional(Type.String()),
    }),
  ),
  signature: Signature,
  signatures: Type.Array(
    Type.Object({
      covers: Type.String({ description: 'JSON pointer of the signed part; empty for the whole document.' }),
      signature: Signature,
    }),
    { description: 'Each signature, at most 500.' },
  ),
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() })),
})
export type SbomDetail = Static<typeof SbomDetail>

export const SbomAdded = Type.Object({
  is: Type.Union([Type.Literal('added'), Type.Literal('unchanged')]),
  sbomId: Type.Integer(),
  sha256: Type.String(),
  describes: Type.String(),
  devices: Type.Integer({
    description: 'Devices in scope that it now describes; 0 may be a misspelt maker, model or version.',
  }),
  components: Count,
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() }), {
    description: 'At most 500: what the reader could not keep or doubts.',
  }),
  problemsTotal: Count,
  signature: Signature,
  matched: Type.Boolean({
    description: 'Its findings are there. False: they follow, and until then questions wait for them.',
  }),
})
export type SbomAdded = Static<typeof SbomAdded>
