import { Type } from 'typebox'
import { listModels, readModel } from '../../flows/index.ts'
import { Model, Page } from '../contract.ts'
import { filterField, idField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfModel = Type.Object({ modelVersionId: idField('As lists of models and devices name it.') })
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const ListQuery = Type.Object(
  {
    q: filterField('Words, or parts of words, of maker, model and version.'),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)

/** Model versions: what devices are of, and which SBOMs describe it. */
export function modelsRoutes(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listModels',
    tags: ['fleet'],
    summary: 'Model versions of the fleet and of SBOMs, by maker, model and version',
    querystring: ListQuery,
    response: { 200: Page(Model) },
  }
  app.get('/models', { schema: list }, async ({ query }) =>
    listModels(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.q === undefined ? {} : { text: query.q }),
    }),
  )

  const one = {
    operationId: 'readModel',
    tags: ['fleet'],
    summary: 'A model version',
    params: OfModel,
    querystring: OneQuery,
    response: { 200: Model },
  }
  app.get('/models/:modelVersionId', { schema: one }, async ({ params: { modelVersionId }, query }) =>
    readModel(store, await organisationOf(query.organisation), modelVersionId),
  )
}
