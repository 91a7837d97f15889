import type { Relation } from '../../model/index.ts'

/** How a relationship type is understood. `turned`: the sentence reads from the other end (`A CONTAINED_BY B` is `B contains A`). */
interface Meaning {
  readonly kind: Relation['kind']
  readonly turned?: true
  /** Set when the type says that its first element serves to build, develop or test, and is not on the device. */
  readonly notDeployed?: true
}

/** SPDX 2.3 §11.1, table 68. Types that are not here are kept as `other`. */
const meanings: Readonly<Record<string, Meaning>> = {
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
  BUILD_DEPENDENCY_OF: { kind: 'other', notDeployed: true },
  DEV_DEPENDENCY_OF: { kind: 'other', notDeployed: true },
  TEST_DEPENDENCY_OF: { kind: 'other', notDeployed: true },
  BUILD_TOOL_OF: { kind: 'other', notDeployed: true },
  DEV_TOOL_OF: { kind: 'other', notDeployed: true },
  TEST_TOOL_OF: { kind: 'other', notDeployed: true },
  TEST_OF: { kind: 'other', notDeployed: true },
  TEST_CASE_OF: { kind: 'other', notDeployed: true },
}

/** What a relationship type means; `other` for every type that says neither holding nor needing. */
export function meaningOf(type: string): Meaning {
  const word = type.toUpperCase().replaceAll('-', '_')
  return (Object.hasOwn(meanings, word) ? meanings[word] : undefined) ?? { kind: 'other' }
}
