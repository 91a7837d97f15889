import { randomUUID } from 'node:crypto'
import { planImport } from '../inventory/index.ts'
import type { AssetField, AssetList, ImportPlan, Refusal, RejectedLine } from '../inventory/index.ts'
import type { AssetRow, ColumnChoice, DeviceId, ExistingDevice, OrganisationId } from '../model/index.ts'
import { existingDevices, inOrganisation, lockFleet, noteImport, untilAborted, writeDevices } from '../store/index.ts'
import type { DeviceToStore, Store } from '../store/index.ts'
import { acceptedAssetColumns, keepAssetColumns } from './asset-columns.ts'
import { identifyModels } from './identify-models.ts'
import { relinkObserved } from './link-observed.ts'
import { plainText } from './plain-text.ts'
import { readAssets } from './read-assets.ts'

export interface ImportAssetsOptions {
  readonly organisationId: OrganisationId
  readonly fileName: string
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>
  /** Plan only; write nothing. */
  readonly dryRun: boolean
  readonly now: Date
  /** What a person says of the columns; remembered once the list is imported. */
  readonly choices?: readonly ColumnChoice<AssetField>[]
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
  const { organisationId, now, signal, choices = [] } = options
  const store = untilAborted(given, signal ?? given.signal)
  const fileName = plainText(options.fileName)
  const list = await readAssets(options.bytes, {
    today: now.toISOString().slice(0, 10),
    choices,
    accepted: await acceptedAssetColumns(store, organisationId),
    ...(signal === undefined ? {} : { signal }),
  })
  if (list.is === 'refused') return list
  if (options.dryRun) {
    const plan = await inOrganisation(store, organisationId, async (trx) =>
      planImport(await existingDevices(trx, organisationId), list.rows),
    )
    return { is: 'planned', list, plan, keptApart: keptApart(list, plan) }
  }
  const imported = await inOrganisation(store, organisationId, async (trx): Promise<AssetsImported> => {
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
  if (choices.length > 0) await keepAssetColumns(store, organisationId, list)
  await relinkObserved(store, organisationId)
  return imported
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
  /** The line that tells something else of it; absent: the list says what is known. */
  readonly row?: AssetRow
}

function toDevices(existing: readonly ExistingDevice[], plan: ImportPlan): PlannedDevice[] {
  const foundBy = 'list' as const // also what came from the network before: somebody counts it now
  const known = new Map(existing.map((device) => [device.deviceId, device]))
  const added = plan.added.map((row) => ({ device: { ...factsOf(row), deviceId: randomUUID() as DeviceId }, row }))
  const changed = plan.changed.flatMap(({ deviceId, row, changes }) => {
    const before = known.get(deviceId)
    if (before === undefined) return []
    const after = Object.fromEntries(changes.map(({ field, to }) => [field, to]))
    return [{ device: { ...before, ...after, foundBy }, row }]
  })
  const adopted = plan.unchanged.flatMap((deviceId) => {
    const before = known.get(deviceId)
    return before?.foundBy === 'network' ? [{ device: { ...before, foundBy } }] : []
  })
  return [...added, ...changed, ...adopted]
}

function factsOf(row: AssetRow): Omit<ExistingDevice, 'deviceId'> {
  const { line: _line, assumed: _assumed, ...facts } = row
  return { ...facts, foundBy: 'list' }
}

/** The devices with their model versions, and where their software version was read. */
async function identify(
  store: Store,
  planned: readonly PlannedDevice[],
  fileName: string,
  now: Date,
): Promise<DeviceToStore[]> {
  const ids = await identifyModels(
    store,
    planned.map(({ device }) => device),
  )
  return planned.map(({ device, row }, place) => {
    const isStated = row?.softwareVersion !== undefined // otherwise an earlier source still stands
    const stated = {
      versionSource: `equipment list ${fileName}, line ${row?.line ?? 0}`,
      versionSeenAt: now.toISOString(),
    }
    return { ...device, modelVersionId: ids[place] ?? 0, ...(isStated ? stated : {}) }
  })
}
