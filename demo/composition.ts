import { partIdentity } from './part.ts'
import type { Part } from './part.ts'
import type { Claim, ModelVersion, SbomPlan } from './model-version.ts'
import { randomFrom } from './random.ts'
import type { Random } from './random.ts'

/** A part with its name inside one document, and the names of what it needs to run. */
export interface PlacedPart extends Part {
  readonly ref: string
  /** `ref` of what contains it. */
  readonly parent: string
  readonly needs: readonly string[]
}

/** What one SBOM is to say, before it is written in a format. */
export interface Composition {
  readonly maker: string
  readonly model: string
  readonly version: string
  /** Unique and repeatable: names the document. */
  readonly seed: string
  readonly claim: Claim
  readonly rootRef: string
  /** Present when there is an application of the maker's own to hold libraries. */
  readonly applicationRef?: string
  readonly parts: readonly PlacedPart[]
}

const rootRef = 'device'
const applicationRef = 'application'

/** Chooses and places the parts of one SBOM of a model version; `nth` counts its SBOMs from 0. */
export function compose(seed: string, device: ModelVersion, plan: SbomPlan, nth: number): Composition {
  const documentSeed = `${seed}/${device.maker}/${device.model}/${device.version}/${nth}`
  const random = randomFrom(documentSeed)
  const parts = distinct(
    [...plan.ingredients].flatMap(({ parts, sampled }) => [
      ...parts,
      ...(sampled === undefined ? [] : random.sample(sampled.from, sampled.count)),
    ]),
  )
  const holdsLibraries = parts.some((part) => part.within === 'application')
  const placed = place(parts, random)
  const { maker, model, version } = device
  const common = { maker, model, version, seed: documentSeed, claim: plan.claim, rootRef }
  if (!holdsLibraries) return { ...common, parts: placed }
  return { ...common, applicationRef, parts: [ownApplication(device, placed), ...placed] }
}

function distinct(parts: readonly Part[]): readonly Part[] {
  return [...new Map(parts.map((part) => [partIdentity(part), part])).values()]
}

/** Each part may need up to three later ones of the same holder, so that edges never form a circle. */
function place(parts: readonly Part[], random: Random): readonly PlacedPart[] {
  const systemAt = parts.findIndex((part) => part.type === 'operating-system')
  const parents = { root: rootRef, application: applicationRef, system: systemAt < 0 ? rootRef : toRef(systemAt) }
  return parts.map((part, index) => {
    const later = parts
      .map((other, at) => ({ other, at }))
      .filter(({ other, at }) => at > index && other.within === part.within && other.type === 'library')
    const needs = part.type === 'library' ? random.sample(later, random.below(4)) : []
    return { ...part, ref: toRef(index), parent: parents[part.within], needs: needs.map(({ at }) => toRef(at)) }
  })
}

function toRef(index: number): string {
  return `part-${index + 1}`
}

function ownApplication(device: ModelVersion, parts: readonly PlacedPart[]): PlacedPart {
  const needs = parts.filter((part) => part.parent === applicationRef).map((part) => part.ref)
  return {
    type: 'application',
    name: `${device.model} Application`,
    version: device.version,
    supplier: device.maker,
    within: 'root',
    ref: applicationRef,
    parent: rootRef,
    needs,
  }
}
