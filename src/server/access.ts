import type { FastifyRequest } from 'fastify'
import { ServerError } from './error.ts'
import type { Sessions } from './sessions.ts'

const windowMs = 60_000
const failuresInWindow = 20

/** Methods that change nothing. */
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])
/** A second one of these would be read by one program and not by the next. */
const singleHeaders = new Set([
  'host',
  'authorization',
  'cookie',
  'origin',
  'content-length',
  'content-type',
  'if-none-match',
])

/** Who is let in. */
export interface Access {
  /** Throws unless the request is meant for this very server, by a name that no other site can take. */
  readonly requireOurs: (request: FastifyRequest) => void
  /** Throws unless the request has the token, or a browser's session and comes from our own page. */
  readonly requireToken: (request: FastifyRequest) => void
  /** Notes a wrong token; throws in any case. */
  readonly refuseToken: () => never
}

/** The door of one server. The right token is never kept out: only failures are counted, since 256 bits cannot be guessed at any pace. */
export function openAccess(sessions: Sessions, port: number, now: () => number): Access {
  let failures = { count: 0, until: 0 }
  const refuseToken = (): never => {
    if (now() > failures.until) failures = { count: 0, until: now() + windowMs }
    failures.count += 1
    if (failures.count > failuresInWindow)
      throw new ServerError(
        'tooManyAttempts',
        'too many wrong tokens within a minute: wait, and take the token from the file that the server names at its start',
      )
    throw new ServerError(
      'tokenWrong',
      'this is not the token: it stands in the file that the server names at its start',
      {
        headers: { 'www-authenticate': 'Bearer realm="auscult", error="invalid_token"' },
      },
    )
  }
  return {
    requireOurs: (request) => requireOurs(request, portOf(request, port)),
    requireToken: (request) => {
      const bearer = bearerOf(request)
      if (bearer !== undefined) return sessions.isToken(bearer) ? undefined : refuseToken()
      const session = sessionOf(request, port)
      if (session === undefined || !sessions.isOpen(session)) throw tokenMissing()
      requireOwnPage(request)
    },
    refuseToken,
  }
}

/** The cookie of this server's session: cookies are shared by all ports of a machine, so its name holds ours. */
export function cookieName(request: FastifyRequest, port: number): string {
  return `auscult-${portOf(request, port)}`
}

/** The session that a browser sent along. */
export function sessionOf(request: FastifyRequest, port: number): string | undefined {
  const name = `${cookieName(request, port)}=`
  const cookies = request.headers.cookie?.split(';').map((each) => each.trim()) ?? []
  return cookies.find((each) => each.startsWith(name))?.slice(name.length)
}

/**
 * A browser says where a request comes from, and another site's page must not change anything here. Without a word on that (no browser
 * of today) what changes something is refused.
 */
export function requireOwnPage(request: FastifyRequest): void {
  const { host, origin, 'sec-fetch-site': site } = request.headers
  const isSafe = safeMethods.has(request.method)
  const allowed = isSafe ? ['same-origin', 'none'] : ['same-origin']
  if (typeof site === 'string' && !allowed.includes(site)) throw originForeign()
  if (origin !== undefined && origin !== `http://${host ?? ''}`) throw originForeign()
  if (!isSafe && site === undefined && origin === undefined) throw originForeign()
}

/** The port that the request came in by; the given one where there is no real connection. */
function portOf(request: FastifyRequest, port: number): number {
  return request.raw.socket.localPort ?? port
}

/** Another site may let its own name lead to 127.0.0.1 (DNS rebinding); its pages then send that name. */
function requireOurs({ raw }: FastifyRequest, port: number): void {
  if (raw.url?.startsWith('/') !== true)
    throw new ServerError('requestMalformed', 'the request names a whole address in place of a path: this is no proxy')
  const names = raw.rawHeaders.filter((_, place) => place % 2 === 0).map((name) => name.toLowerCase())
  const twice = names.find((name, place) => singleHeaders.has(name) && names.indexOf(name) !== place)
  if (twice !== undefined)
    throw new ServerError('requestMalformed', `the header ${twice} stands there twice: send it once`)
  if (hostsOf(port).includes(raw.headers.host?.toLowerCase() ?? '')) return
  throw new ServerError(
    'hostForeign',
    `this server answers to http://127.0.0.1:${port} and http://localhost:${port} only: use one of these addresses`,
  )
}

function hostsOf(port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]
}

function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  if (authorization === undefined) return undefined
  const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? []
  if (token === undefined)
    throw new ServerError('tokenMissing', 'Authorization is read as "Bearer TOKEN" only', {
      headers: { 'www-authenticate': 'Bearer realm="auscult"' },
    })
  return token
}

function tokenMissing(): ServerError {
  const words =
    'this needs the token that the first start printed: send "Authorization: Bearer TOKEN", or open the page with the address that holds it'
  return new ServerError('tokenMissing', words, { headers: { 'www-authenticate': 'Bearer realm="auscult"' } })
}

function originForeign(): ServerError {
  return new ServerError(
    'originForeign',
    'the request comes from another site: with a session only the page of this server may ask; programs send the token',
  )
}
