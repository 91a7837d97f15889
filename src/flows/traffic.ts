import { canonicalNetwork, exposuresOf, neededFlowsOf, zonesOf } from '../inventory/index.ts'
import { makerKey, modelKey } from '../model/index.ts'
import type {
  Exposure,
  ExposureRule,
  NamedNetwork,
  NeededFlows,
  Page,
  PageAsked,
  TrafficEnd,
  TrafficLine,
  Zone,
} from '../model/index.ts'
import {
  forgetNetwork,
  inOrganisation,
  listNetworks,
  mostTrafficLines,
  nameNetwork,
  observedIdsOf,
  readObservedModels,
  readTraffic,
} from '../store/index.ts'
import type { ObservedModelRow, Organisation, Store, TrafficOf, Transaction } from '../store/index.ts'
import { pageFrom, startOf } from './counted-pages.ts'
import { FlowError } from './error.ts'
import { plainText } from './plain-text.ts'

/** A line of traffic with the zones of both ends. */
export interface ZonedLine extends TrafficLine {
  readonly clientZone: Zone
  readonly serverZone: Zone
}

/** Whose traffic: of one device (an id of the inventory or of the network), of a model, of a zone by its name; of every medical device when nothing is said. */
export interface TrafficAsked {
  readonly device?: string
  readonly maker?: string
  readonly model?: string
  readonly zone?: string
}

export interface TrafficOptions extends TrafficAsked {
  readonly organisation: Organisation
  readonly page: PageAsked
}

/** A page, and how many lines there are in all; `isCut`: there are more than are read at once, and the smallest are left out. */
export interface CountedTraffic<T> extends Page<T> {
  readonly total: number
  readonly isCut: boolean
}

/** Who talked to whom, the most bytes first. Throws `notFound` when no such device or model was seen on the network, and `cursorInvalid`. */
export async function listTraffic(
  store: Store,
  { organisation, page, ...asked }: TrafficOptions,
): Promise<CountedTraffic<ZonedLine>> {
  const from = startOf(page)
  const { lines, zoneOf } = await inOrganisation(store, organisation.organisationId, async (trx) =>
    readAsked(trx, organisation, asked),
  )
  const zoned = lines.map((line) => ({ ...line, clientZone: zoneOf(line.client), serverZone: zoneOf(line.server) }))
  const named = asked.zone === undefined ? undefined : plainText(asked.zone)
  const shown =
    named === undefined
      ? zoned
      : zoned.filter(({ clientZone, serverZone }) => clientZone.name === named || serverZone.name === named)
  return { ...pageFrom(from, shown, page), total: shown.length, isCut: lines.length >= mostTrafficLines }
}

export interface ExposuresOptions extends TrafficOptions {
  /** Only lines that meet this rule. */
  readonly rule?: ExposureRule
}

export interface ExposuresFound extends CountedTraffic<Exposure> {
  /** Lines and devices by rule, whatever `rule` asks for. */
  readonly rules: Readonly<Partial<Record<ExposureRule, { readonly lines: number; readonly devices: number }>>>
}

/** Lines of medical devices that deserve a look, by rule. Throws as `listTraffic` does. */
export async function listExposures(
  store: Store,
  { organisation, page, rule, zone, ...asked }: ExposuresOptions,
): Promise<ExposuresFound> {
  const from = startOf(page)
  const named = zone === undefined ? undefined : plainText(zone)
  const { lines, zoneOf } = await inOrganisation(store, organisation.organisationId, async (trx) =>
    readAsked(trx, organisation, asked),
  )
  const all = exposuresOf(lines, zoneOf).filter(
    ({ device, peerZone }) => named === undefined || peerZone.name === named || zoneOf(device).name === named,
  )
  const rules = [...Map.groupBy(all, (exposure) => exposure.rule)].map(([name, some]) => {
    const devices = new Set(some.map(({ device }) => device.observedId ?? device.ip)).size
    return [name, { lines: new Set(some.map(({ line }) => line)).size, devices }] as const
  })
  const shown = eachOnce(rule === undefined ? all : all.filter((exposure) => exposure.rule === rule))
  const counted = { total: shown.length, isCut: lines.length >= mostTrafficLines }
  return { ...pageFrom(from, shown, page), ...counted, rules: Object.fromEntries(rules) }
}

/** A line between two medical devices meets a rule for both of them: it is told once, of the one that opened it. */
function eachOnce(exposures: readonly Exposure[]): readonly Exposure[] {
  const told = new Map<TrafficLine, Set<ExposureRule>>()
  return exposures.filter(({ rule, line }) => {
    const rules = told.get(line) ?? new Set()
    const isNew = !rules.has(rule)
    told.set(line, rules.add(rule))
    return isNew
  })
}

