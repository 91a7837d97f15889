import type { Doubt, FleetTarget, FlawChange, JudgingSbom, PackageKey, Reason } from '../model/index.ts'
import { isDistributionKey } from '../model/index.ts'
import { judgeFleet } from './judge-fleet.ts'
import { layersOfFlaw } from './layers.ts'

/** What a nomenclature says to a flaw that reaches something in it. */
export interface HeldFlaw {
  readonly flaw: number
  /** 2 affected, 1 cannot tell. */
  readonly truth: 1 | 2
  readonly doubt: Doubt | null
}

/** A flaw that two nomenclatures answer differently. */
export interface FlawTurned extends Pick<FlawChange, 'turn' | 'was' | 'is' | 'reason'> {
  readonly flaw: number
}

/** What is known of a flaw that does not reach the newer nomenclature. */
export interface GoneFlaw {
  readonly flaw: number
  readonly keys: readonly PackageKey[]
  /** SBOMs that list what it is in, in a version outside every range. */
  readonly outsideIn: readonly number[]
}

/** The flaws that the newer one affects or leaves in doubt, and the older one did not, or did not surely. */
export function turnedUp(before: readonly HeldFlaw[], after: readonly HeldFlaw[]): FlawTurned[] {
  const earlier = new Map(before.map((each) => [each.flaw, each]))
  return after.flatMap(({ flaw, truth, doubt }): FlawTurned[] => {
    const past = earlier.get(flaw)
    const was = past === undefined ? 'none' : past.truth === 2 ? 'affected' : 'unknown'
    if (truth === 2)
      return was === 'affected' ? [] : [{ flaw, turn: 'newlyAffected', was, is: 'affected', reason: 'listedInRange' }]
    if (was === 'unknown') return []
    return [
      {
        flaw,
        turn: was === 'none' ? 'newlyUnknown' : 'noLongerTold',
        was,
        is: 'unknown',
        reason: doubt ?? 'listedInDoubt',
      },
    ]
  })
}

/**
 * The flaws of the older one that reach nothing in the newer: fixed where the truth table says `notAffected` by all of its SBOMs, and else no
 * longer told. A component that an incomplete SBOM lists no more may still be there.
 */
export function turnedDown(
  before: readonly HeldFlaw[],
  gone: readonly GoneFlaw[],
  sboms: readonly JudgingSbom[],
): FlawTurned[] {
  const earlier = new Map(before.map((each) => [each.flaw, each]))
  const targets: FleetTarget[] = [{ modelVersionId: 0, deviceId: null, devices: 1, told: 'noSbom', sboms }]
  return gone.flatMap(({ flaw, keys, outsideIn }): FlawTurned[] => {
    const past = earlier.get(flaw)
    if (past === undefined) return []
    const question = {
      question: 'flaw',
      known: 'judged',
      layers: layersOfFlaw(keys),
      isPackaged: keys.some(isDistributionKey),
      digests: [],
    } as const
    const listings = [{ truth: 0, doubt: null, sbomIds: outsideIn, modelVersionIds: [] } as const]
    const ruling = judgeFleet(targets, question, { listings, conditional: [] }).rulingAt(0)
    if (ruling === undefined || ruling.verdict === 'affected') return []
    const turn = ruling.verdict === 'notAffected' ? 'fixed' : 'noLongerTold'
    return [
      {
        flaw,
        turn,
        was: past.truth === 2 ? 'affected' : 'unknown',
        is: ruling.verdict,
        reason: ruling.reason as Reason,
      },
    ]
  })
}
