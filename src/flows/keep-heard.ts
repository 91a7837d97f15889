import type { OrganisationId } from '../model/index.ts'
import type { ObservedBatch } from '../network/index.ts'
import type { Store } from '../store/index.ts'
import { fuseObservations } from './fuse-observations.ts'
import type { Fused } from './fuse-observations.ts'
import { takeObservations } from './take-observations.ts'

/** Who listened to files, by command or by upload: one that comes both ways counts once. */
export const filesSensor = 'files'

/** On a source without end devices are put together so often. */
const fuseEveryMs = 60_000

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

/** What went into the inventory. `knownBatches`: taken before, and not counted twice. */
export interface HeardKept extends Fused {
  readonly observations: number
  readonly flows: number
  readonly knownBatches: number
}

export interface BatchNames {
  /** Names the batch where its place among the others does not. */
  readonly id?: string
  /** Instead of the one for all. */
  readonly source?: string
}

/** Stores batches as they come, and puts devices together now and then and at the end. */
export class HeardKeeper {
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

  async take(batch: Pick<ObservedBatch, 'observations' | 'flows'>, named: BatchNames = {}): Promise<void> {
    const { store, organisationId, sensor, name } = this.#keep
    const { source = this.#keep.source, id } = named
    const now = this.#now()
    this.#batches += 1
    if (batch.observations.length + batch.flows.length === 0) return
    const batchId = id ?? `${name} ${this.#batches}`
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
