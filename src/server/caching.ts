import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * What a browser may keep: public knowledge and documents, to be asked about again each time; nothing of a fleet, since its disk is not ours.
 * Every answer that is a text has an ETag, and who holds the same already is told so without a body.
 */
export async function tagAnswer(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (reply.hasHeader('cache-control')) return payload
  const mayBeKept = request.routeOptions.config.mayBeKept === true && reply.statusCode === 200
  reply.header('cache-control', mayBeKept ? 'private, no-cache' : 'no-store')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!isRead || reply.statusCode !== 200) return payload
  const tag = reply.getHeader('etag') ?? (typeof payload === 'string' ? tagOf(payload) : undefined)
  if (typeof tag !== 'string') return payload
  reply.header('etag', tag)
  if (!holdsAlready(request.headers['if-none-match'], tag)) return payload
  if (payload instanceof Readable) payload.destroy()
  return notModified(reply)
}

/** `If-None-Match`: a list of tags, compared without regard to their weakness (RFC 9110 §13.1.2), or `*`. */
export function holdsAlready(held: string | undefined, tag: string): boolean {
  if (held === undefined) return false
  if (held.trim() === '*') return true
  const tags = held.match(/(?:W\/)?"[^"]*"/g) ?? []
  return tags.some((each) => each.replace(/^W\//, '') === tag.replace(/^W\//, ''))
}

/** The ETag of an answer: of its bytes, so that equal ones have the same. */
export function tagOf(text: string): string {
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
}

function notModified(reply: FastifyReply): null {
  reply.code(304)
  for (const name of ['content-type', 'content-length', 'content-disposition']) reply.removeHeader(name)
  return null
}
