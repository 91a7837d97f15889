import { createReadStream } from 'node:fs'
import type { OrganisationId } from '../model/index.ts'
import type { TaskContext, TaskDone } from './job-tasks.ts'
import type { WorkOf } from './job-work.ts'
import { FlowError } from './error.ts'
import { filesSensor } from './keep-heard.ts'
import { listen } from './listen.ts'
import { pathInSpool } from './spool.ts'

const problemsTold = 20
/** Batches of a file are cut by what is in them alone, so that one that is read again is known again. */
const neverMs = 2 ** 31 - 1

/** Listens to an uploaded file. Done twice, it counts once. */
export async function listenToFile(
  { store, spool, now, signal, onProgress }: TaskContext,
  { file, fileName, digest }: WorkOf<'captureListen'>,
  organisationId: OrganisationId,
): Promise<TaskDone> {
  const { progress, devices, devicesLeftOut, protocols, kept } = await listen({
    bytes: createReadStream(pathInSpool(spool, file)),
    now,
    signal,
    flushMs: neverMs,
    keep: { store, organisationId, sensor: filesSensor, source: fileName, name: digest },
    onBatch: ({ progress: { bytes } }) => onProgress({ done: bytes, unit: 'bytes' }),
  })
  signal.throwIfAborted()
  const { problems, ...counted } = progress
  const [first] = problems
  if (progress.units === 0 && first !== undefined) throw new FlowError('refused', `${fileName}: ${first.message}`)
  const told = { ...counted, problems: problems.slice(0, problemsTold) }
  return { result: { ...told, addresses: devices.length + devicesLeftOut, protocols, kept }, needsRematch: false }
}
