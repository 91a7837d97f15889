import type { VersionRange } from '../../model/index.ts'
import { schemeById, toRange, type SchemeId, type VersionBounds } from '../../versions/index.ts'
import { plainText } from '../text.ts'
import type { Event } from './schema.ts'

/** A stretch of versions in the source's own words. */
export interface Stretch {
  readonly range: VersionRange
  readonly text: string
}

type Kind = 'introduced' | 'fixed' | 'last_affected' | 'limit'
const kinds: readonly Kind[] = ['introduced', 'fixed', 'last_affected', 'limit']

interface Step {
  readonly kind: Kind
  readonly version: string
  /** Undefined: before every version (`introduced: "0"`). */
  readonly key: Uint8Array | undefined
}

/**
 * The stretches of versions that the events of a range leave affected: sorted by version, `introduced` opens one, `fixed` ends it before and
 * `last_affected` behind its version; only what lies before a `limit` counts. One `unreadable` stretch when an event cannot be ordered.
 * Source: OSV schema, "Evaluation".
 */
export function stretchesOf(schemeId: SchemeId, events: readonly Event[]): readonly Stretch[] {
  const steps: Step[] = []
  for (const { kind, version } of events.flatMap(statementsOf)) {
    if (kind === 'limit' && version === '*') continue
    const key = schemeById(schemeId).sortKey(version)?.bytes
    const isLow = kind === 'introduced' && version === '0'
    if (key === undefined && !isLow) return [unreadable(`its event “${kind} ${shown(version)}” cannot be ordered`)]
    steps.push({ kind, version, key: isLow ? undefined : key })
  }
  if (!steps.some(({ kind }) => kind === 'introduced')) return [unreadable('its events do not say where it begins')]
  return boundsOf(steps).flatMap((bounds) => toStretch(schemeId, bounds))
}

/** A range that nothing can be compared with. */
export function unreadable(because: string): Stretch {
  return { range: { is: 'unreadable', because }, text: because }
}

function statementsOf(event: Event): readonly { kind: Kind; version: string }[] {
  return kinds.flatMap((kind) => {
    const version = event[kind]
    return typeof version === 'string' ? [{ kind, version: version.trim() }] : []
  })
}

function boundsOf(steps: readonly Step[]): readonly VersionBounds[] {
  const limit = steps
    .filter(({ kind }) => kind === 'limit')
    .sort(byVersion)
    .at(-1)
  const sorted = steps.filter(({ kind }) => kind !== 'limit').sort(byVersion)
  const bounds: VersionBounds[] = []
  let open: Step | undefined
  for (const step of sorted) {
    if (limit !== undefined && byVersion(step, limit) >= 0) break
    if (step.kind === 'introduced') open ??= step
    else if (open !== undefined) {
      const toInclusive = step.kind === 'last_affected'
      if (toInclusive || byVersion(open, step) < 0) bounds.push({ from: fromOf(open), to: step.version, toInclusive })
      open = undefined
    }
  }
  if (open !== undefined) bounds.push({ from: fromOf(open), to: limit?.version })
  return bounds
}

function fromOf(step: Step): string | undefined {
  return step.key === undefined ? undefined : step.version
}

/** Stable, so events of the same version keep the order of the source. */
function byVersion(a: Step, b: Step): number {
  if (a.key === undefined || b.key === undefined) return Number(a.key !== undefined) - Number(b.key !== undefined)
  return Buffer.compare(a.key, b.key)
}

function toStretch(schemeId: SchemeId, bounds: VersionBounds): Stretch {
  const words = [
    bounds.from === undefined ? [] : `>= ${shown(bounds.from)}`,
    bounds.to === undefined ? [] : `${bounds.toInclusive === true ? '<=' : '<'} ${shown(bounds.to)}`,
  ].flat()
  return { range: toRange(schemeId, bounds), text: words.join(' and ') || 'every version' }
}

function shown(version: string): string {
  return plainText(version).slice(0, 100)
}
