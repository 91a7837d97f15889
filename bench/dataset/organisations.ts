import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import type { OrganisationId } from '../../src/model/index.ts'
import type { Organisation } from '../../src/store/index.ts'
import { seededRandom, shareOut, shuffle, zipfRanks } from '../random.ts'
import { copyLines } from './bulk.ts'
import type { Models, StoredVersion } from './models.ts'
import type { Sizes } from './sizes.ts'

/** A hospital with how many devices it has of which model version; the most of the first. */
export interface Hospital extends Organisation {
  readonly fleet: readonly { readonly version: StoredVersion; readonly devices: number }[]
}

/** Who is in the nation. */
export interface Organisations {
  /** The largest first. */
  readonly hospitals: readonly Hospital[]
  /** Holds the summed counts of all hospitals and no device. */
  readonly authority: Organisation
  readonly makers: ReadonlyMap<string, Organisation>
}

/** The authority's name, by which it is found again. */
export const AUTHORITY = 'National authority'

/** With 300 hospitals the largest then has 6.6 times the mean. */
const FLATTENED_BY = 15
const MOST_VERSIONS = 2_000
const VERSIONS_PER_ROOT = 14

/** Deals the devices to hospitals and model versions: by Zipf's law, and every model version to one hospital at least. */
export async function storeOrganisations(client: Client, models: Models, sizes: Sizes): Promise<Organisations> {
  const weights = Array.from({ length: sizes.hospitals }, (_, index) => 1 / (index + FLATTENED_BY))
  const dealt = shuffle(seededRandom('dealt versions'), [...models.described, ...models.silent])
  const hospitals = shareOut(sizes.devices, weights).map((devices, index) => ({
    ...organisationOf(`Hospital ${String(index + 1).padStart(3, '0')}`),
    fleet: fleetOf(index, devices, dealt, sizes),
  }))
  const authority = organisationOf(AUTHORITY)
  const makers = new Map(models.makers.map((maker) => [maker, organisationOf(`${maker}, product security`)]))
  const all = [authority, ...hospitals, ...makers.values()]
  await copyLines(
    client,
    'organisation (organisation_id, name)',
    all.map(({ organisationId, name }) => `${organisationId}\t${name}`),
  )
  return { hospitals, authority, makers }
}

/** An organisation whose id follows from its name. */
function organisationOf(name: string): Organisation {
  return { organisationId: toUuid(createHash('sha256').update(name).digest('hex')) as OrganisationId, name }
}

/** A random-looking UUID (version 4) of 32 hex digits. */
export function toUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function fleetOf(index: number, devices: number, dealt: readonly StoredVersion[], sizes: Sizes): Hospital['fleet'] {
  const random = seededRandom('fleet', index)
  const count = Math.min(MOST_VERSIONS, dealt.length, devices, Math.round(VERSIONS_PER_ROOT * Math.sqrt(devices)))
  const own = new Set(dealt.filter((_, place) => place % sizes.hospitals === index).slice(0, count))
  const draw = zipfRanks(random, dealt.length, 0.8)
  while (own.size < count) {
    const version = dealt[draw()]
    if (version !== undefined) own.add(version)
  }
  const weights = shuffle(
    random,
    Array.from({ length: own.size }, (_, rank) => (rank + 2) ** -1),
  )
  const counts = shareOut(devices, weights)
  return [...own]
    .map((version, place) => ({ version, devices: counts[place] ?? 0 }))
    .sort((a, b) => b.devices - a.devices)
}
