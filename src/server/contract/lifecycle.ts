import { Type } from 'typebox'
import type { Static } from 'typebox'

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
