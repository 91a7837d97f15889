import { Type } from 'typebox'
import { addAliases, listAliases, readAlias, removeAlias } from '../../flows/index.ts'
import { Alias, AliasesAdded, NewAliases, Page } from '../contract.ts'
import { filterField, idField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfAlias = Type.Object({ aliasId: idField('As the list of aliases names it.') })
const OneQuery = Type.Object(organisationField, only)
const CloseQuery = Type.Object(
  {
    author: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who closes it.' })),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: 'Why, for whoever asks later.' })),
    ...organisationField,
  },
  only,
)
const ListQuery = Type.Object(
  {
    q: filterField('A part of one of the names.'),
    closed: Type.Optional(Type.Boolean({ default: false, description: 'Those that no longer act, too.' })),
    ...organisationField,
    ...pageFields,
  },
  only,
)

/** Who added an alias, where the sender does not say. */
const sender = 'HTTP'

/** Names that stand for each other. Public ones act on every organisation's questions, an organisation's own on its own alone. */
export function aliasesRoutes(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listAliases',
    tags: ['knowledge'],
    summary: 'Names that stand for each other, in the order in which they were added',
    querystring: ListQuery,
    response: { 200: Page(Alias) },
  }
  app.get('/aliases', { schema: list }, async ({ query }) =>
    listAliases(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      closed: query.closed === true,
      ...(query.q === undefined ? {} : { text: query.q }),
    }),
  )

  const one = {
    operationId: 'readAlias',
    tags: ['knowledge'],
    summary: 'An alias',
    params: OfAlias,
    querystring: OneQuery,
    response: { 200: Alias },
  }
  app.get('/aliases/:aliasId', { schema: one }, async ({ params, query }) =>
    readAlias(store, await organisationOf(query.organisation), params.aliasId),
  )
  addChanges(app, { store, organisationOf })
}

function addChanges(app: App, { store, organisationOf }: Pick<Context, 'store' | 'organisationOf'>): void {
  const add = {
    operationId: 'addAliases',
    tags: ['knowledge'],
    summary: 'Adds aliases, and matches what they touch',
    querystring: OneQuery,
    body: NewAliases,
    response: { 200: AliasesAdded },
  }
  app.post('/aliases', { schema: add }, async ({ query, body: { aliases, isPublic = false, by = sender } }) => {
    const { organisationId } = await organisationOf(query.organisation)
    return addAliases(store, aliases, { organisationId, isPublic, by })
  })

  const remove = {
    operationId: 'removeAlias',
    tags: ['knowledge'],
    summary: 'Closes an alias, which acts no more from now on',
    params: OfAlias,
    querystring: CloseQuery,
    response: { 200: Alias },
  }
  app.delete('/aliases/:aliasId', { schema: remove }, async ({ params, query }) => {
    const { organisationId } = await organisationOf(query.organisation)
    const { author: by = sender, reason } = query
    const said = { organisationId, by, ...(reason === undefined ? {} : { because: reason }) }
    const { alias } = await removeAlias(store, params.aliasId, said)
    return alias
  })
}
