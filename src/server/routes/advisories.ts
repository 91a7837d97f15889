import { Type } from 'typebox'
import {
  advisoriesOfDevice,
  devicesOfAdvisory,
  FlowError,
  listAdvisories,
  readAdvisory,
  remediate,
  sayAdvisoryVerdict,
  sayWorkState,
} from '../../flows/index.ts'
import type { FlawOfDevice, Language } from '../../flows/index.ts'
import {
  Advisory,
  AdvisoryDetail,
  AdvisoryOfDevice,
  DeviceOfAdvisory,
  Page,
  RemediationBody,
  RemediationSet,
} from '../contract.ts'
import { languageOf } from '../language.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfAdvisory = Type.Object({
  id: Type.String({
    minLength: 1,
    maxLength: 500,
    description: 'Its tracking id, or its key with `/` written as `%2F`.',
    examples: ['ICSMA-21-187-01'],
  }),
})
const OfDevice = Type.Object({ deviceId: Type.String({ format: 'uuid', description: 'As lists of devices name it.' }) })
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const PartsQuery = Type.Object({ ...organisationField, ...languageField, ...pageFields }, only)
const ListQuery = Type.Object(
  { q: filterField('Part of an id, a title or a flaw.'), ...organisationField, ...languageField, ...pageFields },
  only,
)

/** Advisories of makers and coordinators, the devices they name, and the work on them. */
export function advisoriesRoutes(app: App, context: Context): void {
  addLists(app, context)
  addDevices(app, context)
  addOfDevice(app, context)
  addRemediations(app, context)
}

function addLists(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listAdvisories',
    tags: ['advisories'],
    summary: 'Advisories as they stand now, newest first, with how much of the fleet each may reach',
    querystring: ListQuery,
    response: { 200: Page(Advisory) },
  }
  app.get('/advisories', { schema: list }, async ({ query }) =>
    listAdvisories(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.q === undefined ? {} : { text: query.q }),
    }),
  )

  const one = {
    operationId: 'readAdvisory',
    tags: ['advisories'],
    summary: 'An advisory: products, flaws and remedies as its publisher wrote them, and what it means for the fleet',
    params: OfAdvisory,
    querystring: OneQuery,
    response: { 200: AdvisoryDetail },
  }
  app.get('/advisories/:id', { schema: one }, async ({ params, query }) => {
    const { document, fleet } = await readAdvisory(store, await organisationOf(query.organisation), params.id)
    const { publisher, currentReleaseAt, ...rest } = document
    return {
      ...rest,
      publisher: publisher.name,
      ...(currentReleaseAt !== undefined && { releasedAt: currentReleaseAt }),
      fleet,
    }
  })
}

function addDevices(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listDevicesOfAdvisory',
    tags: ['advisories'],
    summary:
      'The devices that an advisory names or may name, with the evidence, what it says of each, and where the work stands',
    params: OfAdvisory,
    querystring: PartsQuery,
    response: { 200: Page(DeviceOfAdvisory) },
  }
  app.get('/advisories/:id/devices', { schema }, async (request, reply) => {
    const language = languageOf(request, reply)
    const { items, ...next } = await devicesOfAdvisory(store, {
      organisation: await organisationOf(request.query.organisation),
      id: request.params.id,
      page: toPage(request.query),
    })
    return { items: items.map((each) => ({ ...each, flaws: sayFlaws(each.flaws, language) })), ...next }
  })
}

function addOfDevice(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listAdvisoriesOfDevice',
    tags: ['advisories'],
    summary: 'The advisories that name a device or may name it, newest first',
    params: OfDevice,
    querystring: PartsQuery,
    response: { 200: Page(AdvisoryOfDevice) },
  }
  app.get('/devices/:deviceId/advisories', { schema }, async (request, reply) => {
    const language = languageOf(request, reply)
    const { items, ...next } = await advisoriesOfDevice(store, {
      organisation: await organisationOf(request.query.organisation),
      deviceId: request.params.deviceId,
      page: toPage(request.query),
    })
    return { items: items.map((each) => ({ ...each, flaws: sayFlaws(each.flaws, language) })), ...next }
  })
}

function addRemediations(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'remediateAdvisory',
    tags: ['advisories'],
    summary: 'Says how far the work on a flaw of an advisory is, on one device or on all of a model version',
    params: OfAdvisory,
    querystring: OneQuery,
    body: RemediationBody,
    response: { 200: RemediationSet },
  }
  app.post('/advisories/:id/remediations', { schema }, async ({ params, query, body }) => {
    const organisation = await organisationOf(query.organisation)
    const { deviceId, modelVersionId, flaw, state, note, author } = body
    const on = deviceId !== undefined ? { deviceId } : modelVersionId !== undefined ? { modelVersionId } : undefined
    if (on === undefined || (deviceId !== undefined && modelVersionId !== undefined))
      throw new FlowError('notUnderstood', 'name either a deviceId or a modelVersionId')
    const set = await remediate(store, { organisation, id: params.id, flaw, on, state, note, author })
    return { flaw: set.flaw.id, verdict: set.flaw.verdict, state: set.state, version: set.version }
  })
}

function sayFlaws(flaws: readonly FlawOfDevice[], language: Language) {
  return flaws.map((flaw) => ({
    ...flaw,
    says: sayAdvisoryVerdict(flaw.verdict, language),
    saysState: sayWorkState(flaw.state, language),
  }))
}
