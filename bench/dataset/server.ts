import pg from 'pg'
import { startEmbedded } from '../../src/store/index.ts'

/** The embedded server of the cache, with a superuser's connection to its `postgres` database. */
export interface CacheServer {
  readonly dataFolder: string
  readonly admin: pg.Client
  readonly connectTo: (database: string) => Promise<pg.Client>
  /** The address of a database, for a process of its own. */
  readonly urlOf: (database: string) => string
  readonly leave: () => Promise<void>
}

/** What is turned off while rows are made up, and never while anything is measured: a power loss then costs the cache, which `--fresh` makes again. */
const hurried = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  maintenance_work_mem: '1GB',
}

/** Whoever makes something in the cache holds this advisory lock. */
const LOCK = '1098213225, 7'

/** Joins or starts the server of the cache folder, with the settings that the product has. */
export async function joinCache(dataFolder: string): Promise<CacheServer> {
  const server = await startEmbedded({ dataFolder })
  const connectTo = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client({
      ...server.connection,
      user: 'postgres',
      database,
      options: '-c search_path=auscult,public -c timezone=UTC -c jit=off',
    })
    client.on('error', () => undefined) // its next statement tells
    await client.connect()
    return client
  }
  const admin = await connectTo('postgres')
  const leave = async (): Promise<void> => {
    await admin.end()
    await server.leave()
  }
  const { host, port, password } = server.connection
  const urlOf = (database: string): string =>
    `postgres://postgres:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  return { dataFolder, admin, connectTo, urlOf, leave }
}

/** Runs work while nobody else makes anything, with the settings of the product: those of a run that was killed in its hurry are taken back. */
export async function alone({ admin }: CacheServer, work: () => Promise<void>): Promise<void> {
  await admin.query(`select pg_advisory_lock(${LOCK})`)
  try {
    await resetSettings(admin)
    await work()
  } finally {
    await admin.query(`select pg_advisory_unlock(${LOCK})`)
  }
}

/** Runs work while the server does not wait for the disk; afterwards everything is on it, and the product's settings hold again. */
export async function inAHurry({ admin }: CacheServer, work: () => Promise<void>): Promise<void> {
  for (const [name, value] of Object.entries(hurried)) await admin.query(`alter system set ${name} = '${value}'`)
  await admin.query('select pg_reload_conf()')
  try {
    await work()
  } finally {
    await resetSettings(admin)
    await admin.query('checkpoint')
  }
}

async function resetSettings(admin: pg.Client): Promise<void> {
  await admin.query('alter system reset all')
  await admin.query('select pg_reload_conf()')
}

/** Makes a database by copying the files of another, which nobody may be connected to. */
export async function copyDatabase({ admin }: CacheServer, from: string, to: string): Promise<void> {
  await dropDatabase(admin, to)
  await admin.query(`create database ${to} template ${from} strategy file_copy`)
}

/** Marks a database as finished: it may be copied, and no half-made one says so. */
export async function finishDatabase({ admin }: CacheServer, name: string): Promise<void> {
  await admin.query(`alter database ${name} is_template true`)
}

export async function isFinished({ admin }: CacheServer, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1 and datistemplate', [name])
  return rowCount === 1
}

export async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) return
  await admin.query(`alter database ${name} is_template false`)
  await admin.query(`drop database ${name} with (force)`)
}

/** Drops the databases whose names begin so, but for one: what earlier generators or schemas made. */
export async function dropOthers({ admin }: CacheServer, prefix: string, kept: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, $1) and datname <> $2 order by datname`,
    [prefix, kept],
  )
  for (const { name } of rows) await dropDatabase(admin, name)
}
