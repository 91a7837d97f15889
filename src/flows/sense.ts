import { observe } from '../network/index.ts'
import type { SourceProgress } from '../network/index.ts'
import { deliver } from './sensor-delivery.ts'
import type { Delivered, DeliveryState, Post } from './sensor-delivery.ts'
import type { SensorQueue } from './sensor-queue.ts'
import { toSourceName } from './source-name.ts'

/** What the server takes. */
const longestSensor = 200

export interface SenseOptions {
  /** What is heard, one after the other; none: only what waits is delivered. */
  readonly sources: readonly SensedSource[]
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
    for (const source of options.sources) progress.push(await hear(source, options))
    isOver = true
    return { ...(await delivery), progress }
  } finally {
    isOver = true
  }
}

async function hear(
  { name, bytes, isLive }: SensedSource,
  { sensor, queue, now, signal, flushMs }: SenseOptions,
): Promise<SourceProgress> {
  let last: SourceProgress | undefined
  for await (const { observations, flows, progress } of observe(bytes, { now, signal, flushMs })) {
    last = progress
    if (observations.length + flows.length > 0)
      await queue.put({
        sensor: sensor.slice(0, longestSensor),
        source: toSourceName(name, progress),
        isLive,
        observations,
        flows,
      })
  }
  if (last === undefined) throw new Error('a source yields one batch at least')
  return last
}
