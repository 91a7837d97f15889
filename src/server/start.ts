import type { Writable } from 'node:stream'
import { startWorker, withStatementLimit } from '../flows/index.ts'
import type { Worker, WorkerOptions } from '../flows/index.ts'
import type { Store } from '../store/index.ts'
import { openAccess } from './access.ts'
import { furnish, makeApp } from './app.ts'
import { ServerError } from './error.ts'
import { usualLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { openMetrics } from './metrics.ts'
import { organisationChooser } from './organisations.ts'
import type { App, Context } from './route.ts'
import { openSessions } from './sessions.ts'
import { openGates } from './work.ts'

/** What a server needs. Whoever opened the store closes it after the server. */
export interface StartOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly token: string
  /** 0: any free one. */
  readonly port: number
  /** `127.0.0.1` when nothing is said; `::1` is possible, nothing else. */
  readonly host?: string
  readonly version: string
  /** Whose fleet is meant where a request names none; else the only one. */
  readonly organisation?: string | undefined
  readonly fictional: boolean
  /** Where the built page lies. */
  readonly pageFolder: string
  readonly background: Background
  /** Where lines of JSON go. */
  readonly log?: Writable
  /** Those that differ from the usual ones. */
  readonly limits?: Partial<Limits>
}

/** How work in the background is done by this process. */
export interface Background {
  /** How feeds are fetched. */
  readonly fetch: WorkerOptions['fetch']
  /** The addresses of a host; absent when a proxy looks names up. */
  readonly resolve?: WorkerOptions['resolve']
  /** Fetches every feed once a day. */
  readonly pullFeeds?: WorkerOptions['pullFeeds']
}

/** A server that listens. */
export interface Server {
  /** `http://127.0.0.1:8320` */
  readonly address: string
  /** Stops accepting, lets answers under way end within ten seconds, ends streams, hands work in the background back. */
  readonly close: () => Promise<void>
}

/** Starts the server on this machine's own address, and its work in the background. Throws a `ServerError`. */
export async function startServer(options: StartOptions): Promise<Server> {
  const { host = '127.0.0.1', port, log, pageFolder, store, dataFolder, background } = options
  requireLoopback(host)
  const limits = { ...usualLimits, ...options.limits }
  const stop = new AbortController()
  const app = makeApp(log, limits)
  app.server.maxConnections = limits.connections
  app.server.maxHeadersCount = limits.headerLines
  const tell: WorkerOptions['log'] = (level, message, fields = {}) => app.log[level](fields, message)
  const worker = await startWorker(store, { ...background, dataFolder, log: tell })
  try {
    await furnish(app, toContext({ ...options, limits, worker }, stop.signal), pageFolder)
    const address = await listen(app, { host, port, backlog: limits.backlog })
    let closing: Promise<void> | undefined
    return { address, close: async () => (closing ??= close(app, worker, { stop, patienceMs: limits.stopMs })) }
  } catch (error) {
    await worker.stop()
    throw error
  }
}

function toContext(
  options: StartOptions & { readonly limits: Limits; readonly worker: Worker },
  stopping: AbortSignal,
): Context {
  const { port, token, limits } = options
  const store = withStatementLimit(options.store, limits.answerMs)
  const sessions = openSessions(token, Date.now)
  const gates = openGates(options.limits.gates)
  return {
    store,
    port,
    sessions,
    gates,
    stopping,
    worker: options.worker,
    limits,
    version: options.version,
    fictional: options.fictional,
    organisationOf: organisationChooser(store, options.organisation),
    access: openAccess(sessions, port, Date.now),
    metrics: openMetrics(store, gates),
  }
}

/** Beyond this machine nobody is known yet. */
function requireLoopback(host: string): void {
  if (host === '127.0.0.1' || host === '::1') return
  const words = `${host.slice(0, 60)} is not this machine alone: until there are accounts Auscult listens on 127.0.0.1 or ::1 only; from elsewhere use "ssh -L 8320:127.0.0.1:8320 SERVER"`
  throw new ServerError('notLoopback', words)
}

async function listen(app: App, place: { host: string; port: number; backlog: number }): Promise<string> {
  try {
    return await app.listen({ ...place, listenTextResolver: () => 'listening' })
  } catch (error) {
    await app.close()
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken) throw error
    const words = `something listens on port ${place.port} already, perhaps another Auscult: end it, or choose another port with --port`
    throw new ServerError('portTaken', words, { cause: error })
  }
}

interface Ending {
  readonly stop: AbortController
  readonly patienceMs: number
}

async function close(app: App, worker: Worker, { stop, patienceMs }: Ending): Promise<void> {
  stop.abort()
  const timer = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  try {
    await Promise.all([app.close(), worker.stop()])
  } finally {
    clearTimeout(timer)
  }
}
