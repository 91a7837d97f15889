import type { Writable } from 'node:stream'
import type { Store } from '../store/index.ts'
import { openAccess } from './access.ts'
import { buildApp } from './app.ts'
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
  /** Where lines of JSON go. */
  readonly log?: Writable
  /** Those that differ from the usual ones. */
  readonly limits?: Partial<Limits>
}

/** A server that listens. */
export interface Server {
  /** `http://127.0.0.1:8320` */
  readonly address: string
  /** Stops accepting, lets answers under way end within ten seconds, ends streams. */
  readonly close: () => Promise<void>
}

/** Starts the server on this machine's own address. Throws a `ServerError`. */
export async function startServer(options: StartOptions): Promise<Server> {
  const { store, host = '127.0.0.1', port, log, pageFolder } = options
  requireLoopback(host)
  const stop = new AbortController()
  const sessions = openSessions(options.token, Date.now)
  const gates = openGates()
  const limits = { ...usualLimits, ...options.limits }
  const context: Context = {
    limits,
    store,
    dataFolder: options.dataFolder,
    version: options.version,
    fictional: options.fictional,
    organisationOf: organisationChooser(store, options.organisation),
    stopping: stop.signal,
    sessions,
    access: openAccess(sessions, port, Date.now),
    port,
    gates,
    metrics: openMetrics(store, gates),
  }
  const app = await buildApp(context, { pageFolder, log })
  app.server.maxConnections = limits.connections
  app.server.maxHeadersCount = limits.headerLines
  const address = await listen(app, { host, port, backlog: limits.backlog })
  return { address, close: async () => close(app, stop, limits.stopMs) }
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

async function close(app: App, stop: AbortController, patienceMs: number): Promise<void> {
  stop.abort()
  const timer = setTimeout(() => app.server.closeAllConnections(), patienceMs)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
  }
}
