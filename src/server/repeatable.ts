import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { once } from '../flows/index.ts'
import type { InTurn } from '../flows/index.ts'
import type { OrganisationId } from '../model/index.ts'
import { ServerError } from './error.ts'
import type { Context } from './route.ts'

/** A response to something that was done. */
export interface Done {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** What a handler gives back when its response was sent: whatever its schema, no body. */
export type Sent = never

/** The request that something is done for. */
export interface Asked {
  readonly organisationId: OrganisationId
  /** SHA-256 of its body, in hex. */
  readonly sha256: string
}

/** Visible characters; a structured string's quotes stand around them or do not. */
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255}))$/

/**
 * Does something and responds. With an `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header) it is done once: sent again, the
 * request gets the same response. `work` is given parts that name this very request, sent however often; undefined without a key.
 */
export async function respondOnce(
  { store, worker, gates }: Pick<Context, 'store' | 'worker' | 'gates'>,
  { request, reply, asked }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly asked: Asked },
  work: (name: readonly string[] | undefined) => Promise<Done>,
): Promise<Sent> {
  const key = keyOf(request)
  if (key === undefined) return respond(reply, await work(undefined))
  const { organisationId, sha256 } = asked
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([request.method, request.url, sha256]))
    .digest()
  const inTurn: InTurn = async (work) => {
    const leave = await gates.key.enter(new AbortController().signal) // what was done is kept also for a client that went away
    return work().finally(leave)
  }
  const { response, isRepeated } = await once(
    store,
    { presence: worker.presence, request: { organisationId, key, fingerprint }, inTurn },
    async () => {
      const { status, body, headers = {} } = await work([organisationId, key, fingerprint.toString('hex')])
      return { status, headers, body: JSON.stringify(body) }
    },
  )
  if (isRepeated) reply.header('idempotency-replayed', 'true')
  return respond(reply, { ...response, body: JSON.parse(response.body) as object })
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const header = headers['idempotency-key']
  if (header === undefined) return undefined
  const [, quoted, bare] = (typeof header === 'string' ? KEY.exec(header) : null) ?? []
  const key = quoted ?? bare
  if (key === undefined)
    throw new ServerError('requestInvalid', 'Idempotency-Key is 1 to 255 visible characters, best a random UUID')
  return key
}

function respond(reply: FastifyReply, { status, body, headers = {} }: Done): Sent {
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  return reply.code(status).send(body) as never
}
