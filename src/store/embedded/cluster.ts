import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { StoreError } from '../error.ts'
import { diskFull, messageOf, notPermitted, onDisk } from '../system-error.ts'
import { type Account, giveTo, initialisingAccount } from './account.ts'
import type { ServerFolders } from './folders.ts'

/** The major version of the PostgreSQL that Auscult brings. */
const MAJOR = '18'

/** Has a cluster in place: checks the version of an existing one, makes a new one where there is none. */
export async function ensureCluster(
  folders: ServerFolders,
  programs: string,
  account: Account | undefined,
): Promise<void> {
  if (existsSync(folders.cluster)) return refuseOther(folders.cluster)
  await onDisk(folders.data, () => initialise(folders, programs, account))
}

async function refuseOther(cluster: string): Promise<void> {
  const version = await readVersion(cluster)
  if (version === MAJOR) return
  throw new StoreError(
    'wrongMajorVersion',
    `${cluster} was written by PostgreSQL ${version}, and this Auscult brings PostgreSQL ${MAJOR}: run "auscult db backup" ` +
      'with the Auscult that wrote it, then "auscult db restore" with this one and an empty data folder',
  )
}

async function readVersion(cluster: string): Promise<string> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (cause) {
    throw damaged(cluster, 'it has no readable PG_VERSION', cause)
  }
}

/** The cluster cannot be used any more; only a backup helps. */
export function damaged(cluster: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'clusterDamaged',
    `the database in ${cluster} is damaged: ${why}. Keep a copy of that folder, then run "auscult db restore" of the last backup with an empty data folder`,
    { cause },
  )
}

/** Made apart and renamed whole, password included, so two processes may try at once and a crash leaves nothing half made. */
async function initialise(folders: ServerFolders, programs: string, account: Account | undefined): Promise<void> {
  const workshop = join(folders.data, `initialising-${randomBytes(6).toString('hex')}`)
  const maker = account === undefined ? undefined : initialisingAccount(account)
  const [cluster, password] = [join(workshop, 'cluster'), join(workshop, 'password')]
  try {
    await mkdir(workshop, { mode: 0o700 })
    await writeFile(password, randomBytes(32).toString('base64url'), { mode: 0o600 })
    await giveTo(maker, workshop)
    await runInitdb(programs, { cluster, password, workshop, maker })
    if (maker !== undefined) await chown(workshop, 0, 0) // closed to `nobody` before anything in it is trusted again
    await rename(password, join(cluster, 'auscult-password'))
    await giveTo(account, cluster)
    await rename(cluster, folders.cluster)
  } catch (cause) {
    if (!existsSync(folders.cluster)) throw cause
  } finally {
    await rm(workshop, { recursive: true, force: true })
  }
}

interface NewCluster {
  readonly cluster: string
  readonly password: string
  readonly workshop: string
  readonly maker: Account | undefined
}

/** Byte order for text, in UTF-8, the same on every machine and after every update of its C library; every page checksummed. */
async function runInitdb(programs: string, { cluster, password, workshop, maker }: NewCluster): Promise<void> {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${password}`]
  const options = { cwd: workshop, env: { LC_ALL: 'C', TZ: 'UTC' }, ...maker }
  return new Promise((resolve, reject) => {
    const given = [`--pgdata=${cluster}`, '--data-checksums', ...locale, ...access]
    execFile(join(programs, 'bin', 'initdb'), given, options, (error, _stdout, stderr) => {
      if (error === null) resolve()
      else reject(initialisingProblem(cluster, stderr, error))
    })
  })
}

function initialisingProblem(cluster: string, stderr: string, cause: Error): StoreError {
  if (stderr.includes('No space left on device')) return diskFull(cluster, cause)
  if (stderr.includes('Permission denied')) return notPermitted(cluster, cause)
  if (stderr.includes('could not look up effective user ID')) return nameless(cause)
  return cannotRun('initdb', stderr.trim() || messageOf(cause), cause)
}

/** As in a container that is run under a bare number. */
function nameless(cause: Error): StoreError {
  const [uid, gid] = [process.geteuid?.(), process.getegid?.()]
  return new StoreError(
    'accountHasNoName',
    `PostgreSQL cannot make a database as an account without a name (uid ${uid}): add the line "auscult:x:${uid}:${gid}::/:/bin/false" ` +
      'to /etc/passwd, run as another account, or set DATABASE_URL to a PostgreSQL 15 or later',
    { cause },
  )
}

/** A program of PostgreSQL did not do its work; its own words say why. */
export function cannotRun(program: string, words: string, cause?: unknown): StoreError {
  return new StoreError(
    'serverDidNotStart',
    `PostgreSQL's ${program} failed: ${words.slice(-2000)}. If this machine cannot run it (musl, a container without the right to change accounts), set DATABASE_URL to a PostgreSQL 15 or later`,
    { cause },
  )
}
