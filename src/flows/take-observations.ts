import { hash } from 'node:crypto'
import { keyOfSighting, toSighting, toUuid } from '../inventory/index.ts'
import { observedFields } from '../model/index.ts'
import type { Observation, ObservedFact, ObservedFlow, OrganisationId } from '../model/index.ts'
import type { ObservedBatch } from '../network/index.ts'
import { beginBatch, inOrganisation, takeBatch } from '../store/index.ts'
import type { FlowToStore, ObservationToStore, SightingToStore, Store } from '../store/index.ts'
import { plainText } from './plain-text.ts'
import { soundFlow, soundObservation } from './sound-addresses.ts'

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
  /** Different ones; equal ones of the batch are one. Of a batch that is known none are read. */
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
  const named = { batchKey, sensor, source, observations: batch.observations.length, flows: batch.flows.length }
  return inOrganisation(store, organisationId, async (trx): Promise<ObservationsTaken> => {
    if (!(await beginBatch(trx, organisationId, named))) return { is: 'known', observations: 0, flows: 0, leftOut: 0 }
    const told = batch.observations.map(soundObservation)
    const talks = batch.flows.map(soundFlow)
    const { sightings, observations } = toRows(told, now.getTime())
    const flows = toFlows(talks, now.getTime())
    await takeBatch(trx, organisationId, { batchKey, sensor, source, sightings, observations, flows })
    const leftOut = told.filter(isEmpty).length + talks.filter(isNobody).length
    return { is: 'taken', observations: observations.length, flows: flows.length, leftOut }
  })
}

interface Rows {
  readonly sightings: readonly SightingToStore[]
  readonly observations: readonly ObservationToStore[]
}

function toRows(given: readonly Observation[], now: number): Rows {
  const sightings = new Map<string, Counted<Omit<SightingToStore, keyof Span>>>()
  const observations = new Map<string, Counted<Omit<ObservationToStore, keyof Span | 'count'>>>()
  for (const each of given) {
    if (isEmpty(each)) continue
    const observation = toAllowed(each)
    const sighting = toSighting(observation)
    const times = timesOf(observation, now)
    const toSeen = (key: string): Omit<SightingToStore, keyof Span> => ({
      ...sighting,
      sightingId: idOf('sighting', key),
    })
    const { row: at } = count(sightings, keyOfSighting(sighting), times, toSeen)
    const { subject, protocol, confidence, place } = observation
    const facts = JSON.stringify(observation.facts.map(({ field, value }) => [field, value]))
    const told = JSON.stringify([subject.mac, subject.ip, subject.aeTitle, subject.hostName, protocol, facts])
    const { sightingId } = at
    const row = count(observations, told, times, (key) => {
      const observationId = idOf('observation', key)
      return { sightingId, observationId, protocol, confidence, facts, place: cut(place, mostChars.place) }
    })
    if (times.first < row.firstAt) {
      row.row = { ...row.row, place: cut(place, mostChars.place) }
      row.firstAt = times.first
    }
  }
  return {
    sightings: [...sightings.values()].map(({ row, times }) => ({ ...row, ...toSpan(times) })),
    observations: [...observations.values()].map(({ row, times }) => ({
      ...row,
      ...toSpan(times),
      count: times.count,
    })),
  }
}

/** In milliseconds since 1970 UTC, and how often. */
interface Times {
  readonly first: number
  readonly last: number
  readonly count: number
}

interface Counted<Row> {
  row: Row
  times: Times
  /** When that was seen which the row was made of. */
  firstAt: number
}

/** The row of this key, made where it is new; its times and count are those of all that had the key. */
function count<Row>(
  rows: Map<string, Counted<Row>>,
  key: string,
  times: Times,
  make: (key: string) => Row,
): Counted<Row> {
  const known = rows.get(key)
  if (known === undefined) {
    const added = { row: make(key), times, firstAt: times.first }
    rows.set(key, added)
    return added
  }
  known.times = addTimes(known.times, times)
  return known
}

function addTimes(a: Times, b: Times): Times {
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last), count: sum(a.count, b.count) }
}

const allowed: ReadonlySet<string> = new Set(observedFields)

/** Only fields of the list are kept, whoever sends others. */
function toAllowed(observation: Observation): Observation {
  const facts: ObservedFact[] = []
  for (const { field, value } of observation.facts) {
    const text = allowed.has(field) ? cut(value, mostChars.value) : ''
    if (text !== '' && facts.length < mostFacts) facts.push({ field, value: text })
  }
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
      connections: sum(known?.connections ?? 0, toCount(flow.connections)),
      unanswered: sum(known?.unanswered ?? 0, toCount(flow.unanswered)),
      packets: sum(known?.packets ?? 0, toCount(flow.packets)),
      bytes: sum(known?.bytes ?? 0, toCount(flow.bytes)),
    }
    const row = { flowId, ...ends, transport, port, vlan, protocol, isClearText: known?.isClearText ?? isClearText }
    flows.set(flowId, widen(known, { ...row, ...sums, ...toSpan(timesOf({ ...flow, count: 1 }, now)) }))
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

function timesOf(
  { firstSeenAt, lastSeenAt, count: seen }: Pick<Observation, 'firstSeenAt' | 'lastSeenAt' | 'count'>,
  now: number,
): Times {
  const last = toTime(lastSeenAt, now)
  return { first: Math.min(toTime(firstSeenAt, now), last), last, count: Math.max(1, toCount(seen)) }
}

function toSpan({ first, last }: Times): Span {
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

/** What is counted stays a number that every part of the way can hold. */
function sum(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER)
}

function toCount(seen: number): number {
  return Number.isFinite(seen) ? sum(Math.max(0, Math.trunc(seen)), 0) : 0
}

function cut(text: string, most: number): string {
  return plainText(text.slice(0, most))
}

function idOf(kind: string, text: string): string {
  return toUuid(hash('sha256', `${kind} ${text}`, 'hex'))
}
