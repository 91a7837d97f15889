import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import type { ServerFolders } from './folders.ts'

/** What another process may still be at work on is younger than this. */
const HOUR_MS = 3_600_000
/** PostgreSQL writes a lock file right after it made it: one that is empty for longer was left by a power loss. */
const EMPTY_LOCK_MS = 10_000

/** Deletes what crashed beginnings and earlier versions left, an hour after anyone last touched it. */
export async function deleteLeftovers({ data, programs }: ServerFolders, programsInUse: string): Promise<void> {
  const unfinished = (await readdir(data)).filter((name) => /^(?:initialising|start)-[0-9a-f]{12}/.test(name))
  const copies = (await readdir(programs)).map((name) => join(programs, name)).filter((path) => path !== programsInUse)
  for (const path of [...unfinished.map((name) => join(data, name)), ...copies]) {
    if ((await ageMs(path)) > HOUR_MS) await rm(path, { recursive: true, force: true })
  }
}

/** Deletes empty lock files, which PostgreSQL itself refuses to judge. */
export async function deleteEmptyLocks(cluster: string, socketFolder: string): Promise<void> {
  for (const path of [join(cluster, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432.lock')]) {
    const isEmpty = await stat(path).then(
      ({ size }) => size === 0,
      () => false,
    )
    if (isEmpty && (await ageMs(path)) > EMPTY_LOCK_MS) await rm(path, { force: true })
  }
}

/** Zero for what is gone meanwhile. */
async function ageMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
}
