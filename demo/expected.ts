import type { Device } from './devices.ts'
import type { Doubt, Question, Truth } from './ingredient.ts'
import type { ModelVersion, SbomPlan } from './model-version.ts'
import { modelVersions } from './models.ts'

/** Why a device is in its class, in the words that an answer uses. */
export type Reason =
  | Doubt
  | 'listedInRange'
  | 'listedOutsideRange'
  | 'noModel'
  | 'noVersion'
  | 'noSbom'
  | 'layerNotDescribed'
  | 'notListed'
  | 'absentFromCompleteSbom'

/** The verdict that a person who knows how the devices are built would give. Where several reasons hold, an answer may name any of them. */
export interface Expectation {
  readonly verdict: 'affected' | 'unknown' | 'notListed' | 'notAffected'
  readonly reasons: readonly Reason[]
}

const worstFirst = ['affected', 'unknown', 'notListed', 'notAffected'] as const

/** The expectation for one model version: the worst of all its SBOMs. It is derived from what the generator puts in, never from matching. */
export function expectOfModelVersion(model: ModelVersion, question: Question): Expectation {
  if (model.sboms.length === 0) return { verdict: 'unknown', reasons: ['noSbom'] }
  return worst(model.sboms.map((plan) => expectOfSbom(plan, question)))
}

/** The expectation for one device; undefined when it is out of scope. */
export function expectOfDevice(device: Device, question: Question): Expectation | undefined {
  if (device.status === 'Réformé' || !device.hasSoftware) return undefined
  if (device.model === undefined) return { verdict: 'unknown', reasons: ['noModel'] }
  if (device.version === undefined) return { verdict: 'unknown', reasons: ['noVersion'] }
  const model = modelVersions.find(
    ({ maker, model: name, version }) => maker === device.maker && name === device.model && version === device.version,
  )
  return model === undefined ? { verdict: 'unknown', reasons: ['noSbom'] } : expectOfModelVersion(model, question)
}

/** How many devices in scope are expected in each class. */
export function expectedCounts(devices: readonly Device[], question: Question): Record<Expectation['verdict'], number> {
  const counts = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  for (const device of devices) {
    const expectation = expectOfDevice(device, question)
    if (expectation !== undefined) counts[expectation.verdict] += 1
  }
  return counts
}

function expectOfSbom(plan: SbomPlan, question: Question): Expectation {
  const truths = plan.ingredients
    .map((ingredient) => ingredient.truths?.[question])
    .filter((truth) => truth !== undefined)
  if (truths.some((truth) => truth.verdict === 'affected')) return { verdict: 'affected', reasons: ['listedInRange'] }
  const doubt = truths.find((truth): truth is Truth & { verdict: 'unknown' } => truth.verdict === 'unknown')
  if (doubt !== undefined) return { verdict: 'unknown', reasons: doubt.because }
  if (!describesLayer(plan, question)) return { verdict: 'unknown', reasons: ['layerNotDescribed'] }
  if (truths.length > 0) return { verdict: 'notAffected', reasons: ['listedOutsideRange'] }
  if (plan.claim === 'complete') return { verdict: 'notAffected', reasons: ['absentFromCompleteSbom'] }
  return { verdict: 'notListed', reasons: ['notListed'] }
}

/** Log4j is application software, which any SBOM speaks of; a modem's flaw is in firmware, of which many SBOMs list nothing. */
function describesLayer(plan: SbomPlan, question: Question): boolean {
  if (question === 'CVE-2021-44228') return true
  return plan.ingredients.some((ingredient) => ingredient.parts.some((part) => part.type === 'firmware'))
}

function worst(expectations: readonly Expectation[]): Expectation {
  const ranked = expectations.toSorted((a, b) => worstFirst.indexOf(a.verdict) - worstFirst.indexOf(b.verdict))
  const [first] = ranked
  if (first === undefined) throw new Error('no expectation to choose from')
  return first
}
