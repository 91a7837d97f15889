import { Type } from 'typebox'
import { confirmTriage, FlowError, listTriage, listTriageToConfirm, setTriage } from '../../flows/index.ts'
import { Page, Triage, TriageConfirmed, TriageGiven, TriageToConfirm } from '../contract.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const ListQuery = Type.Object(
  { vulnerability: filterField('Any name of a flaw.'), ...organisationField, ...languageField, ...pageFields },
  only,
)
const ConfirmQuery = Type.Object({ ...organisationField, ...languageField, ...pageFields }, only)
const OfTriage = Type.Object({
  triageId: Type.String({ format: 'uuid', description: 'As lists of decisions name it.' }),
})

/** What the hospital decided itself. */
export function triageRoutes(app: App, context: Context): void {
  addLists(app, context)
  addDecisions(app, context)
}

function addLists(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listTriage',
    tags: ['statements'],
    summary: 'What the hospital itself decided of flaws in model versions and devices',
    querystring: ListQuery,
    response: { 200: Page(Triage) },
  }
  app.get('/triage', { schema: list }, async ({ query: { organisation, vulnerability, ...query } }) =>
    listTriage(store, {
      organisation: await organisationOf(organisation),
      page: toPage(query),
      ...(vulnerability === undefined ? {} : { vulnerability }),
    }),
  )

  const waiting = {
    operationId: 'listTriageToConfirm',
    tags: ['statements'],
    summary:
      'Decisions that may hold for a later version of their model, and count for nothing there until a person says so',
    querystring: ConfirmQuery,
    response: { 200: Page(TriageToConfirm) },
  }
  app.get('/triage/to-confirm', { schema: waiting }, async ({ query: { organisation, ...query } }) =>
    listTriageToConfirm(store, { organisation: await organisationOf(organisation), page: toPage(query) }),
  )
}

function addDecisions(app: App, { store, organisationOf }: Context): void {
  const set = {
    operationId: 'setTriage',
    tags: ['statements'],
    summary: 'Keeps what the hospital decided, in the place of what it decided before of the same',
    querystring: OneQuery,
    body: TriageGiven,
    response: { 201: Triage },
  }
  app.post('/triage', { schema: set, config: { work: 'upload' } }, async ({ query, body }, reply) => {
    const { modelVersionId, deviceId, ...decided } = body
    const organisation = await organisationOf(query.organisation)
    const target = toTarget(modelVersionId, deviceId)
    return reply.code(201).send(await setTriage(store, { organisation, target, ...decided }))
  })

  const confirm = {
    operationId: 'confirmTriage',
    tags: ['statements'],
    summary: 'Says that a decision holds for another version of its model too',
    params: OfTriage,
    querystring: OneQuery,
    body: TriageConfirmed,
    response: { 201: Triage },
  }
  app.post(
    '/triage/:triageId/confirmations',
    { schema: confirm, config: { work: 'upload' } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      const confirmed = await confirmTriage(store, { organisation, ...request.params, ...request.body })
      return reply.code(201).send(confirmed)
    },
  )
}

function toTarget(
  modelVersionId: number | undefined,
  deviceId: string | undefined,
): { readonly modelVersionId: number } | { readonly deviceId: string } {
  if (modelVersionId !== undefined && deviceId === undefined) return { modelVersionId }
  if (deviceId !== undefined && modelVersionId === undefined) return { deviceId }
  throw new FlowError('notUnderstood', 'say what it is decided of: modelVersionId or deviceId, one of the two')
}
