import { spawn, execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'

import { StoreError } from '../error.ts'
import { errorCode } from '../system-error.ts'
import type { Account } from './account.ts'
import type { ServerFolders } from './folders.ts'
import { copyPrograms } from './programs.ts'
import type { Listening } from './settings.ts'

/** What a server, alive or dead, wrote in `postmaster.pid` (lines in `src/include/utils/pidfile.h`). */
export interface Postmaster {
  readonly pid: number
  readonly listening: Listening | undefined
}

/** A server process that this process began. */
export interface Begun {
  readonly hasEnded: () => boolean
  /** What it said, once it has ended. */
  readonly lastWords: () => Promise<string>
  /** Deletes its start log: from here on it writes to its own. */
  readonly forget: () => Promise<void>
}

const POLL_MS = 10
/** PostgreSQL's log collector still writes for a moment after the server has ended. */
const COLLECTOR_MS = 200
const FAST_STOP_MS = 30_000
const IMMEDIATE_STOP_MS = 10_000

/** The server that last ran in a cluster, undefined when it ended well. It says where it listens once it does. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(absent)
  const [pid, , , port, socketFolder, address] = (text ?? '').split('\n')
  const host = socketFolder === '' ? address : socketFolder
  if (!(Number(pid) > 0)) return undefined
  return { pid: Number(pid), listening: host && Number(port) > 0 ? { host, port: Number(port) } : undefined }
}

/**
 * Whether a process number is that of this cluster's server. After a crash the number may be another program's, in a container it often is.
 * The server is always begun with its cluster's path as an argument.
 */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true // PostgreSQL's own check asks a pipe that only a server has
  const command = await commandOf(pid)
  return command.includes('postgres') && command.includes(cluster)
}

/** A process of another account counts as none: it cannot be our server. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Empty for a process that has ended and was not yet waited for, and for one that may not be looked at. */
async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') return await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return (await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout
  } catch {
    return ''
  }
}

/**
 * Whether a server that says it is in recovery mode has a process that recovers it. PostgreSQL 18 waits for ever when that one is killed while
 * it recovers from the crash of another: `HandleChildCrash` in postmaster.c does nothing then. Told on Linux alone; elsewhere true.
 */
export async function isRecovering(postmaster: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').catch(() => undefined)
  if (children === undefined) return true
  const commands = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(commandOf))
  return commands.some((command) => !command.startsWith('postgres: ') || command.startsWith('postgres: startup'))
}

/** Ends a server as a power cut would: the next start recovers what was acknowledged. */
export function killServer(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

/**
 * Begins a server in a process group of its own, so that a Ctrl-C meant for the caller does not reach it.
 * `notServer` is a process number in `postmaster.pid` that is known to be another program's: PostgreSQL takes a lock file that names
 * its "grandparent" as stale, and still checks by shared memory that no server is left (`CreateLockFile` in miscinit.c).
 */
export function beginServer(
  { data, cluster }: ServerFolders,
  programs: string,
  account: Account | undefined,
  notServer: number | undefined,
): Begun {
  const begunAt = Date.now()
  const words = join(data, `start-${randomBytes(6).toString('hex')}.log`)
  const log = openSync(words, 'wx', 0o600)
  const env = { LC_ALL: 'C', TZ: 'UTC', ...(notServer === undefined ? {} : { PG_GRANDPARENT_PID: String(notServer) }) }
  const stdio: ['ignore', number, number] = ['ignore', log, log]
  const options = { cwd: cluster, env, detached: true, windowsHide: true, stdio, ...account }
  const child = spawn(join(programs, 'bin', 'postgres'), ['-D', cluster], options)
  closeSync(log)
  child.unref()
  let ended: string | undefined
  child.on('error', ({ message }) => (ended = message))
  child.on('exit', (_, signal) => (ended ??= signal === null ? '' : `it was ended by ${signal} while it started`))
  const lastWords = async (): Promise<string> => {
    await delay(COLLECTOR_MS)
    return `${ended ?? ''}${wordsIn(words)}${newestLog(cluster, begunAt)}`
  }
  return { hasEnded: () => ended !== undefined, lastWords, forget: () => rm(words, { force: true }) }
}

/** Once its log file is open the server writes there and no more to the start log. */
function newestLog(cluster: string, since: number): string {
  const list = join(cluster, 'current_logfiles')
  if (!existsSync(list) || statSync(list).mtimeMs < since) return ''
  const [, path] = readFileSync(list, 'utf8').trim().split(' ')
  return path === undefined ? '' : wordsIn(join(cluster, path))
}

function wordsIn(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : ''
}

/** Stops the server that runs: its sessions are ended and all is written (fast); after 30 s at once, to be recovered at the next start. */
export async function stopServer(folders: ServerFolders): Promise<void> {
  const pid = (await readPostmaster(folders.cluster))?.pid
  if (pid === undefined) return
  await askToStop(folders, pid, 'fast')
  if (await isGone(folders, pid, FAST_STOP_MS)) return
  await askToStop(folders, pid, 'immediate')
  if (await isGone(folders, pid, IMMEDIATE_STOP_MS)) return
  throw new StoreError(
    'serverDidNotStop',
    `the PostgreSQL server of ${folders.cluster} (process ${pid}) does not stop: nothing is lost, but end that process before moving the folder`,
  )
}

async function askToStop({ programs, cluster }: ServerFolders, pid: number, how: 'fast' | 'immediate'): Promise<void> {
  if (process.platform === 'win32') {
    const control = join(await copyPrograms(programs), 'bin', 'pg_ctl')
    await promisify(execFile)(control, ['stop', '-D', cluster, '-m', how, '-W'])
    return
  }
  try {
    process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error
  }
}

async function isGone({ cluster }: ServerFolders, pid: number, limitMs: number): Promise<boolean> {
  const limit = Date.now() + limitMs
  while (Date.now() < limit) {
    if (!(await isServerOf(cluster, pid))) return true
    await delay(POLL_MS)
  }
  return false
}

function absent(error: unknown): undefined {
  if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined
  throw error
}
