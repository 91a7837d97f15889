import { indexModelVersion } from '../findings/index.ts'
import { deviceKey, makerKey, modelKey, versionKey } from '../model/index.ts'
import type { IndexedComponent } from '../model/index.ts'
import { addComponents, addModelVersions } from '../store/index.ts'
import type { ModelVersionName, Transaction } from '../store/index.ts'
import { namesVersion } from './model-names.ts'

/** A model version as people write it. Without a version it is the row that stands for "version not known". */
export interface ModelVersionAsked {
  readonly maker: string
  readonly model: string
  readonly version?: string
}

/** A model version by its names, and as the component by which advisories on the device itself reach it. */
export interface NamedModelVersion {
  readonly name: ModelVersionName
  readonly component: IndexedComponent
}

/** Ids of model versions, in the order asked; those not known yet are made. Spellings of one maker, model or version agree. */
export async function ensureModelVersions(trx: Transaction, asked: readonly ModelVersionAsked[]): Promise<number[]> {
  const named = asked.map(nameModelVersion)
  const componentIds = await addComponents(
    trx,
    named.map(({ component }) => component),
  )
  return addNamed(trx, named, componentIds)
}

/** The same where the components of the model versions are stored, with their ids by identity. */
export async function addNamed(
  trx: Transaction,
  named: readonly NamedModelVersion[],
  componentIds: ReadonlyMap<string, number>,
): Promise<number[]> {
  return addModelVersions(
    trx,
    named.map(({ name }) => name),
    named.map(({ component }) => componentIds.get(component.identity) ?? 0),
  )
}

export function nameModelVersion(asked: ModelVersionAsked): NamedModelVersion {
  const name = toName(asked)
  const { maker, model, version } = name
  return { name, component: indexModelVersion(maker, model, version, deviceKey(maker, model)) }
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
