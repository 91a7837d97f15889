import { Type } from 'typebox'
import { enqueue } from '../../flows/index.ts'
import { Job } from '../contract.ts'
import { accepted, jobNamed } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { languageField, OnceHeaders, only, organisationField } from '../query.ts'
import type { App } from '../route.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

const Query = Type.Object(
  {
    ...organisationField,
    ...languageField,
    extent: Type.Optional(
      Type.Union([Type.Literal('stale'), Type.Literal('all')], {
        default: 'stale',
        description: 'What changed since the last time, or everything again. Both give the same findings.',
      }),
    ),
  },
  only,
)

/** Matching anew. It follows by itself on whatever is loaded; this is for a doubt. */
export function addRematches(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'rematch',
    tags: ['jobs'],
    summary: 'Matches components with vulnerabilities anew',
    querystring: Query,
    headers: OnceHeaders,
    response: { 202: Job },
  }
  app.post('/rematches', { schema, config: { work: 'none' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const asked = { request, reply, organisationId, limitBytes: 0, to: 'memory' } as const
    return takeUpload(context, asked, async (_, name) => {
      const work = { kind: request.query.extent === 'all' ? 'rematchAll' : 'rematch' } as const
      return accepted(await enqueue(context.store, { work, priority: 'person', ...jobNamed(name) }), language)
    })
  })
}
