import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where uploaded files wait for the job that reads them. */
export interface Spool {
  /** Names this folder among those of several servers: a file can be read only where it lies. */
  readonly id: string
  readonly folder: string
}

/** An uploaded file by its name in the spool. */
export type SpooledFile = string & { readonly __brand: 'SpooledFile' }

const NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const ID_FILE = 'id'

/** A file that no job has named for so long is one whose upload broke off. */
const ABANDONED_MS = 86_400_000

/** Makes the folder for uploads in the data folder; nobody else may read it. */
export async function openSpool(dataFolder: string): Promise<Spool> {
  const folder = join(dataFolder, 'spool')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return { id: await readOrMakeId(join(folder, ID_FILE)), folder }
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

/** Deletes a file whose job has ended; one that is gone already is none to worry about. */
export async function deleteSpooled(spool: Spool, file: SpooledFile): Promise<void> {
  await rm(pathInSpool(spool, file), { force: true })
}

/** Deletes what uploads and jobs left behind that a crash or a cancellation ended: files of a day ago that no job needs. */
export async function deleteAbandoned(spool: Spool, needed: ReadonlySet<string>, now: Date): Promise<void> {
  for (const name of await readdir(spool.folder)) {
    if (name === ID_FILE || needed.has(name)) continue
    const path = join(spool.folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && now.getTime() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true })
  }
}
