import { observe } from '../network/index.ts'
import type { ObservedBatch, SourceProgress } from '../network/index.ts'
import { HeardSummary } from './heard.ts'
import type { Heard } from './heard.ts'
import { HeardKeeper } from './keep-heard.ts'
import type { BatchNames, KeepHeard } from './keep-heard.ts'
import { toSourceName } from './source-name.ts'

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

/** Listens to a capture, a log or another source until its end, or until it is told to stop. Only the fields of the allow-list are ever kept. */
export async function listen(options: ListenOptions): Promise<Heard> {
  const { bytes, keep, onBatch, now } = options
  const summary = new HeardSummary()
  const keeping = keep === undefined ? undefined : new HeardKeeper(keep, now)
  let progress: SourceProgress | undefined
  for await (const batch of observe(bytes, options)) {
    await keeping?.take(batch, namesOf(batch, options))
    summary.add(batch)
    progress = batch.progress
    await onBatch?.(batch)
  }
  const kept = await keeping?.end()
  if (progress === undefined) throw new Error('a source yields one batch at least')
  return { progress, ...summary.told(), ...(kept === undefined ? {} : { kept }) }
}

/** The batch that an early end cut has a name of its own: read again, its place holds more than it does, and none of that may count as known. */
function namesOf({ progress }: ObservedBatch, { keep, signal }: ListenOptions): BatchNames {
  const { source, name } = keep ?? { source: '', name: '' }
  const cut = signal?.aborted === true ? { id: `${name} until ${progress.bytes}` } : {}
  return { source: toSourceName(source, progress), ...cut }
}
