import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count } from './scalars.ts'

const Statements = Type.Object({ complete: Count, incomplete: Count, unknown: Count, notSpecified: Count })

/** How deep an SBOM goes, and how much it says of its parts. */
export const SbomDepth = Type.Object({
  components: Count,
  notDeployed: Count,
  nestedLevels: Count,
  dependencyLevels: Type.Optional(Count),
  reachable: Type.Optional(Count),
  identified: Count,
  versioned: Count,
  supplied: Count,
  licensed: Count,
  digested: Count,
  whole: Type.Optional(
    Type.Union([
      Type.Literal('complete'),
      Type.Literal('incomplete'),
      Type.Literal('unknown'),
      Type.Literal('notSpecified'),
    ]),
  ),
  assemblies: Statements,
  dependencies: Statements,
  says: Type.Array(Type.String(), { description: 'The same in sentences.' }),
})
export type SbomDepth = Static<typeof SbomDepth>
