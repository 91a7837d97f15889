import type { Component, Relation } from '../../model/index.ts'
import { entriesOf, own, textOf } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import type { Refs } from '../refs.ts'
import { toComponent, toService } from './component.ts'

/** What the walk has found so far. */
export interface Parts {
  readonly components: Component[]
  readonly containments: Relation[]
  /** Dependencies that are stated within the component `of`. */
  readonly needs: { readonly entry: Entry; readonly of: string }[]
}

type Nested = 'components' | 'services'

interface Step {
  readonly entry: Entry
  readonly parent: string | undefined
  readonly level: number
}

/**
 * Reads components (or services) and all that are nested in them, in document order, into `parts`.
 * A loop with its own stack: the depth of a document costs memory, never the call stack.
 */
export function addParts(
  reading: Reading,
  parts: Parts,
  refs: Refs,
  { from, nested }: { from: readonly Entry[]; nested: Nested },
): void {
  const stack: Step[] = []
  for (const entry of from.toReversed()) stack.push({ entry, parent: undefined, level: 1 })
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (parts.components.length >= reading.limits.components) {
      reading.problems.gap(
        step.entry.place,
        `the document holds more than ${reading.limits.components} components; from here on they are left out`,
      )
      return
    }
    const ref = addPart(reading, parts, refs, { step, nested })
    const inner = entriesOf(reading, step.entry, nested)
    if (inner.length === 0) continue
    if (step.level >= reading.limits.nestedLevels) {
      reading.problems.gap(
        step.entry.place,
        `${nested} are nested deeper than ${reading.limits.nestedLevels} levels; the deeper ones are left out`,
      )
      continue
    }
    for (const entry of inner.toReversed()) stack.push({ entry, parent: ref, level: step.level + 1 })
  }
}

function addPart(reading: Reading, parts: Parts, refs: Refs, { step, nested }: { step: Step; nested: Nested }): string {
  const { entry, parent } = step
  const ref = refs.claim(textOf(reading, entry, 'bom-ref'), { place: entry.place, key: 'bom-ref' })
  const read = nested === 'services' ? toService : toComponent
  parts.components.push(read(reading, entry, { ref, parent }))
  if (parent !== undefined) parts.containments.push({ from: parent, to: ref, kind: 'contains', label: nested })
  // The dependency graph of 1.1, an extension, may state within a component what that needs.
  if (Array.isArray(own(entry.fields, 'dependencies')))
    for (const inner of entriesOf(reading, entry, 'dependencies')) parts.needs.push({ entry: inner, of: ref })
  return ref
}
