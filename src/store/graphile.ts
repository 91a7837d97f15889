import type * as Graphile from 'graphile-worker'

import type { QueueLog } from './queue.ts'

type Library = typeof Graphile

let loading: Promise<Library> | undefined

/**
 * graphile-worker, loaded when it is first needed. As it loads it looks for settings of its own, which may be programs, in the working folder and those
 * above: a folder that others may write to must not run anything here, so it is loaded from ours.
 */
export async function loadGraphile(): Promise<Library> {
  loading ??= load()
  return loading
}

async function load(): Promise<Library> {
  const workingFolder = process.cwd()
  process.chdir(import.meta.dirname)
  try {
    return await import('graphile-worker')
  } finally {
    process.chdir(workingFolder)
  }
}

/** What holds wherever it is used, whatever its own environment variables say. */
export async function graphileOptions(
  log: QueueLog,
): Promise<{ readonly schema: string; readonly logger: Graphile.Logger }> {
  const { Logger: GraphileLogger } = await loadGraphile()
  const logger = new GraphileLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log('warn', 'the queue tells', { message: message.split('\n')[0] })
  })
  return { schema: 'graphile_worker', logger }
}
