import { Type } from 'typebox'
import {
  confirmTriage,
  FlowError,
  listTriage,
  listTriageToConfirm,
  sayStatement,
  setTriage,
} from '../../flows/index.ts'
import type { Language, Triage as FlowTriage } from '../../flows/index.ts'
import { Page, Triage, TriageConfirmed, TriageGiven, TriageToConfirm } from '../contract.ts'
import { languageOf } from '../language.ts'
import { filterField, idField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const ListQuery = Type.Object(
  {
    vulnerability: filterField('Any name of a flaw.'),
    deviceId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'Only what holds for this device: decided of itself or of its model version.',
      }),
    ),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)
const ConfirmQuery = Type.Object(
  {
    modelVersionId: Type.Optional(idField('Only what may hold for this version.')),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)
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
  app.get('/triage', { schema: list }, async (request, reply) => {
    const { organisation, vulnerability, deviceId, ...query } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listTriage(store, {
      organisation: await organisationOf(organisation),
      page: toPage(query),
      ...(vulnerability === undefined ? {} : { vulnerability }),
      ...(deviceId === undefined ? {} : { deviceId }),
    })
    return { items: items.map((each) => toSaid(each, language)), ...next }
  })

  const waiting = {
    operationId: 'listTriageToConfirm',
    tags: ['statements'],
    summary:
      'Decisions that may hold for a later version of their model, and count for nothing there until a person says so',
    querystring: ConfirmQuery,
    response: { 200: Page(TriageToConfirm) },
  }
  app.get('/triage/to-confirm', { schema: waiting }, async (request, reply) => {
    const { organisation, modelVersionId, ...query } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listTriageToConfirm(store, {
      organisation: await organisationOf(organisation),
      page: toPage(query),
      ...(modelVersionId === undefined ? {} : { modelVersionId }),
    })
    return { items: items.map((each) => toSaid(each, language)), ...next }
  })
}

function toSaid<T extends FlowTriage>(triage: T, language: Language): T & { readonly says: string } {
  return { ...triage, says: sayStatement({ ...triage, role: 'hospital' }, language) }
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
  app.post('/triage', { schema: set, config: { work: 'upload' } }, async (request, reply) => {
    const { query, body } = request
    const { modelVersionId, deviceId, ...decided } = body
    const organisation = await organisationOf(query.organisation)
    const target = toTarget(modelVersionId, deviceId)
    const kept = await setTriage(store, { organisation, target, ...decided })
    return reply.code(201).send(toSaid(kept, languageOf(request, reply)))
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
      return reply.code(201).send(toSaid(confirmed, languageOf(request, reply)))
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
