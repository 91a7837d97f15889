import { modelVersions } from './models.ts'
import type { ModelVersion } from './model-version.ts'
import { randomFrom } from './random.ts'
import type { Random } from './random.ts'
import { wards } from './sites.ts'
import type { Ward } from './sites.ts'

/** One line of the hospital's list. What is absent is an empty cell. */
export interface Device {
  readonly site: string
  readonly ward: string
  readonly room: string
  readonly assetTag: string
  readonly family: string
  readonly maker: string
  readonly model?: string
  readonly version?: string
  readonly serial: string
  readonly mac?: string
  readonly ip?: string
  readonly hostName?: string
  readonly status: 'En service' | 'En panne' | 'Prêté' | 'Réformé'
  /** ISO 8601. */
  readonly inServiceOn: string
  readonly hasSoftware: boolean
}

const versionMissing = 0.06
const withoutModel = 40
const ofUnlistedModel = 40
const scrapped = 30
const withoutSoftware = 25
const unlistedModels = ['Nébulis 2', 'Hydrolune', 'Rétinel', 'Thermolune']
const plainEquipment = ['Lampe scialytique', 'Table opératoire', 'Fauteuil de prélèvement']

/** What of a device the list gives before it has a number, an address and a place. */
type Stock = Pick<Device, 'family' | 'maker' | 'model' | 'version' | 'status' | 'hasSoftware'> & {
  readonly networked: boolean
}

/** Every device of the hospital, in the order of its list: about 2,000 in scope, and those that are scrapped or hold no software. */
export function makeDevices(seed: string): readonly Device[] {
  const random = randomFrom(`${seed}/devices`)
  const stock = [
    ...modelVersions.flatMap((model) => Array.from({ length: model.devices }, () => toStock(model, random))),
    ...Array.from({ length: withoutModel }, () => withoutModelName(random)),
    ...Array.from({ length: ofUnlistedModel }, () => unlisted(random)),
    ...Array.from({ length: scrapped }, () => ({
      ...toStock(random.pick(modelVersions), random),
      status: 'Réformé' as const,
    })),
    ...Array.from({ length: withoutSoftware }, () => plain(random)),
  ]
  return stock.map((item, index) => settle(item, index, random))
}

function toStock({ family, maker, model, version, networked }: ModelVersion, random: Random): Stock {
  const common = { family, maker, model, networked, status: workingStatus(random), hasSoftware: true }
  return random.chance(versionMissing) ? common : { ...common, version }
}

function withoutModelName(random: Random): Stock {
  const { family, maker, networked } = random.pick(modelVersions)
  return { family, maker, networked, status: workingStatus(random), hasSoftware: true }
}

function unlisted(random: Random): Stock {
  const model = random.pick(unlistedModels)
  const version = `${random.below(4) + 1}.${random.below(10)}`
  return {
    family: 'Divers',
    maker: 'Quartz & Tilleul',
    model,
    version,
    networked: true,
    status: 'En service',
    hasSoftware: true,
  }
}

function plain(random: Random): Stock {
  const family = random.pick(plainEquipment)
  return {
    family,
    maker: 'Mobilia Soins',
    model: `${family} M`,
    networked: false,
    status: 'En service',
    hasSoftware: false,
  }
}

function workingStatus(random: Random): Device['status'] {
  if (random.chance(0.95)) return 'En service'
  return random.chance(0.7) ? 'En panne' : 'Prêté'
}

/** Gives a device its ward, numbers and addresses. */
function settle({ networked, ...stock }: Stock, index: number, random: Random): Device {
  const fitting = wards.filter((ward) => ward.families.includes(stock.family))
  const ward = random.pick(fitting.length === 0 ? wards : fitting)
  const serial = `${initials(stock.maker)}${String(100000 + index * 37 + random.below(30))}`
  const assetTag = `BM-${String(index + 1).padStart(5, '0')}`
  const inServiceOn = `${2009 + random.below(15)}-${twoDigits(random.below(12) + 1)}-${twoDigits(random.below(28) + 1)}`
  const room = `${random.below(4)}${twoDigits(random.below(30) + 1)}`
  const device = { ...stock, site: ward.site, ward: ward.name, room, assetTag, serial, inServiceOn }
  return networked ? { ...device, ...networkOf(ward, index, random) } : device
}

function networkOf(ward: Ward, index: number, random: Random): Pick<Device, 'mac' | 'ip' | 'hostName'> {
  const net = wards.indexOf(ward)
  const mac = [0x02, 0x1c, 0x5e, index >> 8, index & 255, random.below(256)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(':')
  const ip = `10.${40 + net}.${(index >> 8) + 1}.${(index & 255) === 0 ? 254 : index & 255}`
  return { mac, ip, hostName: `bm-${ward.code}-${String(index + 1).padStart(5, '0')}` }
}

function initials(maker: string): string {
  return maker
    .split(' ')
    .map((word) => word.slice(0, 1))
    .join('')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toUpperCase()
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
