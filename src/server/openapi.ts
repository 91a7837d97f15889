import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import type { RouteOptions } from 'fastify'
import * as contract from './contract.ts'
import { statusByCode } from './problem.ts'
import { OnceHeaders } from './query.ts'

/** What the document says besides the routes. */
export function openapiOptions(version: string): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Auscult',
        version,
        summary: 'Which devices a vulnerability reaches, which it does not, and which cannot be told yet',
        description: `Every list is read page by page: give \`next\` back as \`after\`. Every error is a problem of RFC 9457 whose \`code\` is one of ${Object.keys(statusByCode).length} at \`/problems\`.`,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      } as never, // its types know OpenAPI 3.0 alone
      servers: [
        {
          url: 'http://127.0.0.1:{port}/api/v1',
          description: 'The machine that it runs on',
          variables: { port: { default: '8320' } },
        },
      ],
      tags: [
        { name: 'questions', description: 'Every device in one of four classes, with the reason' },
        { name: 'fleet', description: 'Devices, their model versions and what is known of them' },
        { name: 'network', description: 'Devices that were seen on the network, and what people decide of them' },
        { name: 'sboms', description: 'What devices are made of' },
        { name: 'keys', description: 'Whose signatures are trusted' },
        { name: 'statements', description: 'What makers, coordinators, suppliers and the hospital state' },
        { name: 'knowledge', description: 'Public knowledge of vulnerabilities' },
        { name: 'advisories', description: 'Advisories of makers, the devices that they name, and the work on them' },
        { name: 'jobs', description: 'Work in the background' },
        { name: 'access', description: 'Who is let in' },
        { name: 'operation', description: 'How the server is' },
      ],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'The token that the first start printed.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'auscult-8320',
            description: 'What POST /session sets; the name ends in the port.',
          },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    convertConstToEnum: false,
    transformObject: (document) =>
      'openapiObject' in document ? nameSchemas(document.openapiObject) : document.swaggerObject,
  }
}

/** Adds to a route what all routes share: the problems it may answer with, the answer to who holds the same already, that an open one needs no token. */
export function documentRoute(route: RouteOptions): void {
  const { schema, config } = route
  if (schema === undefined || schema.hide === true) return
  const open = config?.open === true
  const statuses = [
    400,
    ...(open ? [] : [401, 403]),
    ...(route.url.includes(':') ? [404] : []),
    ...(schema.body === undefined ? [] : [413, 415]),
    ...(schema.headers === OnceHeaders ? [409, 422, 429, 507] : []),
    ...(open && config.work === 'none' ? [] : [503]),
    500,
  ]
  const described = Object.entries((schema.response ?? {}) as Record<string, object>).map(([status, response]) => [
    status,
    { 'x-response-description': schema.summary, ...response },
  ])
  route.schema = {
    ...schema,
    ...(open ? { security: [] } : {}),
    response: {
      ...Object.fromEntries(statuses.map((status) => [status, problemResponse(status)])),
      ...(route.method === 'GET' ? { 304: { type: 'null', description: 'The same as If-None-Match names.' } } : {}),
      ...Object.fromEntries(described),
    },
  }
}

const retryAfter = { 'Retry-After': { type: 'integer', description: 'Seconds after which to try again.' } }

const problemHeaders: Readonly<Record<number, object>> = {
  401: { 'WWW-Authenticate': { type: 'string', description: 'How to show the token.' } },
  409: retryAfter,
  429: retryAfter,
  503: retryAfter,
}

function problemResponse(status: number): object {
  const codes = Object.entries(statusByCode).flatMap(([code, each]) => (each === status ? [code] : []))
  const headers = problemHeaders[status]
  return {
    description: `A problem: ${codes.join(', ')}.`,
    content: { 'application/problem+json': { schema: contract.Problem } },
    ...(headers === undefined ? {} : { headers }),
  }
}

type Document = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>

/** Bodies of the contract stand once, under their names. */
function nameSchemas(document: Document): Document {
  const names = new Map(
    Object.entries(contract).flatMap(([name, schema]) =>
      typeof schema === 'object' ? [[canonical(schema), name] as const] : [],
    ),
  )
  const used = new Map<string, unknown>()
  const { components, ...rest } = walk(document) as { components?: { schemas?: object } }
  const schemas = Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...rest, components: { ...components, schemas } } as Document

  function walk(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node !== 'object' || node === null) return node
    const name = names.get(canonical(node))
    if (name === undefined) return walkInto(node)
    if (!used.has(name)) {
      used.set(name, undefined) // its place, before those inside it
      used.set(name, walkInto(node))
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  function walkInto(node: object): object {
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]))
  }
}

/** The same text for equal schemas, whatever the order of their keywords. */
function canonical(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(canonical).join()}]`
  if (typeof node !== 'object' || node === null) return JSON.stringify(node) ?? 'null'
  const entries = Object.entries(node).filter(([, value]) => value !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}:${canonical(value)}`)
    .join()}}`
}
