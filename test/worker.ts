import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import {
  cancelJob,
  createOrganisation,
  listJobs,
  listOrganisations,
  startWorker,
  watchJobs,
} from '../src/flows/index.ts'
import type { Worker, WorkerOptions } from '../src/flows/index.ts'
import { hasEnded } from '../src/model/index.ts'
import type { Job, OrganisationId } from '../src/model/index.ts'
import type { Store } from '../src/store/index.ts'
import { testStore } from './database.ts'

type Fetch = WorkerOptions['fetch']
type Scope = Parameters<typeof testStore>[0]

/** What a person asks for in many tests. */
export const pull = { work: { kind: 'feedPull', feed: 'kev' }, priority: 'person' } as const

const catalogue = {
  title: 'made up',
  catalogVersion: '2025.01.01',
  dateReleased: '2025-01-01T00:00:00Z',
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2021-44228', vulnerabilityName: 'made up', dateAdded: '2021-12-10' }],
}

/** A feed of one exploited flaw. */
export const answering: Fetch = async () => new Response(JSON.stringify(catalogue))

/** Never answers; `asked` resolves with the first request, whose signal it then heeds. */
export function silent(): { fetch: Fetch; asked: Promise<void> } {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const fetch: Fetch = async (_, { signal }) => {
    resolve()
    const { promise, reject } = Promise.withResolvers<Response>()
    signal?.addEventListener('abort', () => reject(signal.reason))
    return promise
  }
  return { fetch, asked }
}

/** A store with an organisation: give it the whole file as its scope, so that it goes after the workers on it. */
export async function jobsStore(scope: Scope): Promise<{ store: Store; organisationId: OrganisationId }> {
  const store = await testStore(scope)
  const { organisationId } = await createOrganisation(store, 'North')
  return { store, organisationId }
}

/** A folder of data for a whole file. */
export function dataFolderFor(scope: Scope): string {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-worker-'))
  scope.after(async () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A worker that ends with its test; what it leaves is no work for the next. */
export async function work(
  t: TestContext,
  store: Store,
  { dataFolder, fetch = answering }: { readonly dataFolder: string; readonly fetch?: Fetch },
): Promise<Worker> {
  const worker = await startWorker(store, { dataFolder, fetch, log: () => undefined })
  let hasStopped = false
  const stop = async (): Promise<void> => {
    if (!hasStopped) await worker.stop()
    hasStopped = true
  }
  t.after(async () => {
    await stop()
    await cancelAll(store)
  })
  return { ...worker, stop }
}

async function cancelAll(store: Store): Promise<void> {
  const [organisation] = await listOrganisations(store)
  if (organisation === undefined) return
  const { organisationId } = organisation
  const { items } = await listJobs(store, organisationId, { limit: 100 })
  for (const job of items) if (!hasEnded(job)) await cancelJob(store, organisationId, job.jobId)
}

/** Every state that a job is seen in, until it ends. */
export async function statesOf(
  store: Store,
  { presence }: Worker,
  organisationId: OrganisationId,
  { jobId }: Job,
): Promise<Job[]> {
  const seen: Job[] = []
  const { signal } = new AbortController()
  for await (const job of watchJobs(store, presence, { organisationId, jobId, signal })) seen.push(job)
  return seen
}
