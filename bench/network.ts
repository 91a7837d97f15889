import type {
  Observation,
  ObservedConfidence,
  ObservedFact,
  ObservedField,
  ObservedSubject,
} from '../src/model/index.ts'
import { below, oneOf, seededRandom } from './random.ts'
import type { Random } from './random.ts'

/** What is heard of a made-up hospital: its devices, seen on five days, ten things a day. */
const network = { devices: 20_000, days: 5, aDay: 10 } as const

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 9, 1)
/** Devices in one ward, which is one network of its own. */
const OF_WARD = 50
/** The last wards are heard behind their router alone. */
const HEARD_DIRECTLY = 320
/** One ward in four has a gateway, behind which a third of its devices speak. */
const GATEWAY_EVERY = 4

const kinds = [
  { kind: 'CT', maker: 'Philips', model: 'Ingenuity CT', protocol: 'dicom' },
  { kind: 'US', maker: 'GE Healthcare', model: 'Vivid E95', protocol: 'dicom' },
  { kind: 'monitor', maker: 'Philips', model: 'IntelliVue MX700', protocol: 'intellivue' },
  { kind: 'pump', maker: 'B. Braun', model: 'Space plus', protocol: 'hl7' },
  { kind: 'analyser', maker: 'Roche', model: 'cobas b 221', protocol: 'poct1a' },
  { kind: 'workstation', maker: 'Dell', model: 'OptiPlex 7090', protocol: 'smb' },
] as const

/** One device, by its number: where it stands, and what it is called. */
interface MadeUp {
  readonly place: number
  readonly ward: number
  readonly slot: number
  readonly mac: string
  readonly isLeased: boolean
  readonly isBehindGateway: boolean
  readonly of: (typeof kinds)[number]
}

function deviceAt(place: number): MadeUp {
  const [ward, slot] = [Math.floor(place / OF_WARD), place % OF_WARD]
  const of = kinds[place % kinds.length] ?? kinds[0]
  const isBehindGateway = ward % GATEWAY_EVERY === 0 && slot % 3 === 0
  return { place, ward, slot, mac: macOf(place), isLeased: slot % 10 < 3, isBehindGateway, of }
}

function macOf(number: number, prefix = '00:09:fb'): string {
  const hex = number.toString(16).padStart(6, '0')
  return `${prefix}:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`
}

/** A leased address goes to the next device of the ward each day. */
function ipOf({ ward, slot, isLeased }: MadeUp, day: number): string {
  const host = isLeased ? 100 + ((slot + day) % OF_WARD) : 10 + slot
  return `10.${ward >> 8}.${ward & 255}.${host}`
}

/** An equipment list of three devices in four, in CSV. */
export function equipmentList(): string {
  const lines = Array.from({ length: network.devices }, (_, place) => deviceAt(place))
    .filter(({ place }) => place % 4 !== 0)
    .map(
      ({ place, of, ward }) =>
        `BM-${String(place).padStart(6, '0')},${serialOf(place)},${of.maker},${of.model},1.${place % 5},Ward ${ward}`,
    )
  return ['asset tag,serial,maker,model,software version,ward', ...lines].join('\n')
}

function serialOf(place: number): string {
  return `SN${String(place).padStart(7, '0')}`
}

/** What is heard, a million observations at full size, day after day; the same on every machine. `share` from 0 to 1: of the devices. */
export function* heard(share = 1): Generator<Observation> {
  const devices = Math.round(network.devices * share)
  for (let day = 0; day < network.days; day += 1) {
    for (let place = 0; place < devices; place += 1) yield* heardOf(deviceAt(place), day)
  }
}

function* heardOf(device: MadeUp, day: number): Generator<Observation> {
  const random = seededRandom('heard', device.place, day)
  const at = FIRST_DAY + day * DAY_MS + below(random, DAY_MS / 2)
  const subject = subjectOf(device, day)
  const tell = (
    protocol: string,
    facts: readonly ObservedFact[],
    confidence: ObservedConfidence = 'strong',
  ): Observation => ({
    subject,
    protocol,
    facts,
    confidence,
    firstSeenAt: at,
    lastSeenAt: at + below(random, DAY_MS / 2),
    count: 1 + below(random, 20),
    place: `packet ${below(random, 1_000_000)}`,
  })
  const { of, place, isBehindGateway } = device
  const version = `1.${(place + (day > 2 && place % 20 === 0 ? 1 : 0)) % 5}`
  yield tell(
    of.protocol,
    factsOf({
      maker: of.maker,
      model: of.model,
      serial: serialOf(place),
      softwareVersion: version,
      deviceKind: of.kind,
    }),
    'explicit',
  )
  if (isBehindGateway)
    yield* Array.from({ length: network.aDay - 1 }, (_, nth) => tell('hl7', oneService(random, nth, place)))
  else {
    yield tell('arp', [])
    yield tell(
      'dhcp',
      factsOf({ hostName: `host-${place}`, vendorClass: 'MSFT 5.0', dhcpParameters: '1,3,6,15,31,33' }),
    )
    yield tell(
      'http',
      factsOf({ banner: `Server/${place % 7}`, softwareProduct: 'nginx', softwareProductVersion: '1.18.0' }),
    )
    yield tell('smb', factsOf({ operatingSystem: 'Windows 10', osBuild: '10.0.17763', hostName: `host-${place}` }))
    for (let nth = 0; nth < network.aDay - 5; nth += 1) yield tell('tls', oneService(random, nth, place))
  }
}

function subjectOf(device: MadeUp, day: number): ObservedSubject {
  const { ward, place, mac, isBehindGateway, of } = device
  const aeTitle = of.protocol === 'dicom' ? { aeTitle: `AE${place}` } : {}
  if (isBehindGateway) return { mac: macOf(ward, '00:40:9d'), ip: `10.${ward >> 8}.${ward & 255}.5` }
  const ip = ipOf(device, day)
  return ward < HEARD_DIRECTLY ? { mac, ip, ...aeTitle } : { mac: macOf(ward, '00:00:0c'), ip, ...aeTitle }
}

function oneService(random: Random, nth: number, place: number): ObservedFact[] {
  const server = `server-${below(random, 200)}.hospital.example`
  return factsOf({
    service: `tcp/${oneOf(random, [104, 443, 2575, 8080])}`,
    ja4: `t13d15${nth}${place % 97}`,
    serverName: server,
  })
}

function factsOf(facts: Partial<Record<ObservedField, string>>): ObservedFact[] {
  return Object.entries(facts).map(([field, value]) => ({ field: field as ObservedField, value }))
}
