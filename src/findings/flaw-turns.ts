import type { Doubt, FleetTarget, FlawChange, JudgingSbom, PackageKey, Reason } from '../model/index.ts'
import { isDistributionKey } from '../model/index.ts'
import { judgeFleet } from './judge-fleet.ts'
import { layersOfFlaw } from './layers.ts'

/** What two nomenclatures say to a flaw: 2 affected, 1 cannot tell, 0 nothing listed says either. */
export interface FlawTruths {
  readonly before: 0 | 1 | 2
  readonly after: 0 | 1 | 2
  /** Why the newer one cannot tell. */
  readonly doubt: Doubt | null
}

/** What is known of a flaw that does not reach the newer nomenclature. */
export interface GoneFlaw {
  readonly keys: readonly PackageKey[]
  /** SBOMs that list what it is in, in a version outside every range. */
  readonly outsideIn: readonly number[]
}

type Turned = Pick<FlawChange, 'turn' | 'was' | 'is' | 'reason'>

/** What became of a flaw that the newer nomenclature affects or leaves in doubt. */
export function turnedUp({ before, after, doubt }: FlawTruths): Turned {
  const was = wasOf(before)
  if (after === 2) return { turn: 'newlyAffected', was, is: 'affected', reason: 'listedInRange' }
  return { turn: before === 0 ? 'newlyUnknown' : 'noLongerTold', was, is: 'unknown', reason: doubt ?? 'listedInDoubt' }
}

/**
 * What became of a flaw that reaches nothing in the newer one: fixed where the truth table says `notAffected` by all of its SBOMs, and else no
 * longer told. A component that an incomplete SBOM lists no more may still be there.
 */
export function turnedDown(
  { before }: FlawTruths,
  { keys, outsideIn }: GoneFlaw,
  targets: readonly FleetTarget[],
): Turned {
  const question = {
    question: 'flaw',
    known: 'judged',
    layers: layersOfFlaw(keys),
    isPackaged: keys.some(isDistributionKey),
    digests: [],
  } as const
  const listings = [{ truth: 0, doubt: null, sbomIds: outsideIn, modelVersionIds: [] } as const]
  const ruling = judgeFleet(targets, question, { listings, conditional: [] }).rulingAt(0)
  const verdict = ruling?.verdict ?? 'unknown'
  const is = verdict === 'affected' ? 'unknown' : verdict
  const reason = (ruling?.reason ?? 'listedInDoubt') as Reason
  return { turn: is === 'notAffected' ? 'fixed' : 'noLongerTold', was: wasOf(before), is, reason }
}

/** A nomenclature as a fleet of one, which the truth table is asked about. */
export function toTargets(sboms: readonly JudgingSbom[]): readonly FleetTarget[] {
  return [{ modelVersionId: 0, deviceId: null, devices: 1, told: 'noSbom', sboms }]
}

function wasOf(truth: FlawTruths['before']): FlawChange['was'] {
  return truth === 2 ? 'affected' : truth === 1 ? 'unknown' : 'none'
}
