import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import fastify from 'fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { tagAnswer } from './caching.ts'
import { refuseClient } from './client-error.ts'
import { ServerError } from './error.ts'
import type { Limits } from './limits.ts'
import { logAnswer, logOptions } from './log.ts'
import { documentRoute, openapiOptions } from './openapi.ts'
import { servePage } from './page.ts'
import { toProblem } from './problem.ts'
import type { App, Context } from './route.ts'
import { routes } from './routes.ts'
import { securityHeaders, setFeaturePolicy } from './security-headers.ts'
import { openUnreadAnswers } from './unread-answers.ts'
import { toValidationError } from './validation-error.ts'
import { guardWork } from './work.ts'

const root = '/api/v1'
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/** Adds to a server all that it serves. Every answer passes these hooks, whatever route it comes from. */
export async function furnish(app: App, context: Context, pageFolder: string): Promise<void> {
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  app.setSerializerCompiler(() => (body) => JSON.stringify(body))
  await app.register(helmet, securityHeaders)
  app.addHook('onRequest', async (request, reply) => admit(context, request, reply))
  app.addHook('onSend', tagAnswer)
  const noteAnswer = openUnreadAnswers(context.limits.unreadBytes)
  app.addHook('onSend', async ({ raw: { socket } }, { raw }, payload) => {
    noteAnswer({ raw, socket, sizeBytes: sizeOf(payload) })
    return payload
  })
  await app.register(swagger, openapiOptions(context.version))
  const known = new Map<string, string[]>()
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith(`${root}/`)) {
      route.config = { ...route.config, open: true, work: 'none' }
      return
    }
    known.set(route.url, [...(known.get(route.url) ?? []), ...[route.method].flat()])
    documentRoute(route)
    guardWork(route, context.gates, context.limits)
  })
  await app.register(
    async (api) => {
      for (const add of routes) add(api, context)
    },
    { prefix: root },
  )
  for (const [url, allowed] of known) refuseOthers(app, url, allowed)
  await servePage(app, pageFolder)
}

/** A server that serves nothing yet and does not listen; without a log nothing is logged. */
export function makeApp(log: Writable | undefined, limits: Limits): App {
  return fastify({
    ...logOptions(log),
    genReqId: () => randomUUID(),
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.connectionCheckMs,
    },
    connectionTimeout: limits.silentConnectionMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: limits.pathParameterChars },
    return503OnClosing: false, // ours is a problem like any other
    // a misspelt filter must not widen an answer in silence; 1e999 is a number, over every maximum
    ajv: { customOptions: { removeAdditional: false, strictNumbers: false } },
    schemaErrorFormatter: toValidationError,
    frameworkErrors: (error, request, reply) => sendProblem(error, request as FastifyRequest, reply as FastifyReply),
    clientErrorHandler: refuseClient,
  })
}

function sizeOf(payload: unknown): number {
  return typeof payload === 'string' || payload instanceof Uint8Array ? payload.length : 0
}

/** What holds before anything of a request is looked at. */
function admit({ access, metrics, stopping }: Context, request: FastifyRequest, reply: FastifyReply): void {
  metrics.began()
  reply.raw.once('close', () => {
    metrics.ended(request, reply)
    logAnswer(request, reply)
  }) // onResponse is silent about clients that go away
  setFeaturePolicy(reply)
  access.requireOurs(request)
  if (stopping.aborted) {
    const headers = { connection: 'close' }
    throw new ServerError('stopping', 'the server is stopping: ask again when it has started anew', { headers })
  }
  const isOfPage = request.is404 && !request.url.startsWith('/api')
  if (!isOfPage && request.routeOptions.config.open !== true) access.requireToken(request)
}

function refuseOthers(app: App, url: string, allowed: readonly string[]): void {
  app.route({
    method: methods.filter((method) => !allowed.includes(method)),
    url,
    schema: { hide: true },
    config: { work: 'none' },
    onRequest: async () => {
      const words = `this address takes ${allowed.join(', ')} only`
      throw new ServerError('methodUnknown', words, { headers: { allow: allowed.join(', ') } })
    },
    handler: () => undefined,
  })
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = toProblem(error, request.id)
  if (status === 503) request.log.warn({ code: body.code }, 'problem')
  else if (status >= 500) request.log.error({ err: error, code: body.code }, 'problem')
  for (const [name, value] of Object.entries(headers)) reply.header(name, value)
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff') // also where no hook has run
  reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(body)
}
