import { Type } from 'typebox'
import type { Static } from 'typebox'
import { checklists, componentChecks, documentChecks } from '../../model/index.ts'
import { Count } from './scalars.ts'

function oneOf<T extends string>(values: readonly T[]) {
  return Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))))
}

export const ChecklistId = oneOf(checklists)
export const ComponentCheck = oneOf(componentChecks)
export type ChecklistId = Static<typeof ChecklistId>

/** An SBOM beside checklists of minimum elements, line by line; there is no grade. */
export const SbomQuality = Type.Object({
  sbomId: Type.Integer(),
  components: Type.Integer({ minimum: 0, description: 'Components on the device, which is what was looked at.' }),
  checklists: Type.Array(
    Type.Object({
      id: ChecklistId,
      name: Type.String(),
      edition: Type.String(),
      source: Type.String(),
      lines: Type.Array(
        Type.Object({
          check: oneOf([...documentChecks, ...componentChecks]),
          says: Type.String({ description: 'What is looked for.' }),
          about: oneOf(['document', 'component']),
          demand: oneOf(['must', 'should']),
          clause: Type.String({ description: 'Where the checklist says so.' }),
          counts: Type.Object(
            { pass: Count, warn: Count, fail: Count, notApplicable: Count },
            { description: 'Components, or the one document.' },
          ),
          share: Type.Optional(
            Type.Number({ minimum: 0, maximum: 1, description: 'Of those asked, how many have it.' }),
          ),
          ask: Type.Optional(Type.String({ description: 'What to ask the maker.' })),
        }),
      ),
    }),
  ),
  says: Type.String(),
})
export type SbomQuality = Static<typeof SbomQuality>

/** A component of which a checklist misses something. */
export const ComponentMisses = Type.Object({
  ordinal: Type.Integer({ description: 'Its place in the document, from 0.' }),
  ref: Type.String(),
  name: Type.String(),
  version: Type.Optional(Type.String()),
  misses: Type.Array(
    Type.Object({
      check: ComponentCheck,
      says: Type.String(),
      outcome: oneOf(['warn', 'fail']),
      outcomeSays: Type.String(),
      against: ChecklistId,
    }),
  ),
})
export type ComponentMisses = Static<typeof ComponentMisses>
