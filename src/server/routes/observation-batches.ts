import { Type } from 'typebox'
import { receiveBatch } from '../../flows/index.ts'
import { BatchReceived, SentBatch } from '../contract.ts'
import { only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'

/** A batch of a sensor holds eight million characters, and the marks of JSON around them. */
const limitBytes = 64 * 1024 * 1024

/** What sensors send. */
export function observationBatchesRoutes(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'receiveObservations',
    tags: ['network'],
    summary:
      'Keeps what a sensor heard; the same batch sent again counts once, and devices are worked out within minutes',
    querystring: Type.Object(organisationField, only),
    body: SentBatch,
    response: { 200: BatchReceived },
  }
  app.post(
    '/observation-batches',
    { schema, bodyLimit: limitBytes, config: { work: 'upload' } },
    async ({ query, body }) => {
      const { organisationId } = await organisationOf(query.organisation)
      return receiveBatch(store, { organisationId, sent: body, now: new Date() })
    },
  )
}
