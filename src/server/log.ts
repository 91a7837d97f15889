import { LogController } from 'fastify'
import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import type { Writable } from 'node:stream'

/** Lines of JSON with fixed messages. No address beyond the route's own pattern is in them: a query may name a person's device. No header either. */
export function logOptions(log: Writable | undefined): Pick<FastifyServerOptions, 'logger' | 'logController'> {
  const logController = new LogController({ disableRequestLogging: true })
  if (log === undefined) return { logger: false, logController }
  const options = { level: 'info', stream: log, base: null, serializers: { err: toLoggedError } }
  return { logger: options, logController }
}

/** One line for each answer. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { method, routeOptions } = request
  const line = {
    method,
    route: routeOptions.url ?? 'none',
    status: reply.raw.writableFinished ? reply.statusCode : 'aborted',
    ms: Math.round(reply.elapsedTime),
  }
  if (reply.statusCode >= 500) request.log.warn(line, 'answered')
  else request.log.info(line, 'answered')
}

/** What is noted of an error: never the rows or parameters that drivers hang on theirs. */
function toLoggedError(error: Error & { readonly code?: unknown }): { type: string; message: string; stack: string } {
  const { name, message, stack = '', code, cause } = error
  const more = {
    ...(code === undefined ? {} : { code }),
    ...(cause instanceof Error ? { cause: toLoggedError(cause) } : {}),
  }
  return { type: name, message, stack, ...more }
}
