import { Type } from 'typebox'
import { addKey, listKeys, removeKey } from '../../flows/index.ts'
import { KeyChanged, Page, TrustedKey } from '../contract.ts'
import { FileBody, OnceHeaders, only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

const OneQuery = Type.Object(organisationField, only)

/** The keys that an organisation trusts. */
export function keysRoutes(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listKeys',
    tags: ['keys'],
    summary: 'The public keys that the organisation trusts, by maker; at most 1,000',
    querystring: OneQuery,
    response: { 200: Page(TrustedKey) },
  }
  app.get('/keys', { schema: list }, async ({ query }) => listKeys(store, await organisationOf(query.organisation)))

  const one = {
    operationId: 'removeKey',
    tags: ['keys'],
    summary: 'Trusts a key no more, and judges every signed SBOM again',
    params: Type.Object({ keyId: Type.String({ maxLength: 200, description: 'Its id, or its fingerprint.' }) }),
    querystring: OneQuery,
    response: { 200: KeyChanged },
  }
  app.delete('/keys/:keyId', { schema: one, config: { work: 'upload' } }, async ({ params, query }) => {
    const removed = await removeKey(store, await organisationOf(query.organisation), params.keyId)
    return { is: 'removed', ...removed } as const
  })
}

const maxKeyBytes = 1024 * 1024

const text = (description: string, maxLength = 500) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))

const AddQuery = Type.Object(
  {
    ...organisationField,
    maker: Type.String({ minLength: 1, maxLength: 200, description: 'The maker that the key speaks for.' }),
    from: text('Signatures made before are not trusted: a date.', 40),
    to: text('Signatures made from then on are not trusted: a date.', 40),
    subject: text('Sigstore: who must have signed, an address or URI.'),
    issuer: text('Sigstore: the OpenID issuer that must have vouched for the subject.'),
  },
  only,
)

/** A key as it comes in. */
export function addKeyUploads(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'addKey',
    tags: ['keys'],
    summary:
      'Trusts a public key (OpenPGP, PEM, JWK, Sigstore root; told by its content), and judges every signed SBOM by it',
    querystring: AddQuery,
    headers: OnceHeaders,
    body: FileBody,
    consumes: [
      'application/pgp-keys',
      'application/x-pem-file',
      'application/json',
      'text/plain',
      'application/octet-stream',
    ],
    response: { 200: KeyChanged, 201: KeyChanged },
  }
  app.post('/keys', { schema, config: { work: 'upload' } }, async (request, reply) => {
    const { organisation: name, subject, issuer, ...query } = request.query
    const organisation = await context.organisationOf(name)
    const { organisationId } = organisation
    const identity = subject === undefined || issuer === undefined ? {} : { identity: { subject, issuer } }
    const asked = { request, reply, organisationId, limitBytes: maxKeyBytes, to: 'memory' } as const
    return takeUpload(context, asked, async (received) => {
      const added = await addKey(context.store, { organisation, bytes: await received.bytes(), ...query, ...identity })
      return { status: added.is === 'added' ? 201 : 200, body: added satisfies KeyChanged }
    })
  })
}
