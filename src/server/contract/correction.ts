import { Type } from 'typebox'
import type { Static } from 'typebox'
import { componentTypes } from '../../model/index.ts'
import type { ComponentType } from '../../model/index.ts'
import { Count, Instant } from './scalars.ts'

const text = Type.String({ minLength: 1, maxLength: 4000 })

const CorrectionMatch = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 4000,
      description: 'As the SBOM writes it, letter by letter; so are the others.',
    }),
    group: Type.Optional(text),
    version: Type.Optional(
      Type.String({ maxLength: 4000, description: 'Empty: listed without a version. Absent: any.' }),
    ),
    supplier: Type.Optional(text),
    purl: Type.Optional(text),
    cpe: Type.Optional(text),
    ofMaker: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4000,
        description: 'Only in SBOMs that are of devices of this maker, and of nobody else; in any spelling.',
      }),
    ),
    ofModel: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: 'And of this model alone.' })),
  },
  { additionalProperties: false },
)

const CorrectionSets = Type.Object(
  {
    name: Type.Optional(text),
    group: Type.Optional(text),
    version: Type.Optional(text),
    supplier: Type.Optional(text),
    type: Type.Optional(Type.Unsafe<ComponentType>(Type.Union(componentTypes.map((type) => Type.Literal(type))))),
    purl: Type.Optional(text),
    cpe: Type.Optional(text),
    notOnDevice: Type.Optional(
      Type.Literal(true, { description: 'It is not on the device; nothing else is said then.' }),
    ),
  },
  { additionalProperties: false },
)

/** A correction that acts on what is shown. */
export const CorrectionTold = Type.Object({
  correctionId: Type.Integer(),
  sets: CorrectionSets,
  reason: Type.String(),
  by: Type.String(),
  at: Instant,
})

/** What corrections make of a component that is written. */
export const CorrectedAs = Type.Object(
  {
    instead: Type.Optional(
      Type.Object(
        {
          name: Type.String(),
          version: Type.Optional(Type.String()),
          purls: Type.Array(Type.String()),
          cpes: Type.Array(Type.String()),
        },
        { description: 'What is judged in its place. Absent: it is not on the device.' },
      ),
    ),
    corrections: Type.Array(CorrectionTold),
  },
  { description: 'The corrections of the organisation that asks; the other fields are as written.' },
)

export const Correction = Type.Object({
  ...CorrectionTold.properties,
  match: CorrectionMatch,
  isOwn: Type.Boolean({ description: 'False: another organisation lets this one read it, and it does not act here.' }),
  closedBy: Type.Union([Type.String(), Type.Null()]),
  closedAt: Type.Union([Type.String(), Type.Null()], { description: 'Since when it no longer acts.' }),
})
export type Correction = Static<typeof Correction>

export const CorrectionListed = Type.Object({
  ...Correction.properties,
  meets: Type.Boolean({ description: 'False: no SBOM in force lists anything that it speaks of.' }),
})
export type CorrectionListed = Static<typeof CorrectionListed>

export const NewCorrection = Type.Object(
  {
    match: CorrectionMatch,
    sets: CorrectionSets,
    reason: Type.String({ minLength: 1, maxLength: 2000, description: 'How it is known.' }),
    by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who says so.' })),
    replaces: Type.Optional(
      Type.Integer({ minimum: 1, description: 'The correction in whose place it comes, which is closed with it.' }),
    ),
    dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Only tells what it would touch.' })),
  },
  { additionalProperties: false },
)
export type NewCorrection = Static<typeof NewCorrection>

const reach = {
  components: Type.Integer({ description: 'Distinct components that it speaks of.' }),
  sboms: Count,
  devices: Type.Integer({ description: 'Devices in scope that these SBOMs describe.' }),
  samples: Type.Array(
    Type.Object({
      name: Type.String(),
      version: Type.Union([Type.String(), Type.Null()]),
      supplier: Type.Union([Type.String(), Type.Null()]),
    }),
    { description: 'Of the components, at most 20 as they are written.' },
  ),
}

export const CorrectionAdded = Type.Object({
  correctionId: Type.Optional(Type.Integer({ description: 'Absent after a dry run.' })),
  ...reach,
})
export type CorrectionAdded = Static<typeof CorrectionAdded>

export const CorrectionDetail = Type.Object({ correction: Correction, reach: Type.Object(reach) })
export type CorrectionDetail = Static<typeof CorrectionDetail>
