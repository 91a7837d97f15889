import { Type } from 'typebox'
import { Job } from '../contract.ts'
import { languageField, OnceHeaders, only, organisationField } from '../query.ts'
import type { App } from '../route.ts'
import { takeOrder } from '../take-order.ts'
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
    const { organisation, extent } = request.query
    const work = { kind: extent === 'all' ? 'rematchAll' : 'rematch' } as const
    return takeOrder(context, { request, reply, organisation, work })
  })
}
