import { Type } from 'typebox'
import { addSbomSignature, FlowError } from '../../flows/index.ts'
import type { SbomId } from '../../model/index.ts'
import type { SignatureAdded } from '../contract.ts'
import { languageOf } from '../language.ts'
import { idField } from '../query.ts'
import type { App } from '../route.ts'
import { signatureSchema, signatureUpload, toSignatureBody } from '../signature-body.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

/** Detached signatures of SBOMs that are here, as they come in. */
export function addSbomSignatures(app: App, context: UploadContext): void {
  const schema = {
    ...signatureSchema,
    operationId: 'addSbomSignature',
    tags: ['sboms'],
    summary: 'Keeps a detached signature (OpenPGP, Sigstore bundle) beside an SBOM of the organisation, and judges it',
    params: Type.Object({ sbomId: idField('As lists of SBOMs name it.') }),
  }
  app.post('/sboms/:sbomId/signatures', { schema, config: { work: 'upload' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const { fileName } = request.query
    const sbomId = request.params.sbomId as SbomId
    const asked = { request, reply, organisationId, ...signatureUpload }
    return takeUpload(context, asked, async (received) => {
      const signature = { sbomId, bytes: await received.bytes(), ...(fileName === undefined ? {} : { fileName }) }
      const added = await addSbomSignature(context.store, organisationId, signature)
      if (added.is === 'refused') throw new FlowError('refused', added.because)
      if (added.is === 'notFound')
        throw new FlowError(
          'notFound',
          `no SBOM ${sbomId} that this organisation supplied; look it up in the list of SBOMs`,
        )
      const body = { is: added.is, signature: toSignatureBody(added.state ?? { is: 'notJudged' }, language) }
      return { status: added.is === 'added' ? 201 : 200, body: body satisfies SignatureAdded }
    })
  })
}
