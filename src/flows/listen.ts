import type { Observation, ObservedField, ObservedSubject, OrganisationId } from '../model/index.ts'
import { observe } from '../network/index.ts'
import type { ObservedBatch, SourceProgress } from '../network/index.ts'
import type { Store } from '../store/index.ts'
import { fuseObservations } from './fuse-observations.ts'
import type { Fused } from './fuse-observations.ts'
import { takeObservations } from './take-observations.ts'

/** A summary for a person holds no more; what is kept in the inventory is not cut. */
const maxDevices = 5_000
const maxValues = 8
const maxCharacters = 8_000_000
/** On a source without end devices are put together so often. */
const fuseEveryMs = 60_000

export interface ListenOptions {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly now: () => Date
  /** Ends the listening; what was heard until then is kept. */
  readonly signal?: AbortSignal
  readonly flushMs?: number
  /** Where it goes; without it nothing is stored. */
  readonly keep?: KeepHeard
  /** Told of every batch, once it is stored. */
  readonly onBatch?: (batch: ObservedBatch) => void | Promise<void>
}

export interface KeepHeard {
  readonly store: Store
  readonly organisationId: OrganisationId
  /** Who listened: a short name that stays the same. */
  readonly sensor: string
  /** The file or interface that it was seen on. */
  readonly source: string
  /** Names this source among all of the sensor, such as its digest: what was taken from it before counts once. */
  readonly name: string
}

/** Everything that one address, or one name without an address, was told of. */
export interface HeardDevice {
  readonly subject: ObservedSubject
  readonly facts: Readonly<Partial<Record<ObservedField, readonly string[]>>>
  readonly protocols: readonly string[]
  /** How often it was told of. */
  readonly count: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

export interface Heard {
  readonly progress: SourceProgress
  /** In the order in which they were first told of. */
  readonly devices: readonly HeardDevice[]
  /** Addresses beyond those in the list. */
  readonly devicesLeftOut: number
  /** How often each protocol told something. */
  readonly protocols: Readonly<Record<string, number>>
  /** Flows of all batches; one that lasts over several batches counts in each. */
  readonly flows: number
  readonly kept?: HeardKept
}

/** What went into the inventory. `knownBatches`: taken before, and not counted twice. */
export interface HeardKept extends Fused {
  readonly observations: number
  readonly flows: number
  readonly knownBatches: number
}

/** Listens to a capture, a log or another source until its end, or until it is told to stop. Only the fields of the allow-list are ever kept. */
export async function listen(options: ListenOptions): Promise<Heard> {
  const { bytes, keep, onBatch, now } = options
  const summary = new Summary()
  const keeping = keep === undefined ? undefined : new Keeping(keep, now)
  let progress: SourceProgress | undefined
  for await (const batch of observe(bytes, options)) {
    await keeping?.take(batch)
    summary.add(batch)
    progress = batch.progress
    await onBatch?.(batch)
  }
  const kept = await keeping?.end()
  if (progress === undefined) throw new Error('a source yields one batch at least')
  return { progress, ...summary.told(), ...(kept === undefined ? {} : { kept }) }
}

class Keeping {
  readonly #keep: KeepHeard
  readonly #now: () => Date
  #batches = 0
  #observations = 0
  #flows = 0
  #known = 0
  #fusedAt: number

  constructor(keep: KeepHeard, now: () => Date) {
    this.#keep = keep
    this.#now = now
    this.#fusedAt = now().getTime()
  }

  async take(batch: ObservedBatch): Promise<void> {
    const { store, organisationId, sensor, source, name } = this.#keep
    const now = this.#now()
    this.#batches += 1
    if (batch.observations.length + batch.flows.length === 0) return
    const batchId = `${name} ${this.#batches}`
    const taken = await takeObservations(store, { organisationId, sensor, source, batchId, batch, now })
    this.#observations += taken.observations
    this.#flows += taken.flows
    if (taken.is === 'known') this.#known += 1
    if (now.getTime() - this.#fusedAt >= fuseEveryMs) await this.#fuse()
  }

  async end(): Promise<HeardKept> {
    const fused = await this.#fuse()
    return { ...fused, observations: this.#observations, flows: this.#flows, knownBatches: this.#known }
  }

  async #fuse(): Promise<Fused> {
    this.#fusedAt = this.#now().getTime()
    return fuseObservations(this.#keep.store, { organisationId: this.#keep.organisationId })
  }
}

interface Gathered {
  subject: ObservedSubject
  readonly facts: Partial<Record<ObservedField, string[]>>
  readonly protocols: Set<string>
  count: number
  firstSeenAt: number
  lastSeenAt: number
}

class Summary {
  readonly #devices = new Map<string, Gathered>()
  readonly #protocols = new Map<string, number>()
  #leftOut = 0
  #flows = 0
  #characters = 0

  add({ observations, flows }: ObservedBatch): void {
    this.#flows += flows.length
    for (const observation of observations) this.#gather(observation)
  }

  told(): Pick<Heard, 'devices' | 'devicesLeftOut' | 'protocols' | 'flows'> {
    return {
      devices: [...this.#devices.values()].map(({ protocols, ...device }) => ({
        ...device,
        protocols: [...protocols].sort(),
      })),
      devicesLeftOut: this.#leftOut,
      protocols: Object.fromEntries([...this.#protocols].sort(([a], [b]) => (a < b ? -1 : 1))),
      flows: this.#flows,
    }
  }

  #gather({ subject, protocol, facts, count, firstSeenAt, lastSeenAt }: Observation): void {
    this.#protocols.set(protocol, (this.#protocols.get(protocol) ?? 0) + count)
    const device = this.#find(subject, { firstSeenAt, lastSeenAt })
    if (device === undefined) return
    device.subject = { ...subject, ...device.subject }
    device.count += count
    device.firstSeenAt = Math.min(device.firstSeenAt, firstSeenAt)
    device.lastSeenAt = Math.max(device.lastSeenAt, lastSeenAt)
    device.protocols.add(protocol)
    for (const { field, value } of facts) {
      const values = (device.facts[field] ??= [])
      if (values.length >= maxValues || this.#characters >= maxCharacters || values.includes(value)) continue
      values.push(value)
      this.#characters += value.length
    }
  }

  #find(subject: ObservedSubject, seen: { firstSeenAt: number; lastSeenAt: number }): Gathered | undefined {
    const { ip, mac, aeTitle, hostName } = subject
    const key = ip ?? mac ?? aeTitle ?? hostName
    if (key === undefined) return undefined
    const known = this.#devices.get(key)
    if (known !== undefined) return known
    if (this.#devices.size >= maxDevices) {
      this.#leftOut += 1
      return undefined
    }
    const made: Gathered = { subject, facts: {}, protocols: new Set(), count: 0, ...seen }
    this.#devices.set(key, made)
    return made
  }
}
