import { inKnowledge } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { namesModel } from './model-names.ts'
import { ensureModelVersions } from './model-versions.ts'
import type { ModelVersionAsked } from './model-versions.ts'

/** What a model version is told by. */
export interface ModelTold {
  readonly maker?: string
  readonly model?: string
  readonly softwareVersion?: string
}

/** Finds or makes the model version of each. Without maker and model none can be told: 0, and every answer about it is "unknown". */
export async function identifyModels(store: Store, told: readonly ModelTold[]): Promise<number[]> {
  const asked = new Map<string, ModelVersionAsked>()
  for (const each of told) {
    const name = toModelVersion(each)
    if (name !== undefined) asked.set(nameOf(name), name)
  }
  if (asked.size === 0) return told.map(() => 0)
  const ids = await inKnowledge(store, async (trx) => ensureModelVersions(trx, [...asked.values()]))
  const idByName = new Map([...asked.keys()].map((name, index) => [name, ids[index] ?? 0]))
  return told.map((each) => {
    const name = toModelVersion(each)
    return name === undefined ? 0 : (idByName.get(nameOf(name)) ?? 0)
  })
}

function toModelVersion({ maker, model, softwareVersion }: ModelTold): ModelVersionAsked | undefined {
  if (maker === undefined || model === undefined || !namesModel(maker, model)) return undefined
  return softwareVersion === undefined ? { maker, model } : { maker, model, version: softwareVersion }
}

function nameOf({ maker, model, version }: ModelVersionAsked): string {
  return JSON.stringify([maker, model, version ?? null])
}
