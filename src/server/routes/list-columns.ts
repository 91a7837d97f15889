import { Type } from 'typebox'
import { forgetColumns, listColumns } from '../../flows/index.ts'
import { AcceptedColumns, Page } from '../contract.ts'
import { only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'

const Query = Type.Object(organisationField, only)

/** What is remembered of the columns of makers' component lists and of equipment lists. */
export function listColumnsRoutes(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listAcceptedColumns',
    tags: ['sboms'],
    summary:
      'What is remembered of the columns of component lists and equipment lists, the newest first; at most 1,000',
    querystring: Query,
    response: { 200: Page(AcceptedColumns) },
  }
  app.get('/list-columns', { schema: list }, async ({ query }) =>
    listColumns(store, await organisationOf(query.organisation)),
  )

  const one = {
    operationId: 'forgetAcceptedColumns',
    tags: ['sboms'],
    summary: 'Forgets columns: the next such list is guessed anew, and what was read by them stands',
    params: Type.Object({ listColumnsId: Type.Integer({ minimum: 1, description: 'As the list of them names it.' }) }),
    querystring: Query,
    response: { 200: Type.Object({ is: Type.Literal('forgotten'), listColumnsId: Type.Integer() }) },
  }
  app.delete('/list-columns/:listColumnsId', { schema: one }, async ({ params: { listColumnsId }, query }) => {
    await forgetColumns(store, await organisationOf(query.organisation), listColumnsId)
    return { is: 'forgotten', listColumnsId } as const
  })
}
