import { Type } from 'typebox'
import { listAdvisoryProviders, listRejectedDocuments } from '../../flows/index.ts'
import type { JobWork } from '../../flows/index.ts'
import { Job, Page, Provider, RejectedDocument } from '../contract.ts'
import { languageField, OnceHeaders, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'
import { takeOrder } from '../take-order.ts'
import type { UploadContext } from '../uploads.ts'

/** Who provides advisories, and what was not taken of them. */
export function providersRoutes(app: App, { store }: Context): void {
  const list = {
    operationId: 'listProviders',
    tags: ['knowledge'],
    summary: 'CSAF providers that were pulled or imported, by address; at most 1,000',
    response: { 200: Page(Provider) },
  }
  app.get('/providers', { schema: list }, async () => {
    const providers = await listAdvisoryProviders(store)
    return {
      items: providers.map(({ newestAt, keys, ...provider }) => ({
        ...provider,
        keys: keys.map(({ fingerprint }) => fingerprint),
        ...(newestAt === null ? {} : { newestAt }),
      })),
    }
  })

  const rejected = {
    operationId: 'listRejectedDocuments',
    tags: ['knowledge'],
    summary: 'Documents of CSAF providers that were not taken, with the reason; they are tried again at the next pull',
    querystring: Type.Object(pageFields, only),
    response: { 200: Page(RejectedDocument) },
  }
  app.get('/rejected-documents', { schema: rejected }, async ({ query }) => listRejectedDocuments(store, toPage(query)))
}

const PullQuery = Type.Object(
  {
    ...organisationField,
    ...languageField,
    provider: Type.String({
      minLength: 3,
      maxLength: 500,
      description: 'A domain (`infusa.example`), or the address of a provider-metadata.json.',
    }),
    acceptKeys: Type.Optional(
      Type.Boolean({ default: false, description: 'Believes keys that are new since the last pull.' }),
    ),
  },
  only,
)

/** Pulling from a provider: new to Auscult, or known. */
export function addProviderPulls(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'pullProvider',
    tags: ['knowledge'],
    summary: 'Fetches what is new at a CSAF provider, verifies it, and matches it',
    querystring: PullQuery,
    headers: OnceHeaders,
    response: { 202: Job },
  }
  app.post('/providers/pull', { schema, config: { work: 'none' } }, async (request, reply) => {
    const { provider, acceptKeys = false, organisation } = request.query
    const work: JobWork = { kind: 'feedPull', provider, acceptsKeys: acceptKeys }
    return takeOrder(context, { request, reply, organisation, work })
  })
}
