import { Type } from 'typebox'
import { addCorrection, listCorrections, readCorrection, removeCorrection } from '../../flows/index.ts'
import { Correction, CorrectionAdded, CorrectionDetail, CorrectionListed, NewCorrection, Page } from '../contract.ts'
import { idField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfCorrection = Type.Object({ correctionId: idField('As the list of corrections names it.') })
const OneQuery = Type.Object(organisationField, only)
const ListQuery = Type.Object(
  {
    closed: Type.Optional(Type.Boolean({ default: false, description: 'Those that no longer act, too.' })),
    misses: Type.Optional(Type.Boolean({ default: false, description: 'Only those that meet nothing now.' })),
    ...organisationField,
    ...pageFields,
  },
  only,
)

const RemoveQuery = Type.Object(
  {
    by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who takes it back.' })),
    ...organisationField,
  },
  only,
)

/** Who makes a correction, where the sender does not say. */
const sender = 'HTTP'

/** What an organisation says of components instead of what SBOMs write. It acts on its own questions alone. */
export function correctionsRoutes(app: App, context: Context): void {
  addReads(app, context)
  addChanges(app, context)
}

function addReads(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listCorrections',
    tags: ['sboms'],
    summary: 'Corrections, in the order in which they were made',
    querystring: ListQuery,
    response: { 200: Page(CorrectionListed) },
  }
  app.get('/corrections', { schema: list }, async ({ query }) =>
    listCorrections(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      closed: query.closed === true,
      misses: query.misses === true,
    }),
  )

  const one = {
    operationId: 'readCorrection',
    tags: ['sboms'],
    summary: 'A correction, and what it touches now',
    params: OfCorrection,
    querystring: OneQuery,
    response: { 200: CorrectionDetail },
  }
  app.get('/corrections/:correctionId', { schema: one }, async ({ params, query }) =>
    readCorrection(store, await organisationOf(query.organisation), params.correctionId),
  )
}

function addChanges(app: App, { store, organisationOf }: Context): void {
  const add = {
    operationId: 'addCorrection',
    tags: ['sboms'],
    summary: 'Adds a correction, which acts at once; or (dryRun) only tells what it would touch',
    querystring: OneQuery,
    body: NewCorrection,
    response: { 200: CorrectionAdded },
  }
  app.post('/corrections', { schema: add }, async ({ query, body: { dryRun = false, by = sender, ...fact } }) =>
    addCorrection(store, await organisationOf(query.organisation), { ...fact, by, isDryRun: dryRun }),
  )

  const remove = {
    operationId: 'removeCorrection',
    tags: ['sboms'],
    summary: 'Closes a correction, which acts no more from now on',
    params: OfCorrection,
    querystring: RemoveQuery,
    response: { 200: Correction },
  }
  app.delete('/corrections/:correctionId', { schema: remove }, async ({ params, query }) =>
    removeCorrection(store, await organisationOf(query.organisation), {
      correctionId: params.correctionId,
      by: query.by ?? sender,
    }),
  )
}
