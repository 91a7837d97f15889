import type { FastifyReply } from 'fastify'
import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import { cancelJob, listJobs, readJob, watchJobs } from '../../flows/index.ts'
import type { Language, WatchOptions } from '../../flows/index.ts'
import type { JobId } from '../../model/index.ts'
import { Job, Page } from '../contract.ts'
import { lastEventOf, openEventStreams } from '../event-stream.ts'
import type { StreamedEvent } from '../event-stream.ts'
import { toJobBody } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { fileOf, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'
import { goneSignal } from '../work.ts'

const OfJob = Type.Object({
  jobId: Type.Unsafe<JobId>(Type.String({ format: 'uuid', description: 'As the list of jobs names it.' })),
})
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const StreamHeaders = Type.Object({
  'last-event-id': Type.Optional(Type.String({ description: 'The `id` of the last event that was seen.' })),
})
const ListQuery = Type.Object({ ...organisationField, ...languageField, ...pageFields }, only)

/** Work in the background: what there is, how it goes, and how to end it. */
export function jobsRoutes(app: App, context: Context): void {
  addList(app, context)
  addOne(app, context)
  addCancel(app, context)
  addEvents(app, context)
}

function addList(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listJobs',
    tags: ['jobs'],
    summary: 'Jobs, the newest first; those that ended are kept for 30 days',
    querystring: ListQuery,
    response: { 200: Page(Job) },
  }
  app.get('/jobs', { schema }, async (request, reply) => {
    const { organisationId } = await organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const { items, ...rest } = await listJobs(store, organisationId, toPage(request.query))
    return { ...rest, items: items.map((job) => toJobBody(job, language)) }
  })
}

function addOne(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'readJob',
    tags: ['jobs'],
    summary: 'How a job stands',
    params: OfJob,
    querystring: OneQuery,
    response: { 200: Job },
  }
  app.get('/jobs/:jobId', { schema }, async (request, reply) => {
    const { organisationId } = await organisationOf(request.query.organisation)
    return toJobBody(await readJob(store, organisationId, request.params.jobId), languageOf(request, reply))
  })
}

function addCancel(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'cancelJob',
    tags: ['jobs'],
    summary:
      'Ends a job: one that waits at once, one that runs as soon as it can; what it had not finished changes nothing',
    params: OfJob,
    querystring: OneQuery,
    response: { 200: Job },
  }
  app.delete('/jobs/:jobId', { schema }, async (request, reply) => {
    const { organisationId } = await organisationOf(request.query.organisation)
    return toJobBody(await cancelJob(store, organisationId, request.params.jobId), languageOf(request, reply))
  })
}

function addEvents(app: App, { store, organisationOf, worker, stopping }: Context): void {
  const streamEvents = openEventStreams(stopping)
  const events = (reply: FastifyReply, options: Omit<WatchOptions, 'signal'>, language: Language): Readable =>
    streamEvents(goneSignal(reply), (signal) =>
      eventsOf(watchJobs(store, worker.presence, { ...options, signal }), language),
    )
  const one = {
    operationId: 'watchJob',
    tags: ['jobs'],
    summary: 'A job as it goes on, as server-sent events; the stream ends when the job does',
    params: OfJob,
    querystring: OneQuery,
    headers: StreamHeaders,
    response: { 200: streamOf('Events `job`, each with the whole job; comments in between.') },
  }
  app.get('/jobs/:jobId/events', { schema: one, ...streamed }, async (request, reply) => {
    const { organisationId } = await organisationOf(request.query.organisation)
    const { jobId } = await readJob(store, organisationId, request.params.jobId)
    const after = lastEventOf(request.headers['last-event-id'])
    stream(reply)
    return events(reply, { organisationId, jobId, after }, languageOf(request, reply))
  })

  const all = {
    operationId: 'watchJobs',
    tags: ['jobs'],
    summary:
      'Every change of jobs, as server-sent events: first what waits and runs, or what changed since Last-Event-ID',
    querystring: OneQuery,
    headers: StreamHeaders,
    response: { 200: streamOf('Events `job`, each with the whole job; comments in between.') },
  }
  app.get('/events', { schema: all, ...streamed }, async (request, reply) => {
    const { organisationId } = await organisationOf(request.query.organisation)
    const after = lastEventOf(request.headers['last-event-id'])
    stream(reply)
    return events(reply, { organisationId, after }, languageOf(request, reply))
  })
}

/** A request for its head alone would be a stream that nobody reads. */
const streamed = { config: { work: 'none' }, exposeHeadRoute: false } as const

function streamOf(description: string) {
  return { description, content: { 'text/event-stream': { schema: fileOf(description) } } }
}

/** The connection ends with the stream, so that a server that stops need not wait for it. */
function stream(reply: FastifyReply): void {
  reply.type('text/event-stream').header('cache-control', 'no-store').header('x-accel-buffering', 'no')
  reply.header('connection', 'close')
}

async function* eventsOf(jobs: ReturnType<typeof watchJobs>, language: Language): AsyncGenerator<StreamedEvent> {
  for await (const job of jobs) yield { id: job.revision, event: 'job', data: toJobBody(job, language) }
}
