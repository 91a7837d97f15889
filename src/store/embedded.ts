import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'

import { connect, type Unreferable } from './connect.ts'
import type { Account } from './embedded/account.ts'
import { cannotRun, damaged, ensureCluster } from './embedded/cluster.ts'
import { openDataFolder, openSocketFolder, type ServerFolders } from './embedded/folders.ts'
import { deleteEmptyLocks, deleteLeftovers } from './embedded/leftovers.ts'
import { leaveLast, takeLease } from './embedded/lease.ts'
import {
  type Begun,
  beginServer,
  isRecovering,
  isServerOf,
  killServer,
  type Postmaster,
  readPostmaster,
  stopServer,
} from './embedded/postmaster.ts'
import { copyPrograms } from './embedded/programs.ts'
import { type Listening, type Settings, writeSettings } from './embedded/settings.ts'
import { diskFull, errorCode, messageOf, notPermitted, onDisk } from './system-error.ts'

/** How to reach a server as a role; every role of an embedded server has the same password. */
export interface Connection extends Listening {
  readonly password: string
}

/** A running server that this process holds. */
export interface EmbeddedServer {
  readonly connection: Connection
  /** Gives the server up; the last process to do so stops it. */
  readonly leave: () => Promise<void>
}

/** What an embedded server needs to know. `onLine` hears, in a few words, what takes time. */
export interface EmbeddedOptions {
  readonly dataFolder: string
  readonly settings?: Settings | undefined
  readonly onLine?: ((line: string) => void) | undefined
}

interface Place {
  readonly folders: ServerFolders
  readonly account: Account | undefined
  readonly settings: Settings
  readonly onLine: (line: string) => void
}

interface Held {
  readonly client: Client & Unreferable
  readonly listening: Listening
}

/** A server that recovers after a crash replays at most 2 GB of log: minutes on a slow disk. */
const START_LIMIT_MS = 600_000
const POLL_MS = 20
/** After the crash of one of its processes PostgreSQL ends the others within five seconds, then recovers. */
const CRASH_MS = 8_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000

/** Words of PostgreSQL that mean lost or foreign files, not a wrong setting. */
const DAMAGE =
  /PANIC|database files are incompatible|could not locate|control file|checkpoint record|could not open (?:file|directory)|could not read/

/**
 * Holds the PostgreSQL server of a data folder: joins the one that runs, else begins one, making the folder and the cluster on first use.
 * It outlives this process's crash, and a crash of its own is recovered from without a hand. Throws a `StoreError`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { folders, account } = await openDataFolder(options.dataFolder)
  const { settings = {}, onLine = () => undefined } = options
  const place = { folders, account, settings, onLine }
  const first = await hold(place, () => true)
  const password = await readPassword(folders)
  const leave = keepHeld(place, first)
  return { connection: { ...first.listening, password }, leave }
}

/** Takes the lease again, and begins the server again if need be, whenever the server drops it as it crashes. Returns how to leave. */
function keepHeld(place: Place, first: Held): () => Promise<void> {
  const leaving = new AbortController()
  const { signal } = leaving
  let holding: Promise<Held | undefined> = Promise.resolve(first)
  watch(first)
  return async () => {
    if (signal.aborted) return
    leaving.abort()
    const held = await holding
    if (held !== undefined) await letGo(place, held)
  }

  function watch({ client }: Held): void {
    client.once('end', () => {
      if (!signal.aborted) holding = holdAgain()
    })
  }

  /** As long as it is wanted: what hinders a start, as a full disk does, may end by itself. */
  async function holdAgain(): Promise<Held | undefined> {
    const isWanted = (): boolean => !signal.aborted && existsSync(place.folders.cluster)
    for (let pause = FIRST_PAUSE_MS; isWanted(); pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        const held = await hold(place, isWanted)
        watch(held)
        return held
      } catch (error) {
        place.onLine(messageOf(error))
        await delay(pause, undefined, { ref: false, signal }).catch(() => undefined)
      }
    }
    return undefined
  }
}

async function letGo({ folders }: Place, { client }: Held): Promise<void> {
  client.ref()
  const isLast = await leaveLast(client).catch(() => false)
  if (isLast) await stopServer(folders)
  await client.end()
}

