import { createReadStream } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Fetch, Reach } from '../feeds/index.ts'
import type { JobKind, JobProgress, OrganisationId } from '../model/index.ts'
import type { Store } from '../store/index.ts'
import { addSbom } from './add-sbom.ts'
import { listenToFile } from './capture-task.ts'
import { toAssetsReport } from './assets-report.ts'
import { toListReport } from './component-lists.ts'
import { FlowError } from './error.ts'
import { fuseObservations } from './fuse-observations.ts'
import { importAssets } from './import-assets.ts'
import { importFeed } from './import-feed.ts'
import type { JobWork, WorkOf } from './job-work.ts'
import { pullFeed } from './pull-feed.ts'
import { pullProvider } from './pull-provider.ts'
import { openReadingRoom } from './read-apart.ts'
import { rematch } from './rematch.ts'
import { pathInSpool } from './spool.ts'
import type { Spool } from './spool.ts'

/** What a job works with. Its store rolls back and throws when the signal aborts. */
export interface TaskContext {
  readonly store: Store
  readonly organisationId: OrganisationId | null
  readonly dataFolder: string
  readonly spool: Spool
  readonly fetch: Fetch
  readonly resolve: Reach['resolve']
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly onProgress: (progress: JobProgress) => void
}

/** What a job did, for people and programs, and whether something waits to be matched since. */
export interface TaskDone {
  readonly result?: object
  readonly needsRematch: boolean
}

type Tasks = { readonly [K in JobKind]: (context: TaskContext, work: WorkOf<K>) => Promise<TaskDone> }

/** One task for each kind of job. Each may run again after it was cut short: done twice, it has done the same. */
const tasks: Tasks = {
  feedPull,
  feedImport,
  rematch: matchStale,
  rematchAll: matchAll,
  assetsImport,
  sbomAdd,
  observationsFuse,
  captureListen,
}

/** Does the work of a job. Throws what cannot be done. */
export async function doWork(context: TaskContext, work: JobWork): Promise<TaskDone> {
  const task = tasks[work.kind] as (context: TaskContext, work: JobWork) => Promise<TaskDone>
  return task(context, work)
}

async function feedPull(context: TaskContext, work: WorkOf<'feedPull'>): Promise<TaskDone> {
  if ('provider' in work) return providerPull(context, work)
  const { feed } = work
  const { store, dataFolder, fetch, resolve, now, signal, onProgress } = context
  const loaded = await pullFeed(store, {
    feed,
    fetch,
    resolve,
    now,
    signal,
    folder: join(dataFolder, 'feeds'),
    onDownload: ({ bytesRead, bytesTotal }) => onProgress(bytesOf(bytesRead, bytesTotal)),
    onProgress: ({ bytesRead, bytesTotal }) => onProgress(bytesOf(bytesRead, bytesTotal)),
  })
  const [records, changed] = [sumOf(loaded, 'records'), sumOf(loaded, 'changed')]
  return { result: { feed, files: loaded.length, records, changed }, needsRematch: changed > 0 }
}

async function providerPull(
  { store, dataFolder, fetch, resolve, now, signal, onProgress }: TaskContext,
  { provider, acceptsKeys }: Extract<JobWork, { provider: string }>,
): Promise<TaskDone> {
  const pulled = await pullProvider(store, {
    provider,
    acceptsKeys,
    fetch,
    resolve,
    now,
    signal,
    folder: join(dataFolder, 'feeds'),
    onProgress: ({ done, total }) => onProgress({ done, total, unit: 'documents' }),
  })
  const { rejected, problems, ...counts } = pulled
  const result = { ...counts, rejected: rejected.length, problems: problems.slice(0, 20) }
  return { result, needsRematch: pulled.changed > 0 }
}

function sumOf<K extends string>(all: readonly Readonly<Record<K, number>>[], field: K): number {
  return all.reduce((sum, each) => sum + each[field], 0)
}

