import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SentBatch } from './receive-batch.ts'

/** A batch that waits on the disk. Its name is the name of the batch, so that it stays the same however often it is sent. */
export interface WaitingBatch {
  readonly name: string
  readonly sizeBytes: number
}

export type QueuedBatch = Omit<SentBatch, 'batchId' | 'sentAt'>

/** Batches between a sensor's ears and the server: what is in here survives power cuts, and goes away only when the server has it. */
export interface SensorQueue {
  /** Written and flushed before this resolves. Where the queue is full the oldest make room, and are counted. */
  readonly put: (batch: QueuedBatch) => Promise<void>
  /** The oldest; undefined when there is none. */
  readonly oldest: () => WaitingBatch | undefined
  readonly read: (waiting: WaitingBatch) => Promise<QueuedBatch>
  /** The server has it. */
  readonly done: (waiting: WaitingBatch) => Promise<void>
  /** The server will never take it: it is put aside, for a person to look at. */
  readonly putAside: (waiting: WaitingBatch) => Promise<void>
  readonly waiting: () => { readonly batches: number; readonly bytes: number }
  /** Batches that made room, or that the disk did not take. */
  readonly lost: () => number
}

const suffix = '.batch'
const asideSuffix = '.refused'

/** Opens the queue in a folder of its own, with what an earlier run left. Half-written files of a power cut were never in it. */
export async function openSensorQueue(
  folder: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<SensorQueue> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const run = `${String(Date.now()).padStart(14, '0')}-${randomUUID().slice(0, 8)}`
  const batches = await waitingIn(folder)
  let number = 0
  let lost = 0
  const bytes = (): number => batches.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const pathOf = ({ name }: WaitingBatch): string => join(folder, `${name}${suffix}`)
  function forget(waiting: WaitingBatch): void {
    const index = batches.findIndex(({ name }) => name === waiting.name)
    if (index !== -1) batches.splice(index, 1)
  }
  return {
    async put(batch) {
      number += 1
      const name = `${run}-${String(number).padStart(9, '0')}`
      const text = JSON.stringify(batch)
      const sizeBytes = Buffer.byteLength(text)
      while (batches.length > 0 && bytes() + sizeBytes > maxBytes) {
        const [first] = batches
        if (first === undefined) break
        await rm(pathOf(first), { force: true })
        forget(first)
        lost += 1
      }
      if (await write(folder, `${name}${suffix}`, text)) batches.push({ name, sizeBytes })
      else lost += 1
    },
    oldest: () => batches[0],
    read: async (waiting) => JSON.parse(await readFile(pathOf(waiting), 'utf8')) as QueuedBatch,
    async done(waiting) {
      await rm(pathOf(waiting), { force: true })
      forget(waiting)
    },
    async putAside(waiting) {
      await rename(pathOf(waiting), join(folder, `${waiting.name}${asideSuffix}`))
      forget(waiting)
    },
    waiting: () => ({ batches: batches.length, bytes: bytes() }),
    lost: () => lost,
  }
}

async function waitingIn(folder: string): Promise<WaitingBatch[]> {
  const names = (await readdir(folder)).sort()
  await Promise.all(
    names.filter((name) => name.endsWith('.part')).map(async (name) => rm(join(folder, name), { force: true })),
  )
  const waiting = names.filter((name) => name.endsWith(suffix))
  return Promise.all(
    waiting.map(async (name) => ({
      name: name.slice(0, -suffix.length),
      sizeBytes: (await stat(join(folder, name))).size,
    })),
  )
}

/** On the disk, or not at all; false when the disk does not take it. */
async function write(folder: string, name: string, text: string): Promise<boolean> {
  const path = join(folder, name)
  try {
    const file = await open(`${path}.part`, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.part`, path)
    await syncFolder(folder)
    return true
  } catch {
    await rm(`${path}.part`, { force: true }).catch(() => undefined)
    return false // counted as lost, and said
  }
}

/** Only then does a new name survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
