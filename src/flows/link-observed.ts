import { randomUUID } from 'node:crypto'
import { matchFleet } from '../inventory/index.ts'
import type { DeviceId, ExistingDevice, ObservedLink, OrganisationId } from '../model/index.ts'
import {
  existingDevices,
  inOrganisation,
  lockFleet,
  lockFusion,
  readIdentities,
  readToMake,
  readWords,
  withdrawDevices,
  writeDevices,
  writeLinks,
} from '../store/index.ts'
import type { IdentityRow, MadeOfRow, ObservedWords, Store, Transaction } from '../store/index.ts'
import { identifyModels } from './identify-models.ts'
import { judgeVersions } from './judge-versions.ts'

/** What came of comparing the network with the inventory. */
export interface Linked {
  /** Devices that came into the inventory from the network. */
  readonly made: number
  /** Devices that had come from the network, and are part of another one now. */
  readonly withdrawn: number
  /** Devices judged by another version than that of their list, besides it or instead. */
  readonly versions: number
}

interface Linking {
  readonly organisationId: OrganisationId
  readonly words: ObservedWords
}

/** Compares what is on the network with the inventory anew, as after an import. */
export async function relinkObserved(store: Store, organisationId: OrganisationId): Promise<Linked> {
  return inOrganisation(store, organisationId, async (trx) => {
    await lockFusion(trx, organisationId)
    return linkObserved(store, trx, { organisationId, words: await readWords(trx, organisationId) })
  })
}

/**
 * Finds which device of the inventory each device on the network is; makes devices of those that are surely medical, or that tell maker and model, and
 * that are in no list; and keeps which versions were seen.
 */
export async function linkObserved(
  store: Store,
  trx: Transaction,
  { organisationId, words }: Linking,
): Promise<Linked> {
  await lockFleet(trx, organisationId)
  const observed = await readIdentities(trx, organisationId)
  if (observed.length === 0) return { made: 0, withdrawn: 0, versions: 0 }
  const fleet = await existingDevices(trx, organisationId)
  const found = matchFleet(observed, fleet, words.links)
  const made = await makeDevices(store, trx, { organisationId, observed, links: found })
  const links = found.map((link) => made.links.get(link.observedId) ?? link)
  await writeLinks(
    trx,
    organisationId,
    links.filter((link, place) => isNew(link, observed[place])),
  )
  const withdrawn = await withdrawMade(trx, organisationId, { fleet, links })
  const gone = new Set(withdrawn)
  const devices = [...fleet.filter(({ deviceId }) => !gone.has(deviceId)), ...made.devices]
  const versions = await judgeVersions(store, trx, { organisationId, observed, links, devices, words: words.versions })
  return { made: made.devices.length, withdrawn: withdrawn.length, versions }
}

function isNew({ standing, deviceId, matches }: ObservedLink, was: IdentityRow | undefined): boolean {
  if (was === undefined || was.standing !== standing || was.deviceId !== deviceId) return true
  const before = JSON.parse(was.match) as ObservedLink['matches']
  return JSON.stringify(before.map(toText)) !== JSON.stringify(matches.map(toText))
}

function toText({ deviceId, rule, value, doubt }: ObservedLink['matches'][number]): string {
  return [deviceId, rule, value, doubt].join(' ')
}

interface Making {
  readonly organisationId: OrganisationId
  readonly observed: readonly IdentityRow[]
  readonly links: readonly ObservedLink[]
}

interface Made {
  readonly devices: readonly ExistingDevice[]
  readonly links: ReadonlyMap<string, ObservedLink>
}

/** Network gear, printers and telephones tell maker and model too; they are no equipment of the biomedical department. */
const gear: ReadonlySet<string> = new Set([
  'router',
  'switch',
  'bridge',
  'access-point',
  'accesspoint',
  'wlan-access-point',
  'printer',
  'phone',
  'telephone',
])

async function makeDevices(store: Store, trx: Transaction, { organisationId, observed, links }: Making): Promise<Made> {
  const unknown = new Set(
    links.filter(({ standing }) => standing === 'onlyOnNetwork').map(({ observedId }) => observedId),
  )
  const candidates = observed.filter((each) => unknown.has(each.observedId) && isEquipment(each))
  const rows = await readToMake(
    trx,
    organisationId,
    candidates.map(({ observedId }) => observedId),
  )
  const made = rows
    .filter(({ roles }) => !roles.some((role) => gear.has(role.toLowerCase())))
    .map((row) => ({ row, device: toDevice(row) }))
  const devices = made.map(({ device }) => device)
  const ids = await identifyModels(store, devices)
  await writeDevices(
    trx,
    organisationId,
    devices.map((device, place) => ({ ...device, modelVersionId: ids[place] ?? 0 })),
  )
  const link = ({ row, device: { deviceId } }: (typeof made)[number]): [string, ObservedLink] => [
    row.observedId,
    { observedId: row.observedId, standing: 'matched', deviceId, matches: [{ deviceId, rule: 'made', value: '' }] },
  ]
  return { devices, links: new Map(made.map(link)) }
}

/** It told what it is, and is known by more than an address that the next device may have tomorrow. */
function isEquipment({ kind, isTold, isClinical, deviceKind, anchors }: IdentityRow): boolean {
  const isKnown = anchors.some((anchor) => /^(?:serial|ae):/.test(anchor) || /^mac:[^@]+$/.test(anchor))
  return kind === 'device' && isKnown && (isTold || (isClinical && deviceKind !== null))
}

/** Without its version: that was seen and is stated by no list. */
function toDevice({
  maker,
  model,
  serial,
  hostName,
  aeTitle,
  operatingSystem,
  udi,
  macs,
  ips,
}: MadeOfRow): ExistingDevice {
  const told = { maker, model, serial, hostName, aeTitle, operatingSystem, udi }
  const facts = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null))
  return {
    deviceId: randomUUID() as DeviceId,
    ...facts,
    macs,
    ips,
    status: 'inService',
    hasSoftware: true,
    foundBy: 'network',
  }
}

/** What was made of a device on the network goes again when that is found to be part of another one. */
async function withdrawMade(
  trx: Transaction,
  organisationId: OrganisationId,
  { fleet, links }: { readonly fleet: readonly ExistingDevice[]; readonly links: readonly ObservedLink[] },
): Promise<DeviceId[]> {
  const linked = new Set(
    links.flatMap(({ deviceId, matches }) => [deviceId, ...matches.map((match) => match.deviceId)]),
  )
  const orphans = fleet.filter(({ foundBy, deviceId }) => foundBy === 'network' && !linked.has(deviceId))
  return withdrawDevices(
    trx,
    organisationId,
    orphans.map(({ deviceId }) => deviceId),
  )
}
