import { csv } from './importers/csv.ts'
import { xlsx } from './importers/xlsx.ts'
import type { AssetImporter, AssetList, ReadOptions, Refusal } from './importer.ts'
import { readWith } from './read-asset-list.ts'

export type {
  AssetField,
  AssetImporter,
  AssetList,
  AssetProblem,
  Column,
  ReadOptions,
  Refusal,
  RejectedLine,
} from './importer.ts'
export { assetFields } from './headers.ts'
export { planImport } from './plan.ts'
export type { FieldChange, ImportConflict, ImportPlan, PlannedChange } from './plan.ts'
export { confidenceNow, NOT_SEEN_AFTER_MS } from './fusion/confidence.ts'
export { kindsAmong } from './fusion/outside.ts'
export { fuse, toUuid } from './fusion/fuse.ts'
export { neighboursUnder } from './fusion/neighbours.ts'
export { matchFleet } from './fusion/match-fleet.ts'
export { resolveFacts } from './fusion/resolve.ts'
export { keyOfSighting, toHostKey, toSighting } from './fusion/sightings.ts'
export { isOfUdi, withMakersOfUdi } from './fusion/udi-serials.ts'
export type { UdiKnown } from './fusion/udi-serials.ts'
export { versionsSeen, versionTold } from './fusion/version-seen.ts'
export type { VersionsKnown } from './fusion/version-seen.ts'
export { normaliseSerial } from './serials.ts'
export { deviceOfUdi, readWrittenUdi } from './udi-names.ts'
export { exposuresOf } from './traffic/exposures.ts'
export { neededFlowsOf } from './traffic/needed-flows.ts'
export { canonicalNetwork, zonesOf } from './traffic/zones.ts'

/** Every importer; the first that recognises a list reads it. csv is last, since it takes whatever may be text. */
export const importers = [xlsx, csv] as const satisfies readonly AssetImporter[]

/**
 * Reads a hospital's equipment list of at most 200 MB, recognised by its content. What is malformed is kept apart with its line number;
 * a file that is no list is refused with what to do. Rejects only when `bytes` fails or `options.signal` aborts.
 */
export function readAssetList(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<AssetList | Refusal> {
  return readWith(importers, bytes, options)
}
