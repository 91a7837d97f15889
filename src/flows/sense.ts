import { observe } from '../network/index.ts'
import type { SourceProgress } from '../network/index.ts'
import { deliver } from './sensor-delivery.ts'
import type { Delivered, DeliveryState, Post } from './sensor-delivery.ts'
import type { SensorQueue } from './sensor-queue.ts'
import { toSourceName } from './source-name.ts'

/** What the server takes. */
const longestSensor = 200
/** Batches of a file are cut by what is in them alone, so that one that is read again is known again. */
const neverMs = 2 ** 31 - 1

export interface SenseOptions {
  /** What is heard, one after the other; none: only what waits is delivered. */
  readonly sources: Iterable<SensedSource> | AsyncIterable<SensedSource>
  readonly sensor: string
  readonly queue: SensorQueue
  readonly post: Post
  readonly now: () => Date
  /** Ends the listening and the delivery; what was heard until then waits on the disk. */
  readonly signal: AbortSignal
  readonly flushMs: number
  readonly onState?: (state: DeliveryState) => void
}

export interface SensedSource {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  readonly isLive: boolean
  /** Of a file, whose batches then have the same names each time that it is read, so that they count once. */
  readonly digest?: string
}

export interface Sensed extends Delivered {
  readonly progress: readonly SourceProgress[]
}

/** Listens and delivers at the same time; a server that cannot be reached holds nothing up. */
export async function sense(options: SenseOptions): Promise<Sensed> {
  let isOver = false
  const delivery = deliver({ ...options, isOver: () => isOver })
  try {
    const progress: SourceProgress[] = []
    for await (const source of options.sources) progress.push(await hear(source, options))
    isOver = true
    return { ...(await delivery), progress }
  } finally {
    isOver = true
  }
}

async function hear(
  { name, bytes, isLive, digest }: SensedSource,
  { sensor, queue, now, signal, flushMs }: SenseOptions,
): Promise<SourceProgress> {
  let last: SourceProgress | undefined
  let number = 0
  const cutting = digest === undefined ? { flushMs } : { flushMs: neverMs }
  for await (const { observations, flows, progress } of observe(bytes, { now, signal, ...cutting })) {
    last = progress
    number += 1
    if (observations.length + flows.length === 0) continue
    const source = toSourceName(name, progress)
    const batch = { sensor: sensor.slice(0, longestSensor), source, isLive, observations, flows }
    const place = signal.aborted ? `until-${progress.bytes}` : String(number).padStart(9, '0')
    await queue.put(batch, digest === undefined ? undefined : `${digest}-${place}`)
  }
  if (last === undefined) throw new Error('a source yields one batch at least')
  return last
}
