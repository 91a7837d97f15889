import { join, resolve } from 'node:path'
import type { organisationOf } from '../flows/open.ts'
import type { Language } from '../flows/index.ts'
import type { Store, StoreOptions } from '../store/index.ts'
import { databaseUrlOf } from './database-url.ts'
import type { Environment, Variables } from './environment.ts'
import type { Screen } from './screen.ts'

/** What is said with every command. */
export interface SharedOptions {
  readonly demo?: boolean
  readonly organisation?: string
  readonly data?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** What a command works with, besides its own options. */
export interface Session {
  readonly screen: Screen
  readonly language: Language
  readonly json: boolean
  readonly demo: boolean
  /** The organisation asked for, by name or id. */
  readonly organisation: string | undefined
  readonly dataFolder: string
  /** Undefined in the demonstration, whose invented devices never go into a database of someone's own. */
  readonly databaseUrl: string | undefined
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal
  /** How long the work may take to end after that, where the usual five seconds are too few. */
  readonly endWithin: (patienceMs: number) => void
  readonly proxies: Variables
}

/** An organisation, as flows speak of it. */
export type Organisation = Awaited<ReturnType<typeof organisationOf>>

/** Puts environment and shared options together. */
export function toSession(
  options: SharedOptions,
  environment: Environment,
  { screen, signal, endWithin }: Pick<Session, 'screen' | 'signal' | 'endWithin'>,
): Session {
  const demo = options.demo === true
  const folder = options.data === undefined ? environment.dataFolder : resolve(options.data)
  return {
    screen,
    signal,
    endWithin,
    language: environment.language,
    proxies: environment.proxies,
    json: options.json === true,
    demo,
    organisation: options.organisation,
    dataFolder: demo ? join(folder, 'demo') : folder,
    databaseUrl: demo ? undefined : databaseUrlOf(environment),
  }
}

/** Opens the database with its schema up to date for one piece of work, and closes it. */
export async function withStore<T>(session: Session, work: (store: Store) => Promise<T>): Promise<T> {
  const { openMigrated } = await openingRoom()
  return closingAfter(await openMigrated({ ...whereOf(session), onProgress: tellMigration(session) }), work)
}

/** The same without touching the schema: for a restore, which brings its own. */
export async function withBareStore<T>(session: Session, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await openingRoom()
  return closingAfter(await openStore(whereOf(session)), work)
}

/** The same for work that speaks for an organisation. */
export async function withOrganisation<T>(
  session: Session,
  work: (store: Store, organisation: Organisation) => Promise<T>,
): Promise<T> {
  const { organisationOf } = await openingRoom()
  return withStore(session, async (store) => {
    return work(store, await organisationOf(store, await organisationAsked(session)))
  })
}

/** Loaded when it is needed: a sensor opens no database, and runs on a small box. */
const openingRoom = async () => import('../flows/open.ts')

/** The organisation that a command names: by its option, in the demonstration the fictional hospital, else none. */
export async function organisationAsked({ organisation, demo }: Session): Promise<string | undefined> {
  if (organisation !== undefined || !demo) return organisation
  const { hospitalName } = await import('../../demo/index.ts')
  return hospitalName
}

async function closingAfter<T>(store: Store, work: (store: Store) => Promise<T>): Promise<T> {
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

function whereOf({ dataFolder, databaseUrl, screen }: Session): StoreOptions {
  return { dataFolder, databaseUrl, onLine: (line) => (screen.draws ? screen.remark(`${line} …`) : undefined) }
}

function tellMigration({ screen }: Session): (step: { name: string; done: number; total: number }) => void {
  return ({ name, done, total }) => {
    if (screen.draws) screen.remark(`schema ${done} of ${total}: ${name}`)
  }
}
