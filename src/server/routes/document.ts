import { STATUS_CODES } from 'node:http'
import { Type } from 'typebox'
import { tagOf } from '../caching.ts'
import { Page } from '../contract.ts'
import { statusByCode } from '../problem.ts'
import type { App } from '../route.ts'

const ProblemKind = Type.Object({ code: Type.String(), status: Type.Integer(), title: Type.String() })

/** What the interface says of itself. */
export function documentRoutes(app: App): void {
  let document: KeptDocument | undefined
  app.get(
    '/openapi.json',
    {
      config: { open: true, work: 'none', mayBeKept: true },
      schema: {
        operationId: 'readOpenapi',
        tags: ['operation'],
        summary: 'This document',
        response: { 200: Type.Unknown({ description: 'OpenAPI 3.1.' }) },
      },
    },
    async (_request, reply) => {
      document ??= keep(JSON.stringify(app.swagger()))
      return reply.header('etag', document.tag).type('application/json; charset=utf-8').send(document.bytes)
    },
  )

  app.get(
    '/problems',
    {
      config: { open: true, work: 'none', mayBeKept: true },
      schema: {
        operationId: 'listProblems',
        tags: ['operation'],
        summary: 'Every code that a problem may have',
        response: { 200: Page(ProblemKind) },
      },
    },
    async () => ({ items: kinds }),
  )
}

/** The same bytes for everybody: anyone may ask for the document, as often as they like, and read none of the answers. */
interface KeptDocument {
  readonly bytes: Buffer
  readonly tag: string
}

function keep(text: string): KeptDocument {
  return { bytes: Buffer.from(text), tag: tagOf(text) }
}

const kinds = Object.entries(statusByCode).map(([code, status]) => ({
  code,
  status,
  title: STATUS_CODES[status] ?? 'Error',
}))
