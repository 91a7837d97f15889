import { once } from 'node:events'
import { join } from 'node:path'
import { listOrganisations, organisationOf, visibleJson } from '../flows/index.ts'
import type { AccessToken, Server } from '../server/index.ts'
import type { Store } from '../store/index.ts'
import { giveBackAtRest, keepMemorySmall } from './memory.ts'
import { lookUp, proxyFetch } from './proxy-fetch.ts'
import { ReaderGone } from './screen.ts'
import { organisationAsked } from './session.ts'
import type { Session } from './session.ts'
import { readVersion } from './version.ts'

/** Longer than the server takes to let answers under way end. */
const patienceMs = 20_000
const pageFolder = join(import.meta.dirname, '..', '..', 'web', 'dist')

export interface ServingOptions {
  readonly port: number
  readonly host?: string
  /** Another token takes the place of the one there is. */
  readonly newToken: boolean
  /** A real token is shown once, when it is made; that of the demonstration opens nothing worth hiding. */
  readonly showToken: 'whenNew' | 'always'
  /** Fetches every feed once a day. */
  readonly pullFeeds?: 'daily'
  /** Lines of JSON go to standard error. */
  readonly logs: boolean
}

/** The server takes 16 MB only to be there: commands that do not serve go without. */
const openServerRoom = async () => import('../server/index.ts')

/** Serves until Ctrl-C or SIGTERM, and ends well. Throws a `ServerError` when it cannot start. */
export async function serve(session: Session, store: Store, options: ServingOptions): Promise<void> {
  session.endWithin(patienceMs)
  keepMemorySmall()
  const { readOrMakeToken, replaceToken } = await openServerRoom()
  const access = await (options.newToken ? replaceToken : readOrMakeToken)(session.dataFolder)
  const server = await start(session, store, { ...options, ...access })
  const stopGivingBack = giveBackAtRest()
  if (options.logs) process.on('uncaughtExceptionMonitor', logFault)
  try {
    const isShown = access.isNew || options.showToken === 'always'
    await tellAddress(session, server, { ...access, isShown })
    if (!session.signal.aborted) await once(session.signal, 'abort')
  } finally {
    stopGivingBack()
    process.off('uncaughtExceptionMonitor', logFault)
    await server.close()
  }
}

/** A fault outside of every request ends the process, which whoever manages services begins anew; the log has where it was. */
function logFault({ name, message, stack }: Error): void {
  const line = { level: 60, time: Date.now(), err: { type: name, message, stack }, msg: 'fault' }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}

async function start(session: Session, store: Store, options: ServingOptions & AccessToken): Promise<Server> {
  const { port, host, token, logs } = options
  const { startServer } = await openServerRoom()
  return startServer({
    store,
    token,
    port,
    pageFolder,
    background: { fetch: proxyFetch(session.proxies), resolve: lookUp(session.proxies), pullFeeds: options.pullFeeds },
    dataFolder: session.dataFolder,
    version: readVersion(),
    organisation: await usualOrganisation(session, store),
    fictional: session.demo,
    ...(host === undefined ? {} : { host }),
    ...(logs ? { log: process.stderr } : {}),
  })
}

/** Whom requests mean that name nobody; the first start makes an organisation. Undefined: the only one, once there are several each request names one. */
async function usualOrganisation(session: Session, store: Store): Promise<string | undefined> {
  const asked = await organisationAsked(session)
  const isFirst = (await listOrganisations(store)).length === 0
  if (asked !== undefined || isFirst) await organisationOf(store, asked)
  return asked
}

/** A token is shown in the part of the address that a browser never sends; where it is not, it is said where it lies. */
async function tellAddress(
  session: Session,
  { address }: Server,
  { token, path, isShown }: AccessToken & { readonly isShown: boolean },
): Promise<void> {
  const opened = isShown ? `${address}/#token=${token}` : address
  const told = session.json
    ? [`${visibleJson({ address: opened, tokenPath: path })}\n`]
    : [`${opened}\n`, ...(isShown ? [] : [`the token is in ${path}: ${address}/#token=TOKEN opens the page\n`])]
  await session.screen.answer(told).catch((error: unknown) => {
    if (!(error instanceof ReaderGone)) throw error // nobody reads, and the server serves all the same
  })
}
