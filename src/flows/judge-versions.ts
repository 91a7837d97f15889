import { versionsSeen } from '../inventory/index.ts'
import type { VersionsKnown } from '../inventory/index.ts'
import { versionKey } from '../model/index.ts'
import type {
  DeviceId,
  ExistingDevice,
  ObservedLink,
  ObservedVersion,
  OrganisationId,
  VersionSeen,
  VersionWord,
} from '../model/index.ts'
import { deviceVersions, writeDeviceVersions } from '../store/index.ts'
import type { DeviceVersionRow, IdentityRow, Store, Transaction } from '../store/index.ts'
import { identifyModels } from './identify-models.ts'
import type { ModelTold } from './identify-models.ts'

interface Judging {
  readonly organisationId: OrganisationId
  readonly observed: readonly IdentityRow[]
  readonly links: readonly ObservedLink[]
  readonly devices: readonly ExistingDevice[]
  readonly words: ReadonlyMap<DeviceId, VersionWord>
}

interface SeenOf {
  readonly device: ExistingDevice
  readonly seen: VersionSeen
  readonly told: ModelTold
}

/**
 * Keeps by which versions devices are judged besides, or instead of, that of their list. Only surely matched devices: what may be another one proves
 * nothing. Returns how many there are.
 */
export async function judgeVersions(store: Store, trx: Transaction, judging: Judging): Promise<number> {
  const { organisationId } = judging
  const seen = seenOf(judging)
  const ids = await identifyModels(
    store,
    seen.map(({ told }) => told),
  )
  const wanted = new Map(
    seen.map(({ device, seen: { version, stands, because, seen: observed } }, place): [string, DeviceVersionRow] => {
      const modelVersionId = ids[place] ?? 0
      const evidence = { because, ...(observed === undefined ? {} : { seen: observed }) }
      const { deviceId, softwareVersion: declared = null } = device
      return [`${deviceId} ${modelVersionId}`, { deviceId, modelVersionId, version, declared, stands, evidence }]
    }),
  )
  const known = new Map(
    (await deviceVersions(trx, { organisationId })).map((row) => [`${row.deviceId} ${row.modelVersionId}`, row]),
  )
  const closed = [...known].filter(([key, row]) => isOther(row, wanted.get(key))).map(([, row]) => row)
  const opened = [...wanted].filter(([key, row]) => isOther(row, known.get(key))).map(([, row]) => row)
  await writeDeviceVersions(trx, organisationId, { closed, opened })
  return wanted.size
}

/** The same version that is seen again is no change. */
function isOther(row: DeviceVersionRow, other: DeviceVersionRow | undefined): boolean {
  if (other === undefined) return true
  const [one, another] = [row, other].map(({ version, declared, stands, evidence }) =>
    JSON.stringify([version, declared, stands, evidence.because]),
  )
  return one !== another
}

function seenOf({ observed, links, devices, words }: Judging): SeenOf[] {
  const byId = new Map(devices.map((device) => [device.deviceId, device]))
  const rows = new Map(observed.map((row) => [row.observedId, row]))
  const matched = links.filter(({ standing }) => standing === 'matched')
  const ofDevice = Map.groupBy(matched, ({ deviceId }) => deviceId)
  return [...ofDevice].flatMap(([deviceId, each]): SeenOf[] => {
    const device = deviceId === null ? undefined : byId.get(deviceId)
    if (device === undefined) return []
    const shown = each.flatMap(({ observedId }) => rows.get(observedId) ?? [])
    const known = { declared: device.softwareVersion, word: words.get(device.deviceId) }
    return versionsOf(shown, known).map((seen) => ({
      device,
      seen,
      told: { ...namesOf(device, shown), softwareVersion: seen.version },
    }))
  })
}

/** What came from a gateway may be told by another device behind it: it never takes the place of anything, and it is not passed over. */
function versionsOf(shown: readonly IdentityRow[], known: Pick<VersionsKnown, 'declared' | 'word'>): VersionSeen[] {
  const told = (isGateway: boolean): ObservedVersion[] =>
    shown.filter(({ kind }) => (kind === 'gateway') === isGateway).flatMap((row) => row.versions)
  const own = versionsSeen({ ...known, observed: told(false) })
  if (own.some(({ stands }) => stands === 'instead')) return own
  const behind = versionsSeen({ ...known, observed: told(true).map((each) => ({ ...each, voices: 1 })) })
  const others = behind.filter(({ version }) => !own.some((each) => versionKey(each.version) === versionKey(version)))
  return [...own, ...(own.length > 0 ? others.filter(({ stands }) => stands === 'beside') : others)]
}

/** Maker and model as the list says, which is what SBOMs are added to; where it does not, as the network does. */
function namesOf({ maker, model }: ExistingDevice, shown: readonly IdentityRow[]): ModelTold {
  if (maker !== undefined && model !== undefined) return { maker, model }
  const told = shown.find((row) => row.maker !== null && row.model !== null)
  return told === undefined ? {} : { maker: told.maker ?? '', model: told.model ?? '' }
}
