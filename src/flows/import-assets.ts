import { randomUUID } from 'node:crypto'
import { planImport, readAssetList } from '../inventory/index.ts'
import type { AssetList, ImportPlan, Refusal, RejectedLine } from '../inventory/index.ts'
import type { AssetRow, DeviceId, ExistingDevice, OrganisationId } from '../model/index.ts'
import {
  existingDevices,
  inKnowledge,
  inOrganisation,
  lockFleet,
  noteImport,
  untilAborted,
  writeDevices,
} from '../store/index.ts'
import type { DeviceToStore, Store } from '../store/index.ts'
import { namesModel } from './model-names.ts'
import { ensureModelVersions } from './model-versions.ts'
import type { ModelVersionAsked } from './model-versions.ts'
import { plainText } from './plain-text.ts'

export interface ImportAssetsOptions {
  readonly organisationId: OrganisationId
  readonly fileName: string
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  /** Plan only; write nothing. */
  readonly dryRun: boolean
  readonly now: Date
  /** Ends the reading, or the statement under way; nothing has changed then. */
  readonly signal?: AbortSignal
}

export type AssetsImported =
  | Refusal
  | {
      readonly is: 'imported' | 'planned'
      readonly list: AssetList
      readonly plan: ImportPlan
      readonly keptApart: readonly RejectedLine[]
    }

/** Takes a hospital's equipment list into its inventory: adds and changes, never deletes; lines that cannot be taken are kept apart. */
export async function importAssets(given: Store, options: ImportAssetsOptions): Promise<AssetsImported> {
  const { organisationId, now, signal } = options
  const store = untilAborted(given, signal ?? given.signal)
  const fileName = plainText(options.fileName)
  const list = await readAssetList(options.bytes, {
    today: now.toISOString().slice(0, 10),
    ...(signal === undefined ? {} : { signal }),
  })
  if (list.is === 'refused') return list
  if (options.dryRun) {
    const plan = await inOrganisation(store, organisationId, async (trx) =>
      planImport(await existingDevices(trx, organisationId), list.rows),
    )
    return { is: 'planned', list, plan, keptApart: keptApart(list, plan) }
  }
  return inOrganisation(store, organisationId, async (trx) => {
    await lockFleet(trx, organisationId)
    const existing = await existingDevices(trx, organisationId)
    const plan = planImport(existing, list.rows)
    const devices = await identify(store, toDevices(existing, plan), fileName, now)
    await writeDevices(trx, organisationId, devices)
    const rejected = keptApart(list, plan)
    await noteImport(trx, organisationId, {
      importId: randomUUID(),
      fileName,
      added: plan.added.length,
      changed: plan.changed.length,
      unchanged: plan.unchanged.length,
      rejected,
    })
    return { is: 'imported', list, plan, keptApart: rejected }
  })
}

function keptApart(list: AssetList, plan: ImportPlan): RejectedLine[] {
  const conflicts = plan.conflicts.map(({ row, because }) => ({
    line: row.line,
    text: JSON.stringify(row),
    problem: because,
  }))
  return [...list.rejected, ...conflicts].sort((a, b) => a.line - b.line)
}

interface PlannedDevice {
  readonly device: ExistingDevice
  /** The line that names it. */
  readonly row: AssetRow
}

function toDevices(existing: readonly ExistingDevice[], plan: ImportPlan): PlannedDevice[] {
  const known = new Map(existing.map((device) => [device.deviceId, device]))
  const added = plan.added.map((row) => ({ device: { ...factsOf(row), deviceId: randomUUID() as DeviceId }, row }))
  const changed = plan.changed.flatMap(({ deviceId, row, changes }) => {
    const before = known.get(deviceId)
    if (before === undefined) return []
    const after = Object.fromEntries(changes.map(({ field, to }) => [field, to]))
    return [{ device: { ...before, ...after }, row }]
  })
  return [...added, ...changed]
}

function factsOf(row: AssetRow): Omit<ExistingDevice, 'deviceId'> {
  const { line: _line, assumed: _assumed, ...facts } = row
  return facts
}

/** Finds or makes the model version of each device. Without maker and model none can be told: 0, and every answer about it is "unknown". */
async function identify(
  store: Store,
  planned: readonly PlannedDevice[],
  fileName: string,
  now: Date,
): Promise<DeviceToStore[]> {
  const asked = new Map<string, ModelVersionAsked>()
  for (const { device } of planned) {
    const name = toModelVersion(device)
    if (name !== undefined) asked.set(nameOf(name), name)
  }
  const ids = await inKnowledge(store, async (trx) => ensureModelVersions(trx, [...asked.values()]))
  const idByName = new Map([...asked.keys()].map((name, index) => [name, ids[index] ?? 0]))
  return planned.map(({ device, row }) => {
    const name = toModelVersion(device)
    const modelVersionId = name === undefined ? 0 : (idByName.get(nameOf(name)) ?? 0)
    const isStated = row.softwareVersion !== undefined // otherwise an earlier source still stands
    const stated = { versionSource: `equipment list ${fileName}, line ${row.line}`, versionSeenAt: now.toISOString() }
    return { ...device, modelVersionId, ...(isStated ? stated : {}) }
  })
}

function toModelVersion({ maker, model, softwareVersion }: ExistingDevice): ModelVersionAsked | undefined {
  if (maker === undefined || model === undefined || !namesModel(maker, model)) return undefined
  return softwareVersion === undefined ? { maker, model } : { maker, model, version: softwareVersion }
}

function nameOf({ maker, model, version }: ModelVersionAsked): string {
  return JSON.stringify([maker, model, version ?? null])
}
