import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where uploaded files wait for the job that reads them. */
export interface Spool {
  /** Names this folder among those of several servers: a file can be read only where it lies. */
  readonly id: string
  readonly folder: string
  /** Who takes files in here: the name by which this process stands in the database. */
  readonly owner: string
}

/** An uploaded file by its name in the spool. */
export type SpooledFile = string & { readonly __brand: 'SpooledFile' }

const NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ID_FILE = 'id'
/** Between who takes a file in and its name. */
const ARRIVING = '.arriving.'

/** A file that has come in whole is a job's within seconds: one that no job needs is left behind after so long, and one whose server died at once. */
const ABANDONED_MS = 600_000

/** Makes the folder for uploads in the data folder; nobody else may read it. */
export async function openSpool(dataFolder: string, owner: string): Promise<Spool> {
  const folder = join(dataFolder, 'spool')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return { id: await readOrMakeId(join(folder, ID_FILE)), folder, owner }
}

/** Two servers on one data folder have one spool, and agree on its id. */
async function readOrMakeId(path: string): Promise<string> {
  for (;;) {
    const text = await readFile(path, 'utf8').catch(() => '')
    if (NAME.test(text)) return text
    await rm(path, { force: true }) // one that was being written when the power failed
    const file = await open(path, 'wx', 0o600).catch(() => undefined)
    if (file === undefined) continue
    await file.writeFile(randomUUID())
    await file.sync()
    await file.close()
  }
}

/** A name for one more file. */
export function newSpooledFile(): SpooledFile {
  return randomUUID() as SpooledFile
}

export function pathInSpool({ folder }: Spool, file: SpooledFile): string {
  if (!NAME.test(file)) throw new Error('a file in the spool is named by a UUID')
  return join(folder, file)
}

/** Where a file lies while it comes in: its name says who takes it in, so that it is known to be left behind when that process has died. */
export function pathOfArriving({ folder, owner }: Spool, file: SpooledFile): string {
  return join(folder, `${owner}${ARRIVING}${file}`)
}

/** A file has come in, and may be a job's. */
export async function settleInSpool(spool: Spool, file: SpooledFile): Promise<void> {
  await rename(pathOfArriving(spool, file), pathInSpool(spool, file))
}

/** Deletes a file whose job has ended; one that is gone already is none to worry about. */
export async function deleteSpooled(spool: Spool, file: SpooledFile): Promise<void> {
  await rm(pathInSpool(spool, file), { force: true })
}

/** What stands in the way of deleting a file. */
export interface StillUsed {
  readonly needed: ReadonlySet<string>
  /** Which of these processes have died. */
  readonly deadAmong: (owners: readonly string[]) => Promise<readonly string[]>
  readonly now: Date
}

/** Deletes what a crash or a cancellation left behind: files of processes that have died, and those that no job needs. They may hold what packets hold. */
export async function deleteAbandoned(spool: Spool, { needed, deadAmong, now }: StillUsed): Promise<void> {
  const names = (await readdir(spool.folder)).filter((name) => name !== ID_FILE && !needed.has(name))
  const dead = new Set(await deadAmong([...new Set(names.flatMap((name) => ownerOf(name) ?? []))]))
  for (const name of names) {
    const path = join(spool.folder, name)
    const owner = ownerOf(name)
    const isLeft = owner === undefined ? await isOld(path, now) : dead.has(owner)
    if (isLeft) await rm(path, { force: true })
  }
}

function ownerOf(name: string): string | undefined {
  const at = name.indexOf(ARRIVING)
  return at === -1 ? undefined : name.slice(0, at)
}

async function isOld(path: string, now: Date): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && now.getTime() - found.mtimeMs > ABANDONED_MS
}
