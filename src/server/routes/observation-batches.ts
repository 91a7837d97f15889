import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import { receiveBatch } from '../../flows/index.ts'
import { readBoundedJson } from '../bounded-json.ts'
import { BatchReceived, SentBatch } from '../contract.ts'
import { only, organisationField } from '../query.ts'
import type { App } from '../route.ts'
import type { UploadContext } from '../uploads.ts'
import { toValidationError } from '../validation-error.ts'
import { goneSignal } from '../work.ts'

/** A batch of a sensor holds eight million characters, and the marks of JSON around them. */
const limitBytes = 64 * 1024 * 1024
/** Eight thousand observations of a sensor, each with some hundred facts, stay below; a fact is three levels down. */
const bounds = { depth: 8, marks: 2_000_000 }

/** What sensors send. A body waits in the spool for its turn: read into values it takes many times its size. */
export function addObservationBatches(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'receiveObservations',
    tags: ['network'],
    summary:
      'Keeps what a sensor heard; the same batch sent again counts once, and devices are worked out within minutes',
    querystring: Type.Object(organisationField, only),
    body: Type.Unsafe<unknown>({}),
    response: { 200: BatchReceived },
  }
  const swaggerTransform = ({ schema: told, url }: { schema: object; url: string }): Documented => ({
    schema: { ...told, body: SentBatch },
    url,
  })
  app.post('/observation-batches', { schema, config: { work: 'none', swaggerTransform } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    return inTurn(context, { request, reply }, async (sent) =>
      receiveBatch(context.store, { organisationId, sent, now: new Date() }),
    )
  })
}

interface Documented {
  readonly schema: object
  readonly url: string
}

type Sent = Static<typeof SentBatch>

/** Takes the body in, waits for its turn, reads and checks it, and works on it. */
async function inTurn<T>(
  { receive, enter }: UploadContext,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  work: (sent: Sent) => Promise<T>,
): Promise<T> {
  const gone = goneSignal(reply)
  const received = await receive(request, { limitBytes, to: 'memory' })
  try {
    const leave = await enter({ what: 'batch', received, gone })
    try {
      return await work(toBatch(request, readBoundedJson(await received.bytes(), bounds)))
    } finally {
      leave()
    }
  } finally {
    await received.end()
  }
}

function toBatch(request: FastifyRequest, sent: unknown): Sent {
  const check = request.compileValidationSchema(SentBatch, 'body')
  if (!check(sent)) throw toValidationError(check.errors ?? [], 'body')
  return sent as Sent
}
