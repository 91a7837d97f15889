import { Type } from 'typebox'
import { requireAnswer } from '../../flows/index.ts'
import { Health } from '../contract.ts'
import type { App, Context } from '../route.ts'
import { withinOr } from '../within.ts'

/** One look at the database serves all who ask within this. */
const keptMs = 1_000
const patienceMs = 3_000

/** How the server is: ready when the database answers. */
export function healthRoutes(app: App, context: Context): void {
  const look = looker(context)
  app.get(
    '/health',
    {
      config: { open: true, work: 'none' },
      schema: {
        operationId: 'readHealth',
        tags: ['operation'],
        summary: 'Whether the server is ready to answer',
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const health = await look()
      return reply.code(health.status === 'ready' ? 200 : 503).send(health)
    },
  )

  app.get(
    '/metrics',
    {
      config: { work: 'none' },
      schema: {
        operationId: 'readMetrics',
        tags: ['operation'],
        summary: 'Measures for Prometheus',
        response: {
          200: { description: 'The text format of Prometheus.', content: { 'text/plain': { schema: Type.String() } } },
        },
      },
    },
    async (_request, reply) => reply.type(context.metrics.contentType).send(await context.metrics.write()),
  )
}

function looker({ store, version }: Context): () => Promise<Health> {
  let last: { readonly health: Promise<Health>; readonly until: number } | undefined
  return async () => {
    if (last === undefined || performance.now() > last.until)
      last = { health: lookAt(requireAnswer(store), version), until: performance.now() + keptMs }
    return last.health
  }
}

async function lookAt(answering: Promise<void>, version: string): Promise<Health> {
  try {
    const answered = await withinOr(patienceMs, answering, 'late' as const)
    return answered === 'late'
      ? { status: 'unavailable', version, detail: `the database does not answer within ${patienceMs / 1000} seconds` }
      : { status: 'ready', version }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { status: detail.includes('is starting') ? 'starting' : 'unavailable', version, detail }
  }
}
