import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Device } from './device.ts'
import { Count } from './scalars.ts'

export const AdvisoryVerdict = Type.Union(
  [
    Type.Literal('affected'),
    Type.Literal('possible'),
    Type.Literal('underInvestigation'),
    Type.Literal('unknown'),
    Type.Literal('fixed'),
    Type.Literal('notAffected'),
    Type.Literal('outside'),
  ],
  {
    description:
      '`possible`: product or version is in doubt, a person has to look. `outside`: the version is not among those named.',
  },
)
export type AdvisoryVerdict = Static<typeof AdvisoryVerdict>

export const RemediationState = Type.Union([
  Type.Literal('notRemediated'),
  Type.Literal('inProgress'),
  Type.Literal('done'),
])
export type RemediationState = Static<typeof RemediationState>

const AdvisoryFleet = Type.Object({
  verdicts: Type.Record(Type.String(), Count, { description: 'Devices in scope by the worst that is said of them.' }),
  states: Type.Record(Type.String(), Count, {
    description: 'Devices and flaws where something is to be done, by where the work stands.',
  }),
  unmatched: Type.Array(
    Type.Object({ product: Type.String(), maker: Type.String(), nearest: Type.Array(Type.String()) }),
    {
      description:
        'Products of a maker in the fleet that are no model of it, with the nearest; perhaps one is known by another name.',
    },
  ),
})

const summaryFields = {
  key: Type.String({ description: 'Publisher and id, the same for every revision.' }),
  trackingId: Type.String(),
  title: Type.String(),
  publisher: Type.String(),
  version: Type.String(),
  releasedAt: Type.Optional(Type.String()),
}

export const Advisory = Type.Object({ ...summaryFields, flaws: Type.Array(Type.String()), fleet: AdvisoryFleet })
export type Advisory = Static<typeof Advisory>

const Remedy = Type.Object({
  category: Type.String(),
  details: Type.String(),
  url: Type.Optional(Type.String()),
  productIds: Type.Array(Type.String()),
})

export const AdvisoryDetail = Type.Object({
  ...summaryFields,
  status: Type.String({ description: 'As written: draft, interim, final.' }),
  category: Type.String(),
  summary: Type.String({ description: 'Plain text of its publisher.' }),
  tlp: Type.Optional(Type.String()),
  references: Type.Array(Type.String()),
  problems: Type.Array(Type.String(), {
    description: 'What is wrong with the document, with place and clause of CSAF.',
  }),
  products: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      maker: Type.Optional(Type.String()),
      product: Type.Optional(Type.String()),
      version: Type.Optional(Type.Object({ is: Type.String(), text: Type.String() })),
    }),
  ),
  flaws: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.Optional(Type.String()),
      summary: Type.String(),
      standings: Type.Array(Type.Object({ productId: Type.String(), status: Type.String() })),
      remediations: Type.Array(Remedy),
    }),
  ),
  fleet: AdvisoryFleet,
})
export type AdvisoryDetail = Static<typeof AdvisoryDetail>

const ProductMet = Type.Object({
  productId: Type.String(),
  product: Type.String(),
  path: Type.String({ description: 'The way through the product tree.' }),
  how: Type.Union([
    Type.Literal('serialNumber'),
    Type.Literal('modelNumber'),
    Type.Literal('model'),
    Type.Literal('family'),
  ]),
  isSure: Type.Boolean({ description: 'False where a person has to confirm that the product is this model.' }),
  versions: Type.Union([Type.Literal('inside'), Type.Literal('possible'), Type.Literal('outside')]),
  text: Type.String({ description: 'What the advisory says of versions.' }),
  because: Type.Optional(Type.String()),
})

const FlawOfDevice = Type.Object({
  id: Type.String(),
  verdict: AdvisoryVerdict,
  says: Type.String(),
  remedies: Type.Array(Type.String()),
  state: RemediationState,
  saysState: Type.String(),
  note: Type.Optional(Type.String()),
  author: Type.Optional(Type.String()),
  setAt: Type.Optional(Type.String()),
  raisedAgain: Type.Optional(
    Type.Object(
      { was: RemediationState, added: Type.Array(Type.String()), removed: Type.Array(Type.String()) },
      { description: 'The advisory asks for something else than when the state was set.' },
    ),
  ),
})

export const DeviceOfAdvisory = Type.Object({
  device: Device,
  met: Type.Array(ProductMet),
  flaws: Type.Array(FlawOfDevice),
})
export type DeviceOfAdvisory = Static<typeof DeviceOfAdvisory>

export const AdvisoryOfDevice = Type.Object({
  ...summaryFields,
  open: Type.Boolean({ description: 'Something is left to be done.' }),
  met: Type.Array(ProductMet),
  flaws: Type.Array(FlawOfDevice),
})
export type AdvisoryOfDevice = Static<typeof AdvisoryOfDevice>

export const RemediationBody = Type.Object(
  {
    flaw: Type.String({ minLength: 1, maxLength: 200, examples: ['CVE-2020-16214'] }),
    deviceId: Type.Optional(Type.String({ format: 'uuid', description: 'One device; else `modelVersionId`.' })),
    modelVersionId: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 })),
    state: RemediationState,
    note: Type.String({ maxLength: 4000 }),
    author: Type.String({ minLength: 1, maxLength: 200, description: 'Who says so.' }),
  },
  { additionalProperties: false },
)

export const RemediationSet = Type.Object({
  flaw: Type.String(),
  verdict: AdvisoryVerdict,
  state: RemediationState,
  version: Type.String({ description: 'Of the advisory that it was said of.' }),
})
export type RemediationSet = Static<typeof RemediationSet>
