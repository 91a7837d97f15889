import type { Client } from 'pg'
import { indexModelVersion } from '../../src/findings/index.ts'
import { deviceKey, makerKey, modelKey, versionKey } from '../../src/model/index.ts'
import { addComponents, addModelVersions, inKnowledge } from '../../src/store/index.ts'
import type { ModelVersionName, Store } from '../../src/store/index.ts'
import { below, seededRandom, shareOut, shuffle } from '../random.ts'
import type { Sizes } from './sizes.ts'

/** A model version as it is stored; `version` absent for the row "version not known" of a model. */
export interface StoredVersion {
  readonly id: number
  readonly model: number
  readonly maker: string
  readonly name: string
  readonly version: string | undefined
}

/** What kinds of device the nation has. */
export interface Models {
  /** Those that SBOMs describe, and those that none does, in an order of chance. */
  readonly described: readonly StoredVersion[]
  readonly silent: readonly StoredVersion[]
  /** "Version not known", by model. */
  readonly unversioned: readonly StoredVersion[]
  readonly makers: readonly string[]
}

interface ModelName {
  readonly maker: string
  readonly name: string
}

/** One model in ten is a device that the NVD knows by maker and name, where its hardware is known at all. */
const KNOWN_MODELS = 10
const BATCH = 5_000

/** Stores the makers, models and versions; a few models have many versions, most have two to five. */
export async function storeModels(store: Store, client: Client, sizes: Sizes): Promise<Models> {
  const random = seededRandom('models')
  const names = await modelNames(client, sizes)
  const versions = sizes.describedVersions + sizes.silentVersions
  const counts = shareOut(
    versions,
    names.map(() => (1 - random()) ** -0.6),
  )
  const asked = names.flatMap((model, index) => [
    { ...model, model: index, version: undefined },
    ...Array.from({ length: counts[index] ?? 0 }, (_, number) => ({
      ...model,
      model: index,
      version: `${1 + Math.floor(number / 4)}.${number % 4}.${index % 10}`,
    })),
  ])
  const stored: StoredVersion[] = []
  for (let from = 0; from < asked.length; from += BATCH) {
    const batch = asked.slice(from, from + BATCH)
    const ids = await storeBatch(store, batch)
    stored.push(...batch.map((each, index) => ({ ...each, id: ids[index] ?? 0 })))
  }
  const versioned = shuffle(
    random,
    stored.filter(({ version }) => version !== undefined),
  )
  return {
    described: versioned.slice(0, sizes.describedVersions),
    silent: versioned.slice(sizes.describedVersions),
    unversioned: stored.filter(({ version }) => version === undefined),
    makers: [...new Set(names.map(({ maker }) => maker))],
  }
}

async function modelNames(client: Client, sizes: Sizes): Promise<ModelName[]> {
  const { rows } = await client.query<{ key: string }>(
    `select key from package_key where key ~ '^cpe/h/[a-z0-9_]+/[a-z0-9_]+$' order by md5(key) limit $1`,
    [Math.floor(sizes.models / KNOWN_MODELS)],
  )
  const known = distinct(
    rows.map(({ key }) => {
      const [, , maker = '', name = ''] = key.split('/')
      return { maker: maker.replaceAll('_', ' '), name: name.replaceAll('_', ' ') }
    }),
  )
  const random = seededRandom('model names')
  const made = Array.from({ length: sizes.models - known.length }, (_, index) => ({
    maker: `Maker ${below(random, sizes.makers)}`,
    name: `Monitor ${index}`,
  }))
  return [...known, ...made]
}

/** Makers and models that are told apart by their keys too. */
function distinct(names: readonly ModelName[]): ModelName[] {
  const byKey = new Map(names.map((each) => [deviceKey(each.maker, each.name), each]))
  byKey.delete(undefined)
  return [...byKey.values()]
}

interface AskedVersion extends ModelName {
  readonly version: string | undefined
}

async function storeBatch(store: Store, batch: readonly AskedVersion[]): Promise<number[]> {
  const indexed = batch.map(({ maker, name, version }) =>
    indexModelVersion(maker, name, version, deviceKey(maker, name)),
  )
  return inKnowledge(store, async (trx) => {
    const ids = await addComponents(trx, indexed)
    return addModelVersions(
      trx,
      batch.map(toName),
      indexed.map((each) => ids.get(each.identity) ?? 0),
    )
  })
}

function toName({ maker, name, version }: AskedVersion): ModelVersionName {
  return {
    maker,
    makerKey: makerKey(maker),
    model: name,
    modelKey: modelKey(name, maker),
    version,
    versionKey: version === undefined ? '' : versionKey(version),
  }
}
