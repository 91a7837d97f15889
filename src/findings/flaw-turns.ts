import type {
  Doubt,
  FleetTarget,
  FlawChange,
  JudgingSbom,
  Listing,
  PackageKey,
  Places,
  Reason,
} from '../model/index.ts'
import { isDistributionKey } from '../model/index.ts'
import { judgeFleet } from './judge-fleet.ts'
import { layersOfFlaw } from './layers.ts'
import type { Stated } from './precedence.ts'
import type { Facts } from './truth-table.ts'

/** What two nomenclatures say to a flaw: 2 affected, 1 cannot tell, 0 nothing says either. */
export interface FlawTruths {
  readonly before: 0 | 1 | 2
  readonly after: 0 | 1 | 2
  /** Why the newer one cannot tell, by what it lists. */
  readonly doubt: Doubt | null
}

/** What is known of a flaw that does not reach the newer nomenclature. */
export interface GoneFlaw {
  readonly known: Facts['known']
  readonly keys: readonly PackageKey[]
  /** Where what it is in is listed in a version outside every range, or excluded by a configuration. */
  readonly outsideIn: Places
  /** Where components are listed that would have it, and are stated not to. */
  readonly clearedIn: Places
  /** What is stated of it in the newer one. */
  readonly stated: Stated
}

type Turned = Pick<FlawChange, 'turn' | 'was' | 'is' | 'reason'>

/** What became of a flaw that the newer nomenclature affects or leaves in doubt. */
export function turnedUp({ before, after, doubt }: FlawTruths, stated: Stated): Turned {
  const was = wasOf(before)
  if (after === 2) {
    const reason = stated === 'affected' ? 'statedAffected' : 'listedInRange'
    return { turn: 'newlyAffected', was, is: 'affected', reason }
  }
  const reason = openReasons[stated] ?? doubt ?? 'listedInDoubt'
  return { turn: before === 0 ? 'newlyUnknown' : 'noLongerTold', was, is: 'unknown', reason }
}

/** What is stated and leaves a flaw open goes before the doubt of what is listed. */
const openReasons: Readonly<Partial<Record<Stated, Reason>>> = {
  underInvestigation: 'underInvestigation',
  perhapsAffected: 'statedOfSomeVersions',
}

/**
 * What became of a flaw that reaches nothing in the newer one: fixed where the truth table says `notAffected` by all of its SBOMs, and else no
 * longer told. A component that an incomplete SBOM lists no more may still be there.
 */
export function turnedDown(
  { before }: Pick<FlawTruths, 'before'>,
  { known, keys, outsideIn, clearedIn, stated }: GoneFlaw,
  targets: readonly FleetTarget[],
): Turned {
  const question = {
    question: 'flaw',
    known,
    layers: layersOfFlaw(keys),
    isPackaged: keys.some(isDistributionKey),
    digests: [],
  } as const
  const listings: Listing[] = [
    { truth: 0, doubt: null, ...outsideIn },
    { truth: 2, doubt: null, componentId: CLEARED, ...clearedIn },
  ]
  const said = { byPlace: new Map([[0, stated]]), cleared: new Map([[CLEARED, new Set([0])]]) }
  const ruling = judgeFleet(targets, question, { listings, conditional: [], stated: said }).rulingAt(0)
  const verdict = ruling?.verdict ?? 'unknown'
  const is = verdict === 'affected' ? 'unknown' : verdict
  const reason = (ruling?.reason ?? 'listedInDoubt') as Reason
  return { turn: is === 'notAffected' ? 'fixed' : 'noLongerTold', was: wasOf(before), is, reason }
}

/** Stands for every component that is stated not to have the flaw. */
const CLEARED = 0

/** A nomenclature as a fleet of one, which the truth table is asked about. */
export function toTargets(sboms: readonly JudgingSbom[]): readonly FleetTarget[] {
  return [{ modelVersionId: 0, deviceId: null, devices: 1, told: 'noSbom', sboms }]
}

function wasOf(truth: FlawTruths['before']): FlawChange['was'] {
  return truth === 2 ? 'affected' : truth === 1 ? 'unknown' : 'none'
}
