import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SbomIntake } from '../flows/index.ts'
import type { OrganisationId } from '../model/index.ts'
import { ServerError } from './error.ts'
import type { Receive, Received, ReceiveOptions } from './receive-body.ts'
import { respondOnce } from './repeatable.ts'
import type { Done, Sent } from './repeatable.ts'
import type { Context } from './route.ts'

/** What routes that take files work with. */
export interface UploadContext extends Context {
  readonly receive: Receive
  /** Stores SBOMs, those of the same moment together. */
  readonly intake: SbomIntake
  /** Matches what was added, once for all who wait; false when it could not be done now, and follows. */
  readonly match: () => Promise<boolean>
  /** Waits for room to work on an upload; resolves to how to leave. */
  readonly enter: (upload: Entering) => Promise<() => void>
}

/** What wants to be worked on. */
export interface Entering {
  readonly what: 'sbom' | 'assetList' | 'batch'
  readonly received: Received
  /** Aborts when nobody waits for it any more. */
  readonly gone: AbortSignal
}

export interface UploadAsked extends ReceiveOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly organisationId: OrganisationId
}

/** Takes a body in, does something with it once, and gives back what it took. */
export async function takeUpload(
  context: UploadContext,
  { request, reply, organisationId, ...options }: UploadAsked,
  work: (received: Received, name: readonly string[] | undefined) => Promise<Done>,
): Promise<Sent> {
  const received = await context.receive(request, options)
  try {
    if (options.limitBytes > 0 && received.sizeBytes === 0)
      throw new ServerError('requestInvalid', 'the body is empty: send the file as the body')
    const asked = { organisationId, sha256: received.sha256 }
    return await respondOnce(context, { request, reply, asked }, async (name) => work(received, name))
  } finally {
    await received.end()
  }
}
