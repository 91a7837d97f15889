import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMigrated } from '../src/flows/index.ts'
import { openStore, readMigrations } from '../src/store/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { fillNation } from './dataset/nation.ts'
import { knowledgeAtHand, loadKnowledge } from './dataset/knowledge.ts'
import type { KnowledgeSource } from './dataset/knowledge.ts'
import { AUTHORITY } from './dataset/organisations.ts'
import { showProgress } from './dataset/progress.ts'
import type { Progress } from './dataset/progress.ts'
import {
  alone,
  copyDatabase,
  dropDatabase,
  dropOthers,
  finishDatabase,
  inAHurry,
  isFinished,
  joinCache,
} from './dataset/server.ts'
import type { CacheServer } from './dataset/server.ts'

/** Where the made-up nation lies, and how large it is. */
export interface DatasetOptions {
  /** From 0 to 1; 1 is a nation. */
  readonly scale: number
  /** The data folder of the cache; its databases are kept between runs. */
  readonly folder?: string | undefined
  /** Makes it again, even if it is there. */
  readonly fresh?: boolean | undefined
  readonly knowledge?: KnowledgeSource | undefined
}

/** The made-up nation in a database of its own, ready to be asked. */
export interface Dataset {
  readonly store: Store
  readonly server: CacheServer
  readonly database: string
  /** The database that it was made in; another one where this is a copy. */
  readonly made: string
  readonly authority: Organisation
  readonly largestHospital: Organisation
  readonly close: () => Promise<void>
}

/** The cache with the nation in it, which nobody is connected to. */
export type Nation = Pick<Dataset, 'server' | 'made'>

/** The folder of the cache unless another is named. PostgreSQL does not run as root, and its own account cannot pass through /root. */
const defaultFolder = join(process.getuid?.() === 0 ? tmpdir() : join(homedir(), '.cache'), 'auscult-bench')

/** Opens the nation at this scale to read in it. */
export async function openDataset(options: DatasetOptions): Promise<Dataset> {
  const { server, made } = await holdNation(options)
  return open({ server, made, database: made, end: async () => server.leave() })
}

/** Opens a copy of the nation to write into; it is dropped when it is closed. */
export async function openCopy(options: DatasetOptions): Promise<Dataset> {
  const { server, made } = await holdNation(options)
  const database = `bench_copy_${process.pid}`
  const end = async (): Promise<void> => {
    await dropDatabase(server.admin, database)
    await server.leave()
  }
  await copyDatabase(server, made, database).catch(async (error: unknown) => {
    await server.leave()
    throw error
  })
  return open({ server, made, database, end })
}

/** Joins the cache, and makes the nation where it is missing, was made by another generator, or for another schema. Whoever holds it leaves its server at the end. */
export async function holdNation(options: DatasetOptions): Promise<Nation> {
  const { scale, folder = defaultFolder, fresh = false, knowledge = knowledgeAtHand() } = options
  const server = await joinCache(folder)
  try {
    const made = await databaseAt(scale, knowledge)
    await alone(server, async () => {
      if (fresh || !(await isFinished(server, made))) await make(server, { scale, knowledge, database: made, fresh })
    })
    return { server, made }
  } catch (error) {
    await server.leave()
    throw error
  }
}

async function open(
  place: Pick<Dataset, 'server' | 'made' | 'database'> & { readonly end: () => Promise<void> },
): Promise<Dataset> {
  const { end, ...where } = place
  try {
    const store = await openStore({ dataFolder: where.server.dataFolder, database: where.database })
    const close = async (): Promise<void> => {
      await store.close()
      await end()
    }
    return { ...where, store, close, ...(await whoIsIn(store)) }
  } catch (error) {
    await end()
    throw error
  }
}

interface Making {
  readonly scale: number
  readonly knowledge: KnowledgeSource
  readonly database: string
  readonly fresh: boolean
}

async function make(server: CacheServer, making: Making): Promise<void> {
  const progress = showProgress()
  const { database, scale } = making
  await dropOthers(server, `bench_${scaleName(scale)}_`, '')
  await inAHurry(server, async () => {
    const base = await ensureKnowledge(server, making, progress)
    progress.step('copy of the feeds')
    await copyDatabase(server, base, database)
    await fill(server, making, progress)
    progress.step('vacuum')
    await vacuum(server, database)
    progress.step('everything to the disk')
  })
  await finishDatabase(server, database)
  progress.end()
}

/** The feeds alone in a database that those of all scales begin as. */
async function ensureKnowledge(server: CacheServer, { knowledge, fresh }: Making, progress: Progress): Promise<string> {
  const name = `bench_feeds_${await digestOf(['knowledge.ts', 'made-up-feed.ts', 'well-known.ts'], knowledge)}`
  if (!fresh && (await isFinished(server, name))) return name
  await dropOthers(server, 'bench_feeds_', '')
  const store = await openMigrated({ dataFolder: server.dataFolder, database: name })
  await loadKnowledge(store, knowledge, progress)
  await store.close()
  await vacuum(server, name)
  await finishDatabase(server, name)
  return name
}

async function fill(server: CacheServer, { scale, database }: Making, progress: Progress): Promise<void> {
  const store = await openStore({ dataFolder: server.dataFolder, database })
  const client = await store.connectAboveWalls()
  await fillNation(store, client, scale, progress)
  await client.end()
  await store.close()
}

/** As a server does by itself in the hour after a load. */
async function vacuum(server: CacheServer, database: string): Promise<void> {
  const client = await server.connectTo(database)
  await client.query('vacuum analyze')
  await client.end()
}

async function databaseAt(scale: number, knowledge: KnowledgeSource): Promise<string> {
  const makers = globSync('**/*.ts', { cwd: join(import.meta.dirname, 'dataset') }).filter(
    (file) => !beside.includes(file),
  )
  return `bench_${scaleName(scale)}_${await digestOf([...makers, '../random.ts'].sort(), knowledge)}`
}

/** Files that decide nothing of what is in the nation. */
const beside = ['server.ts', 'progress.ts']

function scaleName(scale: number): string {
  return String(scale).replace('.', '_')
}

/** Digest of the files that make something, the schema it is made for, and the feeds. */
async function digestOf(files: readonly string[], knowledge: KnowledgeSource): Promise<string> {
  const digest = createHash('sha256').update(JSON.stringify(knowledge))
  for (const file of files) digest.update(await readFile(join(import.meta.dirname, 'dataset', file)))
  for (const { sha256 } of await readMigrations()) digest.update(sha256)
  return digest.digest('hex').slice(0, 12)
}

async function whoIsIn(store: Store): Promise<Pick<Dataset, 'authority' | 'largestHospital'>> {
  const client = await store.connectAboveWalls()
  const { rows } = await client.query<Organisation>(
    `select organisation_id as "organisationId", name
     from auscult.organisation
     left join (select organisation_id, sum(devices) as devices from auscult.device_count group by 1) as held using (organisation_id)
     order by name <> $1, devices desc nulls last, name
     limit 2`,
    [AUTHORITY],
  )
  await client.end()
  const [authority, largestHospital] = rows
  if (authority === undefined || largestHospital === undefined)
    throw new Error('the made-up nation has no organisations; run with --fresh')
  return { authority, largestHospital }
}
