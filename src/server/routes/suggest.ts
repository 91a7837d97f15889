import { Type } from 'typebox'
import { suggest } from '../../flows/index.ts'
import { Page, Suggestion } from '../contract.ts'
import { languageField, only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'

/** More than a list below a box shows. */
const mostSuggestions = 20

const SuggestQuery = Type.Object(
  {
    q: Type.String({ maxLength: 2_000, description: 'What stands in the search box so far.', examples: ['log4'] }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: mostSuggestions, default: 8, description: 'At most so many.' }),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** What somebody who types may be about to ask. */
export function suggestRoutes(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'suggest',
    tags: ['questions'],
    summary: 'What may be asked, as somebody types: flaws, components, models, devices and wards that are there',
    querystring: SuggestQuery,
    response: { 200: Page(Suggestion) },
  }
  app.get('/suggest', { schema }, async ({ query: { q, limit = 8, organisation } }) => ({
    items: await suggest(store, { organisation: await organisationOf(organisation), text: q, limit }),
  }))
}