async function feedImport(context: TaskContext, { feed, file, fileName }: WorkOf<'feedImport'>): Promise<TaskDone> {
  const { store, spool, signal, onProgress } = context
  const path = pathInSpool(spool, file)
  await requireFile(path, fileName)
  const loaded = await importFeed(store, {
    now: context.now,
    path,
    feed,
    source: fileName,
    signal,
    onProgress: ({ bytesRead, bytesTotal }) => onProgress(bytesOf(bytesRead, bytesTotal)),
  })
  const { verified, ...counts } = loaded
  const kept = verified === undefined ? {} : { verified: verified.checked, rejected: verified.rejected.length }
  return { result: { ...counts, ...kept }, needsRematch: loaded.changed > 0 }
}

function bytesOf(done: number, total: number | undefined): JobProgress {
  return { done, ...(total === undefined ? {} : { total }), unit: 'bytes' }
}

async function matchStale(context: TaskContext): Promise<TaskDone> {
  return match(context, 'stale')
}

async function matchAll(context: TaskContext): Promise<TaskDone> {
  return match(context, 'all')
}

/** How many findings came and went is told to nobody: they are those of every organisation. */
async function match({ store, signal, onProgress }: TaskContext, extent: 'stale' | 'all'): Promise<TaskDone> {
  await rematch(store, extent, { signal, onProgress: ({ done, total }) => onProgress({ done, total, unit: 'steps' }) })
  return { needsRematch: false }
}

async function assetsImport(context: TaskContext, work: WorkOf<'assetsImport'>): Promise<TaskDone> {
  const { file, fileName, choices } = work
  const { store, spool, now, signal } = context
  const path = pathInSpool(spool, file)
  await requireFile(path, fileName)
  const imported = await importAssets(store, {
    organisationId: ownerOf(context),
    fileName,
    bytes: createReadStream(path),
    dryRun: false,
    now: now(),
    signal,
    ...(choices === undefined ? {} : { choices }),
  })
  if (imported.is === 'refused') throw new FlowError('refused', `${fileName}: ${imported.because}`)
  return { result: toAssetsReport(imported), needsRematch: true }
}

const prepareLarge = openReadingRoom()

async function sbomAdd(
  context: TaskContext,
  { file, fileName, target, columns, confirm }: WorkOf<'sbomAdd'>,
): Promise<TaskDone> {
  const { store, spool, signal } = context
  const path = pathInSpool(spool, file)
  await requireFile(path, fileName ?? 'the SBOM')
  const given = {
    ...(fileName === undefined ? {} : { fileName }),
    ...(columns === undefined ? {} : { hints: { choices: columns } }),
    ...(confirm === undefined ? {} : { confirm }),
  }
  const asked = { organisationId: ownerOf(context), bytes: await readFile(path), target, signal, ...given }
  const added = await addSbom(store, asked, prepareLarge)
  if (added.is === 'refused') throw new FlowError('refused', `${fileName ?? 'the SBOM'}: ${added.because}`)
  if (added.is === 'needsConfirmation') return { result: toListReport(added), needsRematch: false }
  const { is, sbomId, sha256, describes, devices, sbom } = added
  const result = { is, sbomId, sha256, describes, devices, components: sbom.components.length }
  return { result, needsRematch: is === 'added' }
}

function ownerOf({ organisationId }: TaskContext): OrganisationId {
  if (organisationId === null) throw new Error('work on what an organisation supplies names the organisation')
  return organisationId
}

async function requireFile(path: string, fileName: string): Promise<void> {
  await access(path).catch((cause: unknown) => {
    const words = `${fileName} is no longer where it was uploaded to, as after a restore or when the data folder was moved: upload it again`
    throw new FlowError('fileGone', words, { cause })
  })
}

async function observationsFuse({ store, organisationId }: TaskContext): Promise<TaskDone> {
  if (organisationId === null)
    throw new FlowError('notFound', 'what was seen belongs to an organisation, and the job names none')
  return { result: await fuseObservations(store, { organisationId }), needsRematch: false }
}

async function captureListen(context: TaskContext, work: WorkOf<'captureListen'>): Promise<TaskDone> {
  await requireFile(pathInSpool(context.spool, work.file), work.fileName)
  return listenToFile(context, work, ownerOf(context))
}
