import { lookup } from '../../model/index.ts'
import type { Relation } from '../../model/index.ts'

/** How a relationship type is understood. `turned`: the sentence reads from the other end (`A CONTAINED_BY B` is `B contains A`). */
interface Meaning {
  readonly kind: Relation['kind']
  readonly turned?: true
  /** Set when the type says that one of its elements serves to build, develop or test, and is not on the device. */
  readonly notDeployed?: 'first' | 'second'
}

/** SPDX 2.3 §11.1, table 68. Types that are not here are kept as `other`. */
const meanings = lookup<Meaning>({
  CONTAINS: { kind: 'contains' },
  CONTAINED_BY: { kind: 'contains', turned: true },
  OPTIONAL_COMPONENT_OF: { kind: 'contains', turned: true },
  DEPENDS_ON: { kind: 'dependsOn' },
  DEPENDENCY_OF: { kind: 'dependsOn', turned: true },
  RUNTIME_DEPENDENCY_OF: { kind: 'dependsOn', turned: true },
  OPTIONAL_DEPENDENCY_OF: { kind: 'dependsOn', turned: true },
  PROVIDED_DEPENDENCY_OF: { kind: 'dependsOn', turned: true },
  STATIC_LINK: { kind: 'dependsOn' },
  DYNAMIC_LINK: { kind: 'dependsOn' },
  HAS_PREREQUISITE: { kind: 'dependsOn' },
  PREREQUISITE_FOR: { kind: 'dependsOn', turned: true },
  BUILD_DEPENDENCY_OF: { kind: 'other', notDeployed: 'first' },
  DEV_DEPENDENCY_OF: { kind: 'other', notDeployed: 'first' },
  TEST_DEPENDENCY_OF: { kind: 'other', notDeployed: 'first' },
  BUILD_TOOL_OF: { kind: 'other', notDeployed: 'first' },
  DEV_TOOL_OF: { kind: 'other', notDeployed: 'first' },
  TEST_TOOL_OF: { kind: 'other', notDeployed: 'first' },
  TEST_OF: { kind: 'other', notDeployed: 'first' },
  TEST_CASE_OF: { kind: 'other', notDeployed: 'first' },
})

/** SPDX 3.0.1, RelationshipType, where its words differ. */
const meanings3 = lookup<Meaning>({
  dependsOn: { kind: 'dependsOn' },
  hasOptionalComponent: { kind: 'contains' },
  hasOptionalDependency: { kind: 'dependsOn' },
  hasProvidedDependency: { kind: 'dependsOn' },
  hasPrerequisite: { kind: 'dependsOn' },
  hasStaticLink: { kind: 'dependsOn' },
  hasDynamicLink: { kind: 'dependsOn' },
  hasTest: { kind: 'other', notDeployed: 'second' },
  hasTestCase: { kind: 'other', notDeployed: 'second' },
})

/** `dependsOn (build)`: while a device is made, not on it. What is linked or held in at that time is on it. */
const whileMade = /^(?:dependsOn|usesTool|has\w*Dependency|hasPrerequisite) \((?:design|development|build|test)\)$/

/** Types of SPDX 2.3 §11.1 besides those above. */
const otherTypes =
  'DESCRIBES DESCRIBED_BY ANCESTOR_OF DESCENDANT_OF VARIANT_OF COPY_OF PATCH_FOR PATCH_APPLIED DATA_FILE_OF DOCUMENTATION_OF METAFILE_OF ' +
  'PACKAGE_OF GENERATES GENERATED_FROM FILE_ADDED FILE_DELETED FILE_MODIFIED EXPANDED_FROM_ARCHIVE DISTRIBUTION_ARTIFACT EXAMPLE_OF ' +
  'DEPENDENCY_MANIFEST_OF AMENDS REQUIREMENT_DESCRIPTION_FOR SPECIFICATION_FOR OTHER'
const writtenTypes: ReadonlySet<string> = new Set([...Object.keys(meanings), ...otherTypes.split(' ')])

/** True for a relationship type as SPDX 2.3 spells it. */
export function isWrittenType(type: string): boolean {
  return writtenTypes.has(type)
}

/** What a relationship type means; `other` for every type that says neither holding nor needing. */
export function meaningOf(type: string): Meaning {
  if (whileMade.test(type)) return { kind: 'other', notDeployed: 'second' }
  const bare = type.replace(/ \(\w+\)$/, '')
  const word = bare.toUpperCase().replaceAll('-', '_')
  if (Object.hasOwn(meanings3, bare)) return meanings3[bare] ?? { kind: 'other' }
  return (Object.hasOwn(meanings, word) ? meanings[word] : undefined) ?? { kind: 'other' }
}
