import { Type } from 'typebox'
import { enqueue, feeds } from '../../flows/index.ts'
import type { FeedId, JobWork } from '../../flows/index.ts'
import { Job } from '../contract.ts'
import { accepted, jobNamed } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { FileBody, fileNameField, languageField, OnceHeaders, only, organisationField } from '../query.ts'
import type { App } from '../route.ts'
import { takeOrder } from '../take-order.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

const OfFeed = Type.Object({
  feed: Type.Unsafe<FeedId>(
    Type.Union(
      feeds.map(({ id }) => Type.Literal(id)),
      { description: 'As GET /feeds names it.' },
    ),
  ),
})
const PullQuery = Type.Object({ ...organisationField, ...languageField }, only)
const FileQuery = Type.Object({ ...organisationField, ...languageField, ...fileNameField }, only)

/** How public knowledge comes in: fetched from its source, or as a file where there is no way out. */
export function addFeedLoads(app: App, context: UploadContext): void {
  addPull(app, context)
  addFile(app, context)
}

function addPull(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'pullFeed',
    tags: ['knowledge'],
    summary: 'Fetches a feed from its source, and matches what is new',
    params: OfFeed,
    querystring: PullQuery,
    headers: OnceHeaders,
    response: { 202: Job },
  }
  app.post('/feeds/:feed/pull', { schema, config: { work: 'none' } }, async (request, reply) => {
    const work: JobWork = { kind: 'feedPull', feed: request.params.feed }
    return takeOrder(context, { request, reply, organisation: request.query.organisation, work })
  })
}

function addFile(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'loadFeedFile',
    tags: ['knowledge'],
    summary: 'Loads a file of a feed: JSON, NDJSON or CSV, plain or in gzip, Zstandard or zip',
    params: OfFeed,
    querystring: FileQuery,
    headers: OnceHeaders,
    body: FileBody,
    consumes: ['application/octet-stream', 'application/json', 'application/zip', 'application/gzip', 'text/csv'],
    response: { 202: Job },
  }
  app.post('/feeds/:feed/file', { schema, config: { work: 'none' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const asked = { request, reply, organisationId, limitBytes: context.limits.feedFileBytes, to: 'disk' } as const
    return takeUpload(context, asked, async (received, name) =>
      received.keep(async (file) => {
        const { feed } = request.params
        const work: JobWork = { kind: 'feedImport', feed, file, fileName: request.query.fileName ?? `${feed} file` }
        const { spool } = context.worker
        return accepted(await enqueue(context.store, { work, priority: 'upload', spool, ...jobNamed(name) }), language)
      }),
    )
  })
}
