import { hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { fuse, kindsAmong, resolveFacts, withMakersOfUdi } from '../inventory/index.ts'
import type { AnchorWords, KeptObservation, ObservedGroup, OrganisationId } from '../model/index.ts'
import {
  claimBatches,
  forgetOldest,
  inOrganisation,
  listNetworks,
  lockFusion,
  makersOfUdis,
  observedFingerprints,
  placeSightings,
  readObservations,
  readSightings,
  readWords,
  removeObserved,
  writeObserved,
} from '../store/index.ts'
import { linkObserved } from './link-observed.ts'
import type { Linked } from './link-observed.ts'
import type { ObservedToStore, SightingRow, Store, Transaction } from '../store/index.ts'
import { findTouched } from './touched-neighbours.ts'

export interface FuseOptions {
  readonly organisationId: OrganisationId
  /**
   * Absent: only what was seen since the last time. `said`: people said what belongs together. `everything`: all is made anew, as a check; what comes
   * of it is the same.
   */
  readonly again?: 'said' | 'everything'
}

/** What putting together changed. */
export interface Fused extends Linked {
  /** Devices on the network now. */
  readonly devices: number
  readonly changed: number
  /** Devices that are others now. */
  readonly gone: number
  /** Sightings that tell nothing to be told apart by. */
  readonly unplaced: number
}

/** So many sightings are read at a time with all that was told of them. */
const SIGHTINGS_AT_ONCE = 4_000

/**
 * Puts what was observed together into devices, where something was seen since the last time. Who belongs together is found among neighbours
 * (`findTouched`), from all sightings of them, so that it is the same as if everything were made again.
 */
export async function fuseObservations(store: Store, options: FuseOptions): Promise<Fused> {
  return inOrganisation(store, options.organisationId, async (trx) => fuseWithin(store, trx, options))
}

/** The same as a part of a transaction. */
export async function fuseWithin(
  store: Store,
  trx: Transaction,
  { organisationId, again }: FuseOptions,
): Promise<Fused> {
  await lockFusion(trx, organisationId)
  const batchKeys = await claimBatches(trx, organisationId)
  const known = await observedFingerprints(trx, organisationId)
  if (batchKeys.length === 0 && again === undefined) return { devices: known.size, ...nothing }
  const words = await readWords(trx, organisationId)
  const touching = { organisationId, batchKeys, words: words.anchors, known, everything: again !== undefined }
  const { parts, before, unplaced, isUdiTold } = await findTouched(trx, touching)
  const kindOf = kindsAmong(await listNetworks(trx, organisationId))
  const makers = isUdiTold ? await makersOfUdis(trx, organisationId) : []
  const made = await fuseParts(trx, parts, { ...touching, kindOf, makers, everything: again === 'everything' })
  const gone = before.filter((id) => !made.ids.has(id))
  await removeObserved(trx, organisationId, gone)
  const linked = await linkObserved(store, trx, { organisationId, words })
  const devices = new Set([...known.keys(), ...made.ids]).size - gone.length
  return { devices, changed: made.changed, gone: gone.length, unplaced: unplaced + made.unplaced, ...linked }
}

const nothing = { changed: 0, gone: 0, unplaced: 0, made: 0, withdrawn: 0, versions: 0 }

interface Pass {
  readonly organisationId: OrganisationId
  readonly batchKeys: readonly string[]
  readonly words: AnchorWords
  readonly known: ReadonlyMap<string, string>
  readonly kindOf: ReturnType<typeof kindsAmong>
  /** Of the UDIs of the list. */
  readonly makers: Parameters<typeof withMakersOfUdi>[1]
  readonly everything: boolean
}

interface Made {
  /** Of every device there is now in the neighbourhoods that were put together. */
  readonly ids: ReadonlySet<string>
  readonly changed: number
  readonly unplaced: number
}

/** Puts one part after another together, so that the sightings of one alone lie in memory. */
async function fuseParts(trx: Transaction, parts: readonly (readonly string[])[], pass: Pass): Promise<Made> {
  const { organisationId, batchKeys, words, makers } = pass
  const ids = new Set<string>()
  let [changed, unplaced] = [0, 0]
  for (const sightingIds of parts) {
    const read = await readSightings(trx, organisationId, { sightingIds, batchKeys })
    const sightings = withMakersOfUdi(read, makers)
    const touched = sightings.filter(({ isTouched }) => isTouched).map(({ sightingId }) => sightingId)
    await forgetOldest(trx, organisationId, touched)
    const groups = fuse(sightings, words)
    for (const { observedId } of groups) ids.add(observedId)
    changed += await writeChanged(trx, { sightings, groups }, pass)
    unplaced += await moveSightings(trx, organisationId, { sightings, groups })
  }
  return { ids, changed, unplaced }
}

interface Part {
  readonly sightings: readonly SightingRow[]
  readonly groups: readonly ObservedGroup[]
}

/** Makes the devices again of which something was seen, or that are made of other sightings than before. Returns how many. */
async function writeChanged(
  trx: Transaction,
  { sightings, groups }: Part,
  { organisationId, known, kindOf, everything }: Pass,
): Promise<number> {
  const byId = new Map(sightings.map((sighting) => [sighting.sightingId, sighting]))
  const isTouched = ({ sightingIds }: ObservedGroup): boolean =>
    everything || sightingIds.some((id) => byId.get(id)?.isTouched === true)
  const changed = groups
    .map((group) => ({ group, fingerprint: hash('sha256', JSON.stringify(group), 'hex').slice(0, 32) }))
    .filter(({ group, fingerprint }) => known.get(group.observedId) !== fingerprint || isTouched(group))
  const parts = [...inParts(changed, ({ group }) => group.sightingIds.length)]
  const read = async (some: readonly Changed[] = []): Promise<KeptObservation[]> =>
    readObservations(
      trx,
      organisationId,
      some.flatMap(({ group }) => group.sightingIds),
    )
  let next = read(parts[0])
  for (const [place, some] of parts.entries()) {
    const told = await next
    next = read(parts[place + 1])
    next.catch(() => undefined) // told where it is awaited
    await setImmediate() // the question goes out, and PostgreSQL reads on while these are made
    await writeObserved(trx, organisationId, toRows(some, told, { byId, kindOf }))
  }
  await next
  return changed.length
}

interface Changed {
  readonly group: ObservedGroup
  readonly fingerprint: string
}

function toRows(
  changed: readonly Changed[],
  told: readonly KeptObservation[],
  { byId, kindOf }: { readonly byId: ReadonlyMap<string, SightingRow>; readonly kindOf: ReturnType<typeof kindsAmong> },
): ObservedToStore[] {
  const ofSighting = Map.groupBy(told, ({ sightingId }) => sightingId)
  return changed.map(({ group, fingerprint }) => {
    const observations = group.sightingIds.flatMap((id) => ofSighting.get(id) ?? [])
    const facts = resolveFacts(observations, { sightings: byId, anchors: group.anchors })
    const own = group.sightingIds.flatMap((id) => byId.get(id)?.serialKey ?? [])
    const serialKeys = new Set([...own, ...(group.formerly ?? [])])
    return { group: { ...group, kind: kindOf(group, facts) }, fingerprint, facts, serialKeys: [...serialKeys].sort() }
  })
}

function* inParts<T>(all: readonly T[], sizeOf: (each: T) => number): Generator<T[]> {
  let part: T[] = []
  let size = 0
  for (const each of all) {
    part.push(each)
    size += sizeOf(each)
    if (size < SIGHTINGS_AT_ONCE) continue
    yield part
    part = []
    size = 0
  }
  if (part.length > 0) yield part
}

/** Notes where the sightings belong now. Returns how many belong nowhere. */
async function moveSightings(
  trx: Transaction,
  organisationId: OrganisationId,
  { sightings, groups }: Part,
): Promise<number> {
  const home = new Map(
    groups.flatMap(({ observedId, sightingIds }) => sightingIds.map((id) => [id, observedId] as const)),
  )
  const placed = sightings.map(({ sightingId, observedId }) => ({
    sightingId,
    was: observedId,
    observedId: home.get(sightingId) ?? null,
  }))
  await placeSightings(
    trx,
    organisationId,
    placed.filter(({ was, observedId }) => was !== observedId),
  )
  return placed.filter(({ observedId }) => observedId === null).length
}
