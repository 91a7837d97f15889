import type { FastifyReply, FastifyRequest } from 'fastify'
import { enqueue } from '../flows/index.ts'
import type { JobWork } from '../flows/index.ts'
import { accepted, jobNamed } from './job-body.ts'
import { languageOf } from './language.ts'
import type { Sent } from './repeatable.ts'
import { takeUpload } from './uploads.ts'
import type { UploadContext } from './uploads.ts'

export interface Order {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  /** Who asks, by name or id. */
  readonly organisation: string | undefined
  readonly work: JobWork
}

/** Work that a person asks for without a file: it becomes a job, one however often the same request is sent. */
export async function takeOrder(context: UploadContext, { request, reply, organisation, work }: Order): Promise<Sent> {
  const { organisationId } = await context.organisationOf(organisation)
  const language = languageOf(request, reply)
  const asked = { request, reply, organisationId, limitBytes: 0, to: 'memory' } as const
  return takeUpload(context, asked, async (_, name) =>
    accepted(await enqueue(context.store, { work, priority: 'person', ...jobNamed(name) }), language),
  )
}
