import { Type } from 'typebox'
import { cookieName, requireOwnPage, sessionOf } from '../access.ts'
import type { App, Context } from '../route.ts'

const Entry = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 200, description: 'The token that the first start printed.' }) },
  { additionalProperties: false },
)

/** How a browser is let in: the page gives the token once and keeps a cookie that scripts cannot read. */
export function sessionRoutes(app: App, { sessions, access, port }: Context): void {
  app.post(
    '/session',
    {
      config: { open: true, work: 'none' },
      schema: {
        operationId: 'openSession',
        tags: ['access'],
        summary: 'Exchanges the token for a cookie, for browsers',
        body: Entry,
        response: { 204: Type.Null({ description: 'The cookie is set.' }) },
      },
    },
    async (request, reply) => {
      if (request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined)
        requireOwnPage(request)
      if (!sessions.isToken(request.body.token)) access.refuseToken()
      const { value, lifeS } = sessions.open()
      reply.header('set-cookie', `${cookieName(request, port)}=${value}; ${attributes}; Max-Age=${lifeS}`)
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/session',
    {
      config: { work: 'none' },
      schema: {
        operationId: 'endSession',
        tags: ['access'],
        summary: "Ends the browser's session",
        response: { 204: Type.Null({ description: 'The session has ended, and the browser forgets the cookie.' }) },
      },
    },
    async (request, reply) => {
      const value = sessionOf(request, port)
      if (value !== undefined) sessions.end(value)
      reply.header('set-cookie', `${cookieName(request, port)}=; ${attributes}; Max-Age=0`)
      return reply.code(204).send(null)
    },
  )
}

/** Not Secure: until accounts exist there is no connection but the one inside this machine. */
const attributes = 'Path=/api/v1; HttpOnly; SameSite=Strict'
