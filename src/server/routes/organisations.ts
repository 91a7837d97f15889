import { Type } from 'typebox'
import { listOrganisations } from '../../flows/index.ts'
import { Organisation, Page } from '../contract.ts'
import type { App, Context } from '../route.ts'
import { organisationField } from '../query.ts'

/** Whose fleets there are, and which one is meant. */
export function organisationsRoutes(app: App, { store, organisationOf }: Context): void {
  app.get(
    '/organisations',
    {
      schema: {
        operationId: 'listOrganisations',
        tags: ['fleet'],
        summary: 'Every organisation, the oldest first',
        response: { 200: Page(Organisation) },
      },
    },
    async () => ({ items: await listOrganisations(store) }),
  )

  app.get(
    '/organisation',
    {
      schema: {
        operationId: 'readOrganisation',
        tags: ['fleet'],
        summary: 'The organisation that a request speaks for',
        querystring: Type.Object(organisationField, { additionalProperties: false }),
        response: { 200: Organisation },
      },
    },
    async ({ query }) => organisationOf(query.organisation),
  )
}