async function hold(place: Place, isWanted: () => boolean): Promise<Held> {
  const { cluster } = place.folders
  const limit = Date.now() + START_LIMIT_MS
  let recoversSince: number | undefined
  while (Date.now() < limit && isWanted()) {
    const found = await onDisk(cluster, () => readPostmaster(cluster))
    const joined = await join(place.folders, found)
    if (joined !== 'away' && joined !== 'recovering') return joined
    recoversSince = joined === 'recovering' ? (recoversSince ?? Date.now()) : undefined
    const isRunning = found !== undefined && (await isServerOf(cluster, found.pid))
    const begun = isRunning ? undefined : await begin(place, found?.pid, limit)
    if (begun !== undefined) return begun
    if (isRunning && Date.now() > (recoversSince ?? limit) + CRASH_MS && !(await isRecovering(found.pid))) {
      place.onLine('PostgreSQL stopped in the middle of its recovery: ending it to start it again')
      killServer(found.pid)
    }
    await delay(POLL_MS)
  }
  throw cannotRun('server', `it does not answer after ${START_LIMIT_MS / 60_000} minutes; its log is in ${cluster}/log`)
}

/** `away` while there is no server, or one that is starting or stopping; `recovering` after a crash of one of its processes. */
type NotYet = 'away' | 'recovering'

/** Connects and takes the lease. */
async function join(folders: ServerFolders, found: Postmaster | undefined): Promise<Held | NotYet> {
  if (found?.listening === undefined) return 'away'
  const login = { user: 'postgres', database: 'postgres', password: await readPassword(folders), ...found.listening }
  let client: (Client & Unreferable) | undefined
  try {
    client = await connect(login)
    await takeLease(client)
    client.unref()
    return { client, listening: found.listening }
  } catch (error) {
    await client?.end().catch(() => undefined)
    return unlessRefused(folders, error)
  }
}

function unlessRefused({ cluster }: ServerFolders, error: unknown): NotYet {
  const code = errorCode(error) ?? ''
  if (code === 'EACCES') throw notPermitted(cluster, error)
  if (code.startsWith('28')) throw damaged(cluster, 'its password file does not open it', error)
  if (code.startsWith('53')) throw cannotRun('server', messageOf(error), error)
  return messageOf(error).includes('in recovery mode') ? 'recovering' : 'away'
}

async function readPassword({ password }: ServerFolders): Promise<string> {
  return onDisk(password, () => readFile(password, 'utf8'))
}

/** Begins a server; undefined when another process did so first, or the remains of a killed one still have to go. */
async function begin(place: Place, notServer: number | undefined, limit: number): Promise<Held | undefined> {
  const { folders, account, onLine } = place
  onLine('starting PostgreSQL')
  const programs = await copyPrograms(folders.programs)
  await ensureCluster(folders, programs, account)
  const listening = await chooseListening(folders, account)
  await writeSettings(folders.cluster, account, listening, place.settings)
  await deleteEmptyLocks(folders.cluster, listening.host)
  const server = beginServer(folders, programs, account, notServer)
  const held = await joinBegun(folders, server, limit)
  const words = held === undefined ? await server.lastWords() : ''
  await server.forget()
  if (held === undefined) return unlessBroken(folders, words)
  await deleteLeftovers(folders, programs)
  return held
}

async function joinBegun(folders: ServerFolders, server: Begun, limit: number): Promise<Held | undefined> {
  while (!server.hasEnded() && Date.now() < limit) {
    const joined = await join(folders, await readPostmaster(folders.cluster))
    if (joined !== 'away' && joined !== 'recovering') return joined
    await delay(POLL_MS)
  }
  return undefined
}

async function chooseListening({ data }: ServerFolders, account: Account | undefined): Promise<Listening> {
  if (process.platform !== 'win32') return { host: await openSocketFolder(data, account), port: 5432 }
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return { host: '127.0.0.1', port }
}

function unlessBroken({ cluster }: ServerFolders, words: string): undefined {
  if (/lock file ".*" (?:already exists|is empty)/.test(words)) return undefined
  if (words.includes('pre-existing shared memory block')) return undefined
  if (words.includes('No space left on device')) throw diskFull(cluster)
  if (words.includes('Permission denied')) throw notPermitted(cluster)
  const grave = words.split('\n').filter((line) => /\b(?:FATAL|PANIC|ERROR): /.test(line))
  const last = grave.at(-1) ?? words.trim().slice(-500)
  if (DAMAGE.test(last)) throw damaged(cluster, last)
  throw cannotRun('server', last)
}
