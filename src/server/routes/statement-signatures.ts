import { Type } from 'typebox'
import { addStatementSignature, FlowError } from '../../flows/index.ts'
import type { SignatureAdded } from '../contract.ts'
import { languageOf } from '../language.ts'
import { idField } from '../query.ts'
import type { App } from '../route.ts'
import { signatureSchema, signatureUpload, toSignatureBody } from '../signature-body.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

/** Detached signatures of documents of statements that are here, as they come in. */
export function addStatementSignatures(app: App, context: UploadContext): void {
  const schema = {
    ...signatureSchema,
    operationId: 'addStatementSignature',
    tags: ['statements'],
    summary:
      'Keeps a detached signature (OpenPGP, Sigstore bundle) with a document of statements of the organisation, and judges it',
    params: Type.Object({ documentId: idField('As adding and lists of statements name it.') }),
  }
  app.post('/statements/:documentId/signatures', { schema, config: { work: 'upload' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const { documentId } = request.params
    const asked = { request, reply, organisationId, ...signatureUpload }
    return takeUpload(context, asked, async (received) => {
      const given = { documentId, bytes: await received.bytes() }
      const added = await addStatementSignature(context.store, organisationId, given)
      if (added.is === 'refused') throw new FlowError('refused', added.because)
      if (added.is === 'notFound')
        throw new FlowError(
          'notFound',
          `no document of statements ${documentId} in force that this organisation supplied; look it up in the list of statements`,
        )
      const body = {
        is: added.is,
        signature: toSignatureBody(added.state, language),
        ...(added.later && { laterSignature: toSignatureBody(added.later, language) }),
      }
      return { status: added.is === 'added' ? 201 : 200, body: body satisfies SignatureAdded }
    })
  })
}
