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
  /**
   * Written and flushed before this resolves. Where the queue is full the oldest make room, and are counted. `name`: the batch has it each time that
   * it is made, so that it counts once; without it a new one.
   */
  readonly put: (batch: QueuedBatch, name?: string) => Promise<void>
  /** The oldest; undefined when there is none. */
  readonly oldest: () => WaitingBatch | undefined
  /** `gone`: another run delivered it meanwhile. `damaged`: the disk does not give it back, or other bytes. */
  readonly read: (waiting: WaitingBatch) => Promise<QueuedBatch | 'gone' | 'damaged'>
  /** The server has it, or it is gone. */
  readonly done: (waiting: WaitingBatch) => Promise<void>
  /** The server will never take it: it is put aside for a person to look at, as long as there is room for it. */
  readonly putAside: (waiting: WaitingBatch) => Promise<void>
  readonly waiting: () => { readonly batches: number; readonly bytes: number }
  /** Batches that made room, or that the disk did not take. */
  readonly lost: () => number
}

const suffix = '.batch'
const asideSuffix = '.refused'
const partSuffix = `.${process.pid}.part`

/** Opens the queue in a folder of its own, with what an earlier run left. Half-written files of a power cut were never in it. */
export async function openSensorQueue(
  folder: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<SensorQueue> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await deleteHalfWritten(folder)
  const run = `${String(Date.now()).padStart(14, '0')}-${randomUUID().slice(0, 8)}`
  const [waiting, aside] = [await filesOf(folder, suffix), await filesOf(folder, asideSuffix)]
  let number = 0
  let lost = 0
  const pathOf = ({ name }: WaitingBatch): string => join(folder, `${name}${suffix}`)
  return {
    async put(batch, given) {
      number += 1
      const name = given ?? `${run}-${String(number).padStart(9, '0')}`
      const text = JSON.stringify(batch)
      const sizeBytes = Buffer.byteLength(text)
      lost += await makeRoom(folder, { waiting, aside }, maxBytes - sizeBytes)
      const isWritten = await write(folder, `${name}${suffix}`, text)
      forget(waiting, { name })
      if (isWritten) waiting.push({ name, sizeBytes })
      else lost += 1
    },
    oldest: () => waiting[0],
    read: async (batch) => readBatch(pathOf(batch)),
    async done(batch) {
      await rm(pathOf(batch), { force: true })
      forget(waiting, batch)
    },
    async putAside(batch) {
      await rename(pathOf(batch), join(folder, `${batch.name}${asideSuffix}`))
      forget(waiting, batch)
      aside.push(batch)
    },
    waiting: () => ({ batches: waiting.length, bytes: bytesOf(waiting) }),
    lost: () => lost,
  }
}

interface Kept {
  readonly waiting: WaitingBatch[]
  readonly aside: WaitingBatch[]
}

/** Deletes until no more than these bytes are left: first what was put aside. Returns how many batches were lost for it. */
async function makeRoom(folder: string, { waiting, aside }: Kept, mostBytes: number): Promise<number> {
  let lost = 0
  while (waiting.length + aside.length > 0 && bytesOf(waiting) + bytesOf(aside) > mostBytes) {
    const refused = aside.shift()
    const oldest = refused ?? waiting.shift()
    await rm(join(folder, `${oldest?.name}${refused === undefined ? suffix : asideSuffix}`), { force: true })
    if (refused === undefined) lost += 1
  }
  return lost
}

function bytesOf(batches: readonly WaitingBatch[]): number {
  return batches.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function forget(batches: WaitingBatch[], { name: gone }: Pick<WaitingBatch, 'name'>): void {
  const index = batches.findIndex(({ name }) => name === gone)
  if (index !== -1) batches.splice(index, 1)
}

async function readBatch(path: string): Promise<QueuedBatch | 'gone' | 'damaged'> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as QueuedBatch
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isGone ? 'gone' : 'damaged'
  }
}

async function filesOf(folder: string, ending: string): Promise<WaitingBatch[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort()
  const found = await Promise.all(
    names.map(async (name) => {
      const file = await stat(join(folder, name)).catch(() => undefined) // another run delivered it meanwhile
      return file === undefined ? [] : [{ name: name.slice(0, -ending.length), sizeBytes: file.size }]
    }),
  )
  return found.flat()
}

/** What a run that still lives is writing is left to it. */
async function deleteHalfWritten(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const writer = Number(/\.(\d+)\.part$/.exec(name)?.[1] ?? 0)
    if (name.endsWith('.part') && !isAlive(writer)) await rm(join(folder, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** On the disk, or not at all; false when the disk does not take it. */
async function write(folder: string, name: string, text: string): Promise<boolean> {
  const path = join(folder, name)
  const part = `${path}${partSuffix}`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
    await syncFolder(folder)
    return true
  } catch {
    await rm(part, { force: true }).catch(() => undefined)
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
