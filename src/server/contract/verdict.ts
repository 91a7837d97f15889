import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count } from './scalars.ts'

export const Verdict = Type.Union(
  [Type.Literal('affected'), Type.Literal('unknown'), Type.Literal('notListed'), Type.Literal('notAffected')],
  { description: 'A device is in exactly one class; the four counts add up to the devices in scope.' },
)
export type Verdict = Static<typeof Verdict>

export const Counts = Type.Object(
  { affected: Count, unknown: Count, notListed: Count, notAffected: Count },
  { examples: [{ affected: 212, unknown: 640, notListed: 918, notAffected: 245 }] },
)
export type Counts = Static<typeof Counts>
