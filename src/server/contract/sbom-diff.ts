import { Type } from 'typebox'
import type { Static } from 'typebox'
import { CorrectedAs } from './correction.ts'
import { SbomHeader } from './sbom.ts'
import { Count } from './scalars.ts'
import { SaidStatement } from './why.ts'

const Side = Type.Object({
  modelVersionId: Type.Optional(Type.Integer()),
  name: Type.Optional(Type.String({ description: 'Of a model version: maker, model and version.' })),
  sboms: Type.Array(SbomHeader),
})

/** How much changed from one nomenclature to another. */
export const SbomDiff = Type.Object({
  before: Side,
  after: Side,
  components: Type.Object({ unchanged: Count, added: Count, removed: Count, changed: Count }),
  flaws: Type.Object(
    { newlyAffected: Count, newlyUnknown: Count, noLongerTold: Count, fixed: Count },
    {
      description:
        'noLongerTold: affected or in doubt before, and the newer one does not settle it; only what it proves counts as fixed.',
    },
  ),
  says: Type.Object({ components: Type.String(), flaws: Type.String(), safety: Type.String() }),
})
export type SbomDiff = Static<typeof SbomDiff>

const Line = Type.Object({
  sbomId: Type.Integer(),
  ordinal: Type.Integer({ description: 'Its place in the document, from 0.' }),
  componentId: Type.Integer(),
  type: Type.String(),
  group: Type.Optional(Type.String()),
  name: Type.String(),
  version: Type.Optional(Type.String()),
  supplier: Type.Optional(Type.String()),
  purls: Type.Array(Type.String()),
  cpes: Type.Array(Type.String()),
  swids: Type.Array(Type.String()),
  hashes: Type.Array(Type.String({ description: '`algorithm:hex`' })),
  sourcePackages: Type.Array(Type.String()),
  licences: Type.Array(Type.String()),
  deployed: Type.Boolean(),
  within: Type.Optional(Type.String({ description: 'Name of what holds it.' })),
  corrected: Type.Optional(CorrectedAs),
})

export const ComponentChange = Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')])
export type ComponentChange = Static<typeof ComponentChange>

/** A component that is in one of the two, or differs. */
export const DiffComponent = Type.Object({
  change: ComponentChange,
  before: Type.Optional(Line),
  after: Type.Optional(Line),
  by: Type.Optional(
    Type.Union([Type.Literal('purl'), Type.Literal('cpe'), Type.Literal('name'), Type.Literal('digest')], {
      description: 'By what the two lines were told to be the same component.',
    }),
  ),
  fields: Type.Optional(
    Type.Array(Type.String(), {
      description: 'What differs; `corrected`: what the organisation judges in the place of what is written.',
    }),
  ),
})
export type DiffComponent = Static<typeof DiffComponent>

export const FlawTurn = Type.Union([
  Type.Literal('newlyAffected'),
  Type.Literal('newlyUnknown'),
  Type.Literal('noLongerTold'),
  Type.Literal('fixed'),
])
export type FlawTurn = Static<typeof FlawTurn>

/** A flaw that the two answer differently. */
export const DiffFlaw = Type.Object({
  turn: FlawTurn,
  turnSays: Type.String(),
  vulnerability: Type.String(),
  names: Type.Array(Type.String()),
  was: Type.Union([Type.Literal('affected'), Type.Literal('unknown'), Type.Literal('none')]),
  is: Type.Union([
    Type.Literal('affected'),
    Type.Literal('unknown'),
    Type.Literal('notListed'),
    Type.Literal('notAffected'),
  ]),
  reason: Type.String(),
  reasonSays: Type.String(),
  cvssBase: Type.Optional(Type.Number()),
  exploitedSince: Type.Optional(Type.String()),
  epssProbability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  components: Type.Array(Type.Object({ name: Type.String(), version: Type.Optional(Type.String()) })),
  statedBefore: Type.Optional(
    Type.Array(SaidStatement, { description: 'What is stated of the flaw in the older one, and decides it there.' }),
  ),
  statedAfter: Type.Optional(Type.Array(SaidStatement, { description: 'The same of the newer one.' })),
})
export type DiffFlaw = Static<typeof DiffFlaw>
