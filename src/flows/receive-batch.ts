import type { Observation, ObservedFlow, OrganisationId } from '../model/index.ts'
import type { Store } from '../store/index.ts'
import { enqueue } from './jobs.ts'
import { takeObservations } from './take-observations.ts'
import type { ObservationsTaken } from './take-observations.ts'

/** A clock that differs by less is as good as right: the way of a message takes time too. */
const toleratedSkewMs = 120_000
/** What comes within this time is put together at once. */
const fuseAfterSeconds = 60

/** What a sensor sends: a batch with the name that it gave it. */
export interface SentBatch {
  readonly sensor: string
  readonly batchId: string
  /** The file or interface that it was seen on. */
  readonly source: string
  /** The sensor's clock when it sent this, ISO 8601. */
  readonly sentAt: string
  /** Its times are by the sensor's own clock, so that they are set right when that is wrong; those of a file are not. */
  readonly isLive: boolean
  readonly observations: readonly Observation[]
  readonly flows: readonly ObservedFlow[]
}

export interface BatchReceived extends ObservationsTaken {
  /** How far the sensor's clock is ahead of this one, in milliseconds; negative: behind. Its times were set right by it when it is more than two minutes. */
  readonly clockAheadMs: number
}

/** Keeps what a sensor sent; one that comes again counts once. What it adds up to is worked out in the background within minutes. */
export async function receiveBatch(
  store: Store,
  {
    organisationId,
    sent,
    now,
  }: { readonly organisationId: OrganisationId; readonly sent: SentBatch; readonly now: Date },
): Promise<BatchReceived> {
  const { sensor, batchId, source, sentAt, isLive } = sent
  const clockAheadMs = aheadOf(now, sentAt)
  const isWrong = isLive && Math.abs(clockAheadMs) > toleratedSkewMs
  const batch = isWrong ? shifted(sent, -clockAheadMs) : sent
  const taken = await takeObservations(store, { organisationId, sensor, batchId, source, batch, now })
  if (taken.is === 'taken') {
    const work = { kind: 'observationsFuse' } as const
    await enqueue(store, { work, priority: 'upload', organisationId, afterSeconds: fuseAfterSeconds })
  }
  return { ...taken, clockAheadMs }
}

/** Of a time that no clock of ours knows (a leap second) nothing can be said. */
function aheadOf(now: Date, sentAt: string): number {
  const ahead = Date.parse(sentAt) - now.getTime()
  return Number.isNaN(ahead) ? 0 : ahead
}

function shifted({ observations, flows }: SentBatch, byMs: number): Pick<SentBatch, 'observations' | 'flows'> {
  const shift = <T extends { readonly firstSeenAt: number; readonly lastSeenAt: number }>(seen: T): T => ({
    ...seen,
    firstSeenAt: seen.firstSeenAt + byMs,
    lastSeenAt: seen.lastSeenAt + byMs,
  })
  return { observations: observations.map(shift), flows: flows.map(shift) }
}
