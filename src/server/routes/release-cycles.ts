import { Type } from 'typebox'
import { listReleaseCycles } from '../../flows/index.ts'
import { ListedCycle, Page } from '../contract.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const ListQuery = Type.Object(
  {
    product: filterField('Its name at endoflife.date: `debian`.'),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)

/** Public knowledge: how long the releases of products are supported. */
export function releaseCyclesRoutes(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listReleaseCycles',
    tags: ['knowledge'],
    summary: 'How long the releases of products are supported, by product and cycle',
    querystring: ListQuery,
    response: { 200: Page(ListedCycle) },
  }
  app.get('/release-cycles', { schema, config: { mayBeKept: true } }, async ({ query }) =>
    listReleaseCycles(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.product === undefined ? {} : { product: query.product }),
    }),
  )
}
