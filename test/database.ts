import { randomBytes } from 'node:crypto'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

import { migrate, openStore, readMigrations, startEmbedded, type Store, type StoreOptions } from '../src/store/index.ts'

/** A test, `test` itself for a whole file, or a part of a test: what is to be cleaned up at its end. */
export interface Scope {
  readonly after: (work: () => Promise<void>) => void
}

/** A server for tests: an administrator's connection, and how the store opens one of its databases. */
interface TestServer {
  readonly admin: pg.Client
  readonly optionsFor: (database: string) => StoreOptions
  readonly leave: () => Promise<void>
}

/** One server for all test files of an account, joined while it runs; a power loss may break it, it holds nothing. */
const dataFolder = join(tmpdir(), `auscult-test-${process.getuid?.() ?? 'windows'}`)
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

const LOCK = '1098213225, 4'
const TEMPLATES_KEPT = 4
const HOUR_S = 3600

/**
 * A store of its own, empty and migrated, dropped when `scope` ends: `await testStore(t)` in a test, `await testStore(test)` for a file.
 * On a real PostgreSQL: the embedded one, or the server at AUSCULT_TEST_DATABASE_URL (a superuser's login).
 */
export async function testStore(scope: Scope): Promise<Store> {
  return storeFrom(scope, await templateName(), true)
}

/** The same without any migration: only roles, extensions and an empty schema. */
export async function unmigratedTestStore(scope: Scope): Promise<Store> {
  return storeFrom(scope, 'auscult_template_bare', false)
}

const optionsByStore = new WeakMap<Store, StoreOptions>()

/** How another process opens a test's store. */
export function optionsOf(store: Store): StoreOptions {
  const options = optionsByStore.get(store)
  if (options === undefined) throw new Error('this is the store of no test')
  return options
}

/** A part of a test, such as one run of a property: what it opens is closed at its end, so that many runs hold no more connections than one. */
export async function inScope<Outcome>(work: (scope: Scope) => Promise<Outcome>): Promise<Outcome> {
  const cleanUps: (() => Promise<void>)[] = []
  try {
    return await work({ after: (cleanUp) => void cleanUps.push(cleanUp) })
  } finally {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp()
  }
}

async function storeFrom(scope: Scope, template: string, isMigrated: boolean): Promise<Store> {
  const server = await joinServer()
  try {
    return await makeStore(scope, server, { template, isMigrated })
  } catch (error) {
    await server.leave() // an open connection would keep the process of a failed test alive
    throw error
  }
}

interface Made {
  readonly template: string
  readonly isMigrated: boolean
}

async function makeStore(scope: Scope, server: TestServer, { template, isMigrated }: Made): Promise<Store> {
  const database = `auscult_test_${Math.round(Date.now() / 1000)}_${randomBytes(5).toString('hex')}`
  await server.admin.query(`select pg_advisory_lock(${LOCK})`)
  await ensureTemplate(server, template, isMigrated)
  await server.admin.query(`create database ${database} template ${template}`)
  await server.admin.query(`select pg_advisory_unlock(${LOCK})`)
  const options = server.optionsFor(database)
  const store = await openStore(options)
  optionsByStore.set(store, options)
  scope.after(async () => {
    await store.close()
    await server.admin.query(`drop database ${database} with (force)`)
    await server.leave()
  })
  return store
}

async function templateName(): Promise<string> {
  const digest = createHash('sha256')
  for (const { sha256 } of await readMigrations()) digest.update(sha256)
  return `auscult_template_${digest.digest('hex').slice(0, 12)}`
}

async function joinServer(): Promise<TestServer> {
  const given = process.env['AUSCULT_TEST_DATABASE_URL']
  return given === undefined ? joinEmbedded() : joinGiven(given)
}

async function joinEmbedded(): Promise<TestServer> {
  const server = await startEmbedded({ dataFolder, settings })
  const admin = new pg.Client({ ...server.connection, user: 'postgres', database: 'postgres' })
  await admin.connect().catch(async (error: unknown) => {
    await server.leave()
    throw error
  })
  const leave = async (): Promise<void> => {
    await admin.end()
    await server.leave()
  }
  return { admin, optionsFor: (database) => ({ dataFolder, settings, database }), leave }
}

async function joinGiven(databaseUrl: string): Promise<TestServer> {
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  const optionsFor = (database: string): StoreOptions => {
    const url = new URL(databaseUrl)
    url.pathname = `/${database}`
    return { databaseUrl: url.href, dataFolder }
  }
  return { admin, optionsFor, leave: () => admin.end() }
}

async function ensureTemplate(server: TestServer, template: string, isMigrated: boolean): Promise<void> {
  const { rowCount } = await server.admin.query('select from pg_database where datname = $1 and datistemplate', [
    template,
  ])
  if (rowCount === 1) return
  await deleteLeftovers(server.admin)
  await server.admin.query(`drop database if exists ${template} with (force)`)
  await server.admin.query(`create database ${template} encoding 'UTF8' template template0`)
  const store = await openStore(server.optionsFor(template))
  if (isMigrated) await migrate(store)
  await store.close()
  await server.admin.query(`alter database ${template} is_template true`) // only a finished one says so
}

/** Databases of test runs that were killed, and templates of migrations that have since changed. */
async function deleteLeftovers(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database
     where datname ~ '^auscult_test_[0-9]+_' and split_part(datname, '_', 3)::bigint < $1
     union all
     (select datname from pg_database where datname like 'auscult\\_template\\_%' order by oid desc offset ${TEMPLATES_KEPT})`,
    [Math.round(Date.now() / 1000) - HOUR_S],
  )
  for (const { name } of rows) {
    await admin.query(`alter database ${name} is_template false`)
    await admin.query(`drop database ${name} with (force)`)
  }
}
