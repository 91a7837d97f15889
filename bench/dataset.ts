import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMigrated, rematch } from '../src/flows/index.ts'
import { openStore, readMigrations } from '../src/store/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { storeComponents } from './dataset/components.ts'
import { storeDevices } from './dataset/devices.ts'
import { knowledgeAtHand, loadKnowledge } from './dataset/knowledge.ts'
import type { KnowledgeSource } from './dataset/knowledge.ts'
import { storeModels } from './dataset/models.ts'
import { AUTHORITY, storeOrganisations } from './dataset/organisations.ts'
import { drawProducts } from './dataset/products.ts'
import { showProgress } from './dataset/progress.ts'
import type { Progress } from './dataset/progress.ts'
import { storeSboms } from './dataset/sboms.ts'
import {
  copyDatabase,
  dropOthers,
  finishDatabase,
  inAHurry,
  isFinished,
  joinCache,
  resetSettings,
} from './dataset/server.ts'
import type { CacheServer } from './dataset/server.ts'
import { sizesAt } from './dataset/sizes.ts'

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
  readonly scale: number
  readonly authority: Organisation
  readonly largestHospital: Organisation
  readonly close: () => Promise<void>
}

/** The folder of the cache unless another is named. PostgreSQL does not run as root, and its own account cannot pass through /root. */
const defaultFolder = join(process.getuid?.() === 0 ? tmpdir() : join(homedir(), '.cache'), 'auscult-bench')

/** Opens the nation at this scale, making it where it is missing, was made by another generator, or for another schema. */
export async function openDataset(options: DatasetOptions): Promise<Dataset> {
  const { scale, folder = defaultFolder, fresh = false, knowledge = knowledgeAtHand() } = options
  const server = await joinCache(folder)
  try {
    await resetSettings(server.admin)
    const database = await databaseAt(scale, knowledge)
    if (fresh || !(await isFinished(server, database))) await make(server, { scale, knowledge, database, fresh })
    const store = await openStore({ dataFolder: folder, database })
    const { authority, largestHospital } = await whoIsIn(store)
    const close = async (): Promise<void> => {
      await store.close()
      await server.leave()
    }
    return { store, server, database, scale, authority, largestHospital, close }
  } catch (error) {
    await server.leave()
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
  const sizes = sizesAt(scale)
  const store = await openStore({ dataFolder: server.dataFolder, database })
  const client = await server.connectTo(database)
  await client.query('set session_replication_role = replica') // no check of each of 10^7 references, which are right
  progress.step('software drawn')
  const products = await drawProducts(client, sizes.components, scale)
  const components = await storeComponents(store, products, sizes.components, progress)
  progress.step('models and organisations')
  const models = await storeModels(store, client, sizes)
  const organisations = await storeOrganisations(client, models, sizes)
  await storeSboms(client, sizes, { models, organisations, components }, progress)
  await storeDevices(client, organisations, models, progress)
  await client.query(`analyze ${loaded.join(', ')}`)
  progress.step('full rematch')
  await client.query(placeholders)
  await client.query('analyze finding')
  await rematch(store, 'all')
  await client.query('delete from finding where vulnerability_id < 0')
  await client.end()
  await store.close()
  progress.step('vacuum')
  await vacuum(server, database)
}

/** What was filled past the product's own statements, which see to fresh statistics themselves. */
const loaded = ['sbom', 'sbom_component', 'component_sbom', 'sbom_target', 'device', 'device_count', 'device_sbom']

/** With no row at all in it, the planner would scan the growing table again for every row that it inserts. */
const placeholders = `
  insert into finding (vulnerability_id, component_id, range_id, tier, conditional, valid_from)
  select -number, 0, 0, 5, false, now() from generate_series(1, 10000) as number`

/** As a server does by itself in the hour after a load. */
async function vacuum(server: CacheServer, database: string): Promise<void> {
  const client = await server.connectTo(database)
  await client.query('vacuum analyze')
  await client.end()
}

async function databaseAt(scale: number, knowledge: KnowledgeSource): Promise<string> {
  const files = globSync('**/*.ts', { cwd: join(import.meta.dirname, 'dataset') })
  return `bench_${scaleName(scale)}_${await digestOf([...files, '../dataset.ts', '../random.ts'].sort(), knowledge)}`
}

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
