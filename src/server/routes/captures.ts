import { Type } from 'typebox'
import { enqueue, isNamedByPatient } from '../../flows/index.ts'
import type { JobWork } from '../../flows/index.ts'
import { Job } from '../contract.ts'
import { accepted, jobNamed } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { FileBody, fileNameField, languageField, OnceHeaders, only, organisationField } from '../query.ts'
import type { App } from '../route.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

const Query = Type.Object({ ...organisationField, ...languageField, ...fileNameField }, only)
const usualName = 'capture'
/** Archives call images by their patients: such a name is not kept. */
const imageName = 'DICOM file'

/** Captures and logs as files. Each waits on the disk for its job, and is deleted once it was listened to. */
export function addCaptures(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'listenToCapture',
    tags: ['network'],
    summary:
      'Hears which devices speak in a capture or log, told by its content, and keeps what they tell; the file itself is deleted. The same file counts once',
    querystring: Query,
    headers: OnceHeaders,
    body: FileBody,
    consumes: [
      'application/vnd.tcpdump.pcap',
      'application/octet-stream',
      'application/gzip',
      'text/plain',
      'text/csv',
    ],
    response: { 202: Job },
  }
  app.post('/captures', { schema, config: { work: 'none' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const asked = { request, reply, organisationId, limitBytes: context.limits.captureBytes, to: 'disk' } as const
    return takeUpload(context, asked, async (received, name) =>
      received.keep(async (file) => {
        const fileName = isNamedByPatient(received.head) ? imageName : (request.query.fileName ?? usualName)
        const work: JobWork = { kind: 'captureListen', file, fileName, digest: received.sha256 }
        const { spool } = context.worker
        const given = { work, priority: 'upload', organisationId, spool, ...jobNamed(name) } as const
        return accepted(await enqueue(context.store, given), language)
      }),
    )
  })
}
