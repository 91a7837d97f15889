import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Page } from './page.ts'

const SupportEnd = Type.Union(
  [
    Type.Object({ is: Type.Literal('on'), day: Type.String() }),
    Type.Object({ is: Type.Literal('ended') }),
    Type.Object({ is: Type.Literal('open') }),
  ],
  { description: '`on` a day; `ended`: before now, the day is not told; `open`: no end is known. Absent: not told.' },
)

/** A line of releases of a product that is supported as one. */
export const ListedCycle = Type.Object({
  product: Type.String(),
  title: Type.String(),
  category: Type.String(),
  purls: Type.Array(Type.String()),
  cpes: Type.Array(Type.String()),
  cycle: Type.String(),
  label: Type.Optional(Type.String()),
  releasedOn: Type.Optional(Type.String()),
  isLongTerm: Type.Boolean(),
  activeSupport: Type.Optional(SupportEnd),
  securitySupport: Type.Optional(SupportEnd),
  extendedSupport: Type.Optional(SupportEnd),
  latest: Type.Optional(Type.String()),
})
export type ListedCycle = Static<typeof ListedCycle>

const SupportStanding = Type.Union(
  [
    Type.Literal('endOfLife'),
    Type.Literal('paidOnly'),
    Type.Literal('unknown'),
    Type.Literal('endOfSupport'),
    Type.Literal('supported'),
  ],
  {
    description:
      '`endOfLife`: flaws are not repaired any more; `paidOnly`: only for those who pay, or by a long-term programme; `unknown`: cannot be told, never to be read as supported; `endOfSupport`: not improved any more, flaws are repaired.',
  },
)

const partSupportFields = {
  source: Type.Union([Type.Literal('endoflife.date'), Type.Literal('sbom')]),
  standing: SupportStanding,
  doubt: Type.Optional(
    Type.Union(
      [
        Type.Literal('versionUnknown'),
        Type.Literal('noSuchCycle'),
        Type.Literal('severalCycles'),
        Type.Literal('endNotTold'),
        Type.Literal('ancestorOnly'),
      ],
      { description: 'Why it is `unknown`.' },
    ),
  ),
  product: Type.Optional(Type.String({ description: 'Its name at endoflife.date.' })),
  title: Type.Optional(Type.String()),
  cycles: Type.Array(Type.String(), { description: 'The line of releases; several where they end alike.' }),
  activeSupport: Type.Optional(SupportEnd),
  securitySupport: Type.Optional(SupportEnd),
  extendedSupport: Type.Optional(SupportEnd),
  says: Type.String({ description: 'The same for a person.' }),
}

/** What one source says of the support of a part. */
export const PartSupport = Type.Object(partSupportFields)

/** Parts of a device whose support stands alike. */
const SupportLine = Type.Object({
  ...partSupportFields,
  others: Type.Array(PartSupport, { description: 'What other sources say of the same parts.' }),
  endsSoon: Type.Boolean({ description: 'Flaws are still repaired, and that ends within the months asked for.' }),
  parts: Type.Integer(),
  named: Type.Array(
    Type.Object({
      componentId: Type.Integer(),
      sbomId: Type.Integer(),
      group: Type.Optional(Type.String()),
      name: Type.String(),
      version: Type.Optional(Type.String()),
    }),
    { description: 'The first 20 of them.' },
  ),
})

/** How far the parts of a device are supported on a day. */
export const DeviceSupport = Type.Object({
  day: Type.String(),
  counts: Type.Object(
    {
      endOfLife: Type.Integer(),
      paidOnly: Type.Integer(),
      unknown: Type.Integer(),
      endOfSupport: Type.Integer(),
      supported: Type.Integer(),
    },
    { description: 'Parts by how far they are supported.' },
  ),
  endingSoon: Type.Integer(),
  untold: Type.Integer({ description: 'Parts of which no source says anything.' }),
  ...Page(SupportLine).properties,
})
export type DeviceSupport = Static<typeof DeviceSupport>
