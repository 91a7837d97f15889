import { hash } from 'node:crypto'
import { keyOfSighting, toSighting, toUuid } from '../inventory/index.ts'
import { observedFields } from '../model/index.ts'
import type { Observation, ObservedFlow, OrganisationId } from '../model/index.ts'
import type { ObservedBatch } from '../network/index.ts'
import { inOrganisation, takeBatch } from '../store/index.ts'
import type { FlowToStore, ObservationToStore, SightingToStore, Store } from '../store/index.ts'
import { plainText } from './plain-text.ts'

export interface TakeObservationsOptions {
  readonly organisationId: OrganisationId
  /** Who listened: a short name that stays the same. */
  readonly sensor: string
  /** Names the batch among those of the sensor, such as a running number: one that comes again with the same name is not counted again. */
  readonly batchId: string
  /** The file or interface that it was seen on. */
  readonly source: string
  readonly batch: Pick<ObservedBatch, 'observations' | 'flows'>
  readonly now: Date
}

/** What came of a batch. `known`: it was taken before, and nothing is counted twice. */
export interface ObservationsTaken {
  readonly is: 'taken' | 'known'
  /** Different ones; equal ones of the batch are one. */
  readonly observations: number
  readonly flows: number
  /** Observations that name nobody and tell nothing, and flows that name no address: left out. */
  readonly leftOut: number
}

/** What one text may hold, in characters; longer ones are cut. */
const mostChars = { value: 512, name: 200, place: 200 }
/** Facts of one observation; more are cut. */
const mostFacts = 200
/** No sensor listened before; a clock that says so stands wrong. */
const EARLIEST = Date.UTC(2000, 0, 1)

/**
 * Keeps what a sensor, a capture or a log told. Nothing is concluded from it yet: `fuseObservations` does that, for many batches at once. A time that
 * lies in the future, by a clock that is ahead, counts as now.
 */
export async function takeObservations(store: Store, options: TakeObservationsOptions): Promise<ObservationsTaken> {
  const { organisationId, batchId, batch, now } = options
  const [sensor, source] = [cut(options.sensor, mostChars.name), cut(options.source, mostChars.name)]
  const batchKey = idOf('batch', JSON.stringify([sensor, batchId]))
  const { sightings, observations } = toRows(batch.observations, now.getTime())
  const flows = toFlows(batch.flows, now.getTime())
  const given = { batchKey, sensor, source, sightings, observations, flows }
  const isNew = await inOrganisation(store, organisationId, async (trx) => takeBatch(trx, organisationId, given))
  const counts = { observations: observations.length, flows: flows.length }
  const leftOut = batch.observations.filter(isEmpty).length + batch.flows.filter(isNobody).length
  return { is: isNew ? 'taken' : 'known', ...counts, leftOut }
}

interface Rows {
  readonly sightings: readonly SightingToStore[]
  readonly observations: readonly ObservationToStore[]
}

function toRows(given: readonly Observation[], now: number): Rows {
  const sightings = new Map<string, SightingToStore>()
  const observations = new Map<string, ObservationToStore>()
  for (const each of given) {
    if (isEmpty(each)) continue
    const observation = toAllowed(each)
    const sighting = toSighting(observation)
    const sightingId = idOf('sighting', keyOfSighting(sighting))
    const facts = JSON.stringify(observation.facts.map(({ field, value }) => [field, value]))
    const { subject, protocol, confidence, count } = observation
    const { mac, ip, aeTitle, hostName } = subject
    const observationId = idOf('observation', JSON.stringify([mac, ip, aeTitle, hostName, protocol, facts]))
    const span = spanOf(observation, now)
    sightings.set(sightingId, widen(sightings.get(sightingId), { ...sighting, sightingId, ...span }))
    const known = observations.get(observationId)
    const row = {
      sightingId,
      observationId,
      protocol,
      confidence,
      facts,
      place: cut(observation.place, mostChars.place),
    }
    const total = (known?.count ?? 0) + atLeastOne(count)
    observations.set(observationId, widen(known, { ...row, ...known, ...span, count: total }))
  }
  return { sightings: [...sightings.values()], observations: [...observations.values()] }
}

const allowed: ReadonlySet<string> = new Set(observedFields)

/** Only fields of the list are kept, whoever sends others. */
function toAllowed(observation: Observation): Observation {
  const facts = observation.facts
    .filter(({ field, value }) => allowed.has(field) && value.trim() !== '')
    .slice(0, mostFacts)
    .map(({ field, value }) => ({ field, value: cut(value.trim(), mostChars.value) }))
  return { ...observation, protocol: cut(observation.protocol, mostChars.name), facts }
}

function isEmpty({ subject, facts }: Observation): boolean {
  return Object.keys(subject).length === 0 && facts.length === 0
}

function toFlows(given: readonly ObservedFlow[], now: number): FlowToStore[] {
  const flows = new Map<string, FlowToStore>()
  for (const flow of given) {
    if (isNobody(flow)) continue
    const { client, server, transport, port, vlan = null, protocol = null, isClearText = null } = flow
    const ends = {
      clientMac: client.mac ?? null,
      clientIp: client.ip ?? null,
      serverMac: server.mac ?? null,
      serverIp: server.ip ?? null,
    }
    const flowId = idOf('flow', JSON.stringify([ends, transport, port, vlan, protocol]))
    const known = flows.get(flowId)
    const sums = {
      connections: (known?.connections ?? 0) + toCount(flow.connections),
      unanswered: (known?.unanswered ?? 0) + toCount(flow.unanswered),
      packets: (known?.packets ?? 0) + toCount(flow.packets),
      bytes: (known?.bytes ?? 0) + toCount(flow.bytes),
    }
    const row = { flowId, ...ends, transport, port, vlan, protocol, isClearText: known?.isClearText ?? isClearText }
    flows.set(flowId, widen(known, { ...row, ...sums, ...spanOf(flow, now) }))
  }
  return [...flows.values()]
}

function isNobody({ client, server }: ObservedFlow): boolean {
  return [client, server].some(({ mac, ip }) => mac === undefined && ip === undefined)
}

interface Span {
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

function spanOf({ firstSeenAt, lastSeenAt }: Pick<Observation, 'firstSeenAt' | 'lastSeenAt'>, now: number): Span {
  const last = toTime(lastSeenAt, now)
  const first = Math.min(toTime(firstSeenAt, now), last)
  return { firstSeenAt: new Date(first).toISOString(), lastSeenAt: new Date(last).toISOString() }
}

function toTime(at: number, now: number): number {
  return Number.isFinite(at) && at >= EARLIEST ? Math.min(at, now) : now
}

/** The row over the time of both. ISO texts are in the order of time. */
function widen<T extends Span>(known: T | undefined, row: T): T {
  if (known === undefined) return row
  const firstSeenAt = known.firstSeenAt < row.firstSeenAt ? known.firstSeenAt : row.firstSeenAt
  const lastSeenAt = known.lastSeenAt > row.lastSeenAt ? known.lastSeenAt : row.lastSeenAt
  return { ...row, firstSeenAt, lastSeenAt }
}

function atLeastOne(count: number): number {
  return Math.max(1, toCount(count))
}

function toCount(count: number): number {
  return Number.isFinite(count) ? Math.max(0, Math.trunc(count)) : 0
}

function cut(text: string, most: number): string {
  return plainText(text.slice(0, most))
}

function idOf(kind: string, text: string): string {
  return toUuid(hash('sha256', `${kind} ${text}`, 'hex'))
}
