import { Type } from 'typebox'
import {
  decideVersionOf,
  joinObserved,
  linkToDevice,
  listObservedDecisions,
  splitObserved,
  undoObserved,
} from '../../flows/index.ts'
import { JoinGiven, LinkGiven, ObservedDecision, Page, SplitGiven, VersionGiven } from '../contract.ts'
import { only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OneQuery = Type.Object({ ...organisationField }, only)
const ListQuery = Type.Object({ ...organisationField, ...pageFields }, only)
const UndoQuery = Type.Object(
  { author: Type.String({ minLength: 1, maxLength: 200, description: 'Who takes it back.' }), ...organisationField },
  only,
)
const OfObserved = Type.Object({
  observedId: Type.String({ format: 'uuid', description: 'As lists of observed devices name it.' }),
})
const OfDevice = Type.Object({ deviceId: Type.String({ format: 'uuid', description: 'As lists of devices name it.' }) })
const OfDecision = Type.Object({
  decisionId: Type.String({ format: 'uuid', description: 'As lists of decisions name it.' }),
})

/** What people decide of devices on the network: it goes before every rule, until it is taken back. */
export function observedDecisionsRoutes(app: App, context: Context): void {
  addOnObserved(app, context)
  addOnDevices(app, context)
  addListAndUndo(app, context)
}

function addOnObserved(app: App, { store, organisationOf }: Context): void {
  const shared = { tags: ['network'], params: OfObserved, querystring: OneQuery, response: { 201: ObservedDecision } }
  const join = {
    ...shared,
    operationId: 'joinObservedDevices',
    summary: 'Says that two devices on the network are one',
    body: JoinGiven,
  }
  app.post(
    '/observed-devices/:observedId/joins',
    { schema: join, config: { work: 'upload' } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      return reply.code(201).send(await joinObserved(store, { organisation, ...request.params, ...request.body }))
    },
  )

  const split = {
    ...shared,
    operationId: 'splitObservedDevice',
    summary: 'Says that something that a device is known by is a device of its own',
    body: SplitGiven,
  }
  app.post(
    '/observed-devices/:observedId/splits',
    { schema: split, config: { work: 'upload' } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      return reply.code(201).send(await splitObserved(store, { organisation, ...request.params, ...request.body }))
    },
  )

  const link = {
    ...shared,
    operationId: 'linkObservedDevice',
    summary: 'Says which device of the inventory it is, or is not',
    body: LinkGiven,
  }
  app.post(
    '/observed-devices/:observedId/links',
    { schema: link, config: { work: 'upload' } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      return reply.code(201).send(await linkToDevice(store, { organisation, ...request.params, ...request.body }))
    },
  )
}

function addOnDevices(app: App, { store, organisationOf }: Context): void {
  const version = {
    operationId: 'decideVersionOfDevice',
    tags: ['network'],
    summary: 'Says which software version a device runs, where its list and the network differ',
    params: OfDevice,
    querystring: OneQuery,
    body: VersionGiven,
    response: { 201: ObservedDecision },
  }
  app.post(
    '/devices/:deviceId/version-decisions',
    { schema: version, config: { work: 'upload' } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      return reply.code(201).send(await decideVersionOf(store, { organisation, ...request.params, ...request.body }))
    },
  )
}

function addListAndUndo(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listObservedDecisions',
    tags: ['network'],
    summary: 'What people decided of devices on the network, and did not take back',
    querystring: ListQuery,
    response: { 200: Page(ObservedDecision) },
  }
  app.get('/observed-decisions', { schema: list }, async ({ query }) =>
    listObservedDecisions(store, { organisation: await organisationOf(query.organisation), page: toPage(query) }),
  )

  const undo = {
    operationId: 'undoObservedDecision',
    tags: ['network'],
    summary: 'Takes a decision back',
    params: OfDecision,
    querystring: UndoQuery,
    response: { 204: Type.Null({ description: 'It is taken back.' }) },
  }
  app.delete(
    '/observed-decisions/:decisionId',
    { schema: undo, config: { work: 'upload' } },
    async (request, reply) => {
      const { organisation, author } = request.query
      await undoObserved(store, { organisation: await organisationOf(organisation), ...request.params, author })
      return reply.code(204).send(null)
    },
  )
}
