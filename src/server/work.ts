import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { sessionOf } from './access.ts'
import { ServerError } from './error.ts'
import { openGate } from './gate.ts'
import type { Gate } from './gate.ts'
import type { Limits } from './limits.ts'

/** Kinds of work that wait at a gate of their own; `none` costs next to nothing, or streams without holding anything. */
export type WorkKind = keyof Limits['gates'] | 'none'

/** The gates of one server. */
export type Gates = Readonly<Record<keyof Limits['gates'], Gate>>

export function openGates(widths: Limits['gates']): Gates {
  return {
    read: openGate(widths.read),
    export: openGate(widths.export),
    upload: openGate(widths.upload),
    smallSbom: openGate(widths.smallSbom),
    key: openGate(widths.key),
  }
}

/**
 * Makes a route wait at the gate of its kind, and answer within its time. The place is held until the work has really ended, though its
 * client may have been sent away.
 */
export function guardWork(route: RouteOptions, gates: Gates, limits: Limits): void {
  const kind = route.config?.work ?? 'read'
  if (kind === 'none') return
  const { handler } = route
  const limitMs = kind === 'upload' ? limits.uploadMs : limits.answerMs
  route.handler = async function guarded(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const leave = await gates[kind].enter(goneSignal(reply), clientOf(request))
    const work = (async (): Promise<unknown> => handler.call(this, request, reply))()
    const late = { isLate: false }
    const send = async (stream: Readable): Promise<void> =>
      closed(stream, reply.raw, { ...limits, exportMs: late.isLate ? 0 : limits.exportMs })
    holdUntilDone(work, send, leave).catch(() => undefined) // whoever awaits the work hears of it
    return within(limitMs, work, late)
  }
}

/** A browser is known by its session; programs have the token, all of them the same. */
function clientOf(request: FastifyRequest): string {
  return request.headers.authorization === undefined ? (sessionOf(request, 0) ?? '') : ''
}

interface Lateness {
  isLate: boolean
}

/** Leaves when the work is done; a stream is work until it is closed. */
async function holdUntilDone(
  work: Promise<unknown>,
  send: (stream: Readable) => Promise<void>,
  leave: () => void,
): Promise<void> {
  try {
    const answer = await work
    if (answer instanceof Readable && !answer.closed) await send(answer)
  } finally {
    leave()
  }
}

/** Breaks off what comes too late, takes longer than a whole list may, or is not read any more. */
async function closed(
  stream: Readable,
  raw: ServerResponse,
  { exportMs, stalledMs }: Pick<Limits, 'exportMs' | 'stalledMs'>,
): Promise<void> {
  stream.on('error', () => undefined) // whoever sends it hears of it; unheard it would end the process
  const timer = setTimeout(() => stream.destroy(new Error('the list took too long to be fetched')), exportMs)
  const watch = watchReader(raw, stalledMs, () => stream.destroy(new Error('nobody reads the list any more')))
  await new Promise<void>((resolve) => stream.once('close', resolve))
  clearTimeout(timer)
  clearInterval(watch)
}

/** Tells of a reader that takes nothing of what lies ready for it, after once to twice this time. */
function watchReader(raw: ServerResponse, stalledMs: number, tell: () => void): NodeJS.Timeout {
  let isStalled = false
  raw.on('drain', () => (isStalled = false))
  return setInterval(() => {
    if (isStalled) tell()
    isStalled = raw.writableNeedDrain
  }, stalledMs)
}

/** Aborts when the client went away. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  const abort = (): void =>
    controller.abort(new ServerError('requestMalformed', 'the connection ended before the answer: send it again'))
  reply.raw.once('close', abort)
  if (reply.raw.destroyed) abort()
  return controller.signal
}

async function within<T>(limitMs: number, work: Promise<T>, late: Lateness): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.isLate = true
    reject(
      new ServerError('takesTooLong', `no answer within ${limitMs / 1000} seconds: try again, or ask for less at once`),
    )
  }, limitMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