export interface NeededFlowsOptions {
  readonly organisation: Organisation
  readonly maker: string
  readonly model: string
}

/** What the devices of a model were seen to need of the network. Throws `notFound` when none of it was seen there. */
export async function neededFlows(
  store: Store,
  { organisation, maker, model }: NeededFlowsOptions,
): Promise<NeededFlows> {
  const { organisationId } = organisation
  return inOrganisation(store, organisationId, async (trx) => {
    const rows = await rowsOfModel(trx, organisation, { maker, model })
    const devices = new Map(rows.map(({ observedId, ips }) => [observedId, ips]))
    const lines = await readTraffic(trx, organisationId, { devices: [...devices.keys()] })
    const [first] = rows
    const named = { maker: first?.maker ?? maker, model: first?.model ?? model }
    return neededFlowsOf({ ...named, devices }, lines, zonesOf(await listNetworks(trx, organisationId)))
  })
}

/** The networks that the organisation named. */
export async function namedNetworks(store: Store, { organisationId }: Organisation): Promise<NamedNetwork[]> {
  return inOrganisation(store, organisationId, async (trx) => listNetworks(trx, organisationId))
}

/** Names a network, or names it anew. Throws `refused` for what is no network. */
export async function giveNetworkName(
  store: Store,
  { organisationId }: Organisation,
  given: NamedNetwork & { readonly author: string },
): Promise<NamedNetwork> {
  const named = { network: networkOf(given.network), name: plainText(given.name).trim().slice(0, 200) }
  if (named.name === '') throw new FlowError('refused', 'the network needs a name, such as "Imaging"')
  const author = plainText(given.author).slice(0, 200)
  await inOrganisation(store, organisationId, async (trx) => nameNetwork(trx, organisationId, { ...named, author }))
  return named
}

/** Takes the name of a network away. Throws `notFound` when it has none, `refused` for what is no network. */
export async function takeNetworkName(store: Store, { organisationId }: Organisation, network: string): Promise<void> {
  const canonical = networkOf(network)
  const hadOne = await inOrganisation(store, organisationId, async (trx) =>
    forgetNetwork(trx, organisationId, canonical),
  )
  if (!hadOne)
    throw new FlowError('notFound', `the network ${canonical} has no name here; "zone list" shows those that have`)
}

function networkOf(text: string): string {
  const network = canonicalNetwork(plainText(text))
  if (network === undefined)
    throw new FlowError('refused', `"${text.slice(0, 60)}" is no network; write it as 10.1.2.0/24 or fd00:1::/64`)
  return network
}

interface AskedTraffic {
  readonly lines: readonly TrafficLine[]
  readonly zoneOf: (end: TrafficEnd) => Zone
}

async function readAsked(trx: Transaction, organisation: Organisation, asked: TrafficAsked): Promise<AskedTraffic> {
  const { organisationId } = organisation
  const of = await devicesAsked(trx, organisation, asked)
  const lines = await readTraffic(trx, organisationId, of)
  return { lines, zoneOf: zonesOf(await listNetworks(trx, organisationId)) }
}

async function devicesAsked(
  trx: Transaction,
  organisation: Organisation,
  { device, maker, model }: TrafficAsked,
): Promise<TrafficOf> {
  if (device !== undefined) {
    const ids = await observedIdsOf(trx, organisation.organisationId, device)
    if (ids.length === 0)
      throw new FlowError('notFound', 'this device was not seen on the network, so nothing is known of its flows')
    return { devices: ids }
  }
  if (maker === undefined && model === undefined) return 'medical'
  const rows = await rowsOfModel(trx, organisation, { maker: maker ?? '', model: model ?? '' })
  return { devices: rows.map(({ observedId }) => observedId) }
}

/** Devices by the spelling-independent names of maker and model; an empty one does not narrow. */
async function rowsOfModel(
  trx: Transaction,
  { organisationId }: Organisation,
  { maker, model }: { readonly maker: string; readonly model: string },
): Promise<ObservedModelRow[]> {
  const [asked, of] = [makerKey(maker), modelKey(model, maker)]
  const rows = (await readObservedModels(trx, organisationId)).filter(
    (row) => (maker === '' || makerKey(row.maker) === asked) && (model === '' || modelKey(row.model, row.maker) === of),
  )
  if (rows.length === 0) {
    const what = [maker, model].filter((part) => part !== '').join(' ')
    throw new FlowError('notFound', `no device of "${what}" was seen on the network; "observed list" shows what was`)
  }
  return rows
}
