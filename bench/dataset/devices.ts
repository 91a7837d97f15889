import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { foldWords, makerKey, modelKey } from '../../src/model/index.ts'
import { below, seededRandom } from '../random.ts'
import type { Random } from '../random.ts'
import { copyLines, withoutIndexes } from './bulk.ts'
import type { Models, StoredVersion } from './models.ts'
import { toUuid } from './organisations.ts'
import type { Hospital, Organisations } from './organisations.ts'
import type { Progress } from './progress.ts'

const NO_MODEL = 0.01
const NO_VERSION = 0.04
const SCRAPPED = 0.02
const NO_SOFTWARE = 0.01
/** One device in a thousand has an SBOM of its own. */
const OWN_SBOM = 1_000
const DEVICES_PER_SITE = 4_000
const WARDS = 40

/** Stores the devices of all hospitals, the SBOMs of single ones, and the counts that are kept beside them. */
export async function storeDevices(
  client: Client,
  { hospitals, authority }: Organisations,
  models: Models,
  progress: Progress,
): Promise<void> {
  progress.step(
    'devices',
    hospitals.reduce((sum, { fleet }) => sum + fleet.reduce((all, { devices }) => all + devices, 0), 0),
  )
  const unversioned = new Map(models.unversioned.map((version) => [version.model, version]))
  await withoutIndexes(client, 'device', async () =>
    copyLines(client, `device (${columns.join(', ')})`, deviceRows(hospitals, unversioned, progress)),
  )
  progress.step('device counts')
  await client.query(`
    insert into device_count (organisation_id, model_version_id, scope, devices)
    select organisation_id, model_version_id, scope, count(*) from device group by organisation_id, model_version_id, scope`)
  await client.query(
    `insert into device_count (organisation_id, model_version_id, scope, devices)
     select $1, model_version_id, scope, sum(devices) from device_count group by model_version_id, scope`,
    [authority.organisationId],
  )
  await client.query(
    `insert into device_sbom (organisation_id, device_id, sbom_id)
     select organisation_id, device_id, sbom_id
     from (
       select device.*, row_number() over (order by organisation_id, device_id) as ordinal
       from device
       where scope = 'inScope' and ('x' || md5(device_id::text))::bit(32)::bigint % $1 = 0
     ) as apart
     join sbom on sbom_id = 1 + (apart.ordinal * 7919) % (select max(sbom_id) from sbom) and audience <> '{}'`,
    [OWN_SBOM],
  )
}

const columns = [
  'organisation_id',
  'device_id',
  'model_version_id',
  'scope',
  'asset_tag',
  'serial',
  'maker',
  'maker_key',
  'model',
  'model_key',
  'software_version',
  'site',
  'site_key',
  'ward',
  'ward_key',
  'room',
  'host_name',
  'macs',
  'ips',
  'status',
  'has_software',
  'version_source',
]

function* deviceRows(
  hospitals: readonly Hospital[],
  unversioned: ReadonlyMap<number, StoredVersion>,
  progress: Progress,
): Generator<string> {
  let number = 0
  for (const hospital of hospitals) {
    const random = seededRandom('devices', hospital.name)
    const total = hospital.fleet.reduce((sum, { devices }) => sum + devices, 0)
    const sites = 1 + Math.floor(total / DEVICES_PER_SITE)
    for (const { version, devices } of hospital.fleet) {
      const keys = [makerKey(version.maker), modelKey(version.name, version.maker)] as const
      const isTold = unversioned.get(version.model)
      for (let each = 0; each < devices; each += 1) {
        yield deviceRow(random, {
          hospital,
          number,
          sites,
          keys,
          version,
          ...(isTold === undefined ? {} : { unversioned: isTold }),
        })
        number += 1
      }
    }
    progress.done(number)
  }
}

interface Drawn {
  readonly hospital: Hospital
  readonly number: number
  readonly sites: number
  readonly keys: readonly [maker: string, model: string]
  readonly version: StoredVersion
  readonly unversioned?: StoredVersion
}

const absent = String.raw`\N`

function deviceRow(random: Random, { hospital, number, sites, keys, version, unversioned }: Drawn): string {
  const chance = random()
  const hasModel = chance >= NO_MODEL
  const hasVersion = chance >= NO_MODEL + NO_VERSION || unversioned === undefined
  const state = random()
  const scope = state < SCRAPPED ? 'scrapped' : state < SCRAPPED + NO_SOFTWARE ? 'noSoftware' : 'inScope'
  const site = `Site ${1 + below(random, sites)}`
  const ward = `Ward ${1 + Math.floor(WARDS * random() ** 2)}`
  const address = [10, (number >> 16) & 255, (number >> 8) & 255, number & 255]
  const macs = address.map((byte) => byte.toString(16).padStart(2, '0')).join(':')
  return [
    hospital.organisationId,
    toUuid(createHash('md5').update(`device ${number}`).digest('hex')),
    hasModel ? (hasVersion ? version.id : (unversioned?.id ?? version.id)) : 0,
    scope,
    `BM-${number}`,
    `SN${(number * 7_919) % 9_999_991}`,
    ...(hasModel ? [version.maker, keys[0], version.name, keys[1]] : [absent, absent, absent, absent]),
    hasModel && hasVersion ? (version.version ?? absent) : absent,
    site,
    foldWords(site),
    ward,
    foldWords(ward),
    `${below(random, 400)}`,
    `dev-${number}`,
    `{02:00:${macs}}`,
    `{${address.join('.')}}`,
    scope === 'scrapped' ? 'scrapped' : 'inService',
    scope !== 'noSoftware',
    'equipment list made up',
  ].join('\t')
}
