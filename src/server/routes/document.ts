import { STATUS_CODES } from 'node:http'
import { Type } from 'typebox'
import { Page } from '../contract.ts'
import { statusByCode } from '../problem.ts'
import type { App } from '../route.ts'

const ProblemKind = Type.Object({ code: Type.String(), status: Type.Integer(), title: Type.String() })

/** What the interface says of itself. */
export function documentRoutes(app: App): void {
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
    async () => app.swagger(),
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

const kinds = Object.entries(statusByCode).map(([code, status]) => ({
  code,
  status,
  title: STATUS_CODES[status] ?? 'Error',
}))
