import { indexModelVersion } from '../findings/index.ts'
import { deviceKey, makerKey, modelKey, versionKey } from '../model/index.ts'
import { addComponents, addModelVersions, hexOf } from '../store/index.ts'
import type { ModelVersionName, Transaction } from '../store/index.ts'
import { namesVersion } from './model-names.ts'

/** A model version as people write it. Without a version it is the row that stands for "version not known". */
export interface ModelVersionAsked {
  readonly maker: string
  readonly model: string
  readonly version?: string
}

/** Ids of model versions, in the order asked; those not known yet are made. Spellings of one maker, model or version agree. */
export async function ensureModelVersions(trx: Transaction, asked: readonly ModelVersionAsked[]): Promise<number[]> {
  const names = asked.map(toName)
  const components = names.map((name) =>
    indexModelVersion(name.maker, name.model, name.version, deviceKey(name.maker, name.model)),
  )
  const ids = await addComponents(trx, components)
  return addModelVersions(
    trx,
    names,
    components.map((component) => ids.get(hexOf(component)) ?? 0),
  )
}

function toName({ maker, model, version }: ModelVersionAsked): ModelVersionName {
  const key = version === undefined || !namesVersion(version) ? '' : versionKey(version)
  const names = {
    maker: maker.trim(),
    makerKey: makerKey(maker),
    model: model.trim(),
    modelKey: modelKey(model, maker),
  }
  return key === ''
    ? { ...names, version: undefined, versionKey: '' }
    : { ...names, version: version?.trim(), versionKey: key }
}
