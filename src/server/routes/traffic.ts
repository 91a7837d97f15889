import { Readable } from 'node:stream'
import { Type } from 'typebox'
import {
  giveNetworkName,
  listExposures,
  listTraffic,
  namedNetworks,
  neededFlows,
  sayCaution,
  sayEnd,
  sayExposure,
  takeNetworkName,
  writeNeededFlows,
} from '../../flows/index.ts'
import type { Language } from '../../flows/index.ts'
import type { Exposure, TrafficEnd } from '../../model/index.ts'
import { attachment } from '../attachment.ts'
import type { Exposure as ExposureBody } from '../contract.ts'
import { ExposureList, ExposureRule, NamedNetwork, NeededFlows, Page, TrafficList } from '../contract.ts'
import { languageOf } from '../language.ts'
import { fileOf, filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const asked = {
  device: Type.Optional(Type.String({ format: 'uuid', description: 'Its id in the inventory, or on the network.' })),
  maker: filterField('Devices of this maker.'),
  model: filterField('Devices of this model.'),
  zone: filterField('With one end in this zone, by its name.'),
  ...organisationField,
  ...languageField,
  ...pageFields,
}
const TrafficQuery = Type.Object(asked, only)
const ExposuresQuery = Type.Object({ ...asked, rule: Type.Optional(ExposureRule) }, only)
const NeededQuery = Type.Object(
  {
    maker: Type.String({ minLength: 1, maxLength: 500, description: 'In any spelling.' }),
    model: Type.String({ minLength: 1, maxLength: 500, description: 'In any spelling.' }),
    as: Type.Optional(
      Type.Union([Type.Literal('csv'), Type.Literal('nftables')], {
        description: 'A file instead of JSON: `csv`, or rules that count and log.',
      }),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** Who talks to whom, what of it deserves a look, and what each model needs. */
export function trafficRoutes(app: App, context: Context): void {
  addTraffic(app, context)
  addExposures(app, context)
  addNeeded(app, context)
  addZones(app, context)
}

function addTraffic(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listTraffic',
    tags: ['network'],
    summary: 'Who talks to whom: medical devices and their peers, the most bytes first',
    querystring: TrafficQuery,
    response: { 200: TrafficList },
  }
  app.get('/traffic', { schema }, async ({ query }) => {
    const { organisation, limit: _limit, after: _after, lang: _lang, ...of } = query
    const found = await listTraffic(store, {
      ...of,
      organisation: await organisationOf(organisation),
      page: toPage(query),
    })
    const items = found.items.map((line) => ({
      ...line,
      client: withWords(line.client),
      server: withWords(line.server),
    }))
    return { ...found, items }
  })
}

function addExposures(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listExposures',
    tags: ['network'],
    summary: 'What of the traffic of medical devices deserves a look, by rule',
    querystring: ExposuresQuery,
    response: { 200: ExposureList },
  }
  app.get('/exposures', { schema }, async (request, reply) => {
    const { query } = request
    const language = languageOf(request, reply)
    const { organisation, limit: _limit, after: _after, lang: _lang, ...of } = query
    const found = await listExposures(store, {
      ...of,
      organisation: await organisationOf(organisation),
      page: toPage(query),
    })
    return { ...found, items: found.items.map((exposure) => toExposureBody(exposure, language)) }
  })
}

function addNeeded(app: App, { store, organisationOf }: Context): void {
  const file = fileOf('The list, or the rules.')
  const schema = {
    operationId: 'readNeededFlows',
    tags: ['network'],
    summary:
      'The flows that the devices of a model were seen to need, as JSON, CSV or nftables rules that count and log',
    querystring: NeededQuery,
    response: {
      200: {
        description: 'What was seen, and in which time.',
        content: {
          'application/json': { schema: NeededFlows },
          'text/csv': { schema: file },
          'text/plain': { schema: file },
        },
      },
    },
  }
  app.get('/needed-flows', { schema }, async (request, reply) => {
    const { organisation, maker, model, as } = request.query
    const language = languageOf(request, reply)
    const needed = await neededFlows(store, { organisation: await organisationOf(organisation), maker, model })
    if (as === undefined) return { ...needed, caution: sayCaution(needed, language) }
    const name = `${needed.maker}-${needed.model}.${as === 'csv' ? 'csv' : 'nft'}`
    return reply
      .type(as === 'csv' ? 'text/csv; charset=utf-8' : 'text/plain; charset=utf-8')
      .header('content-disposition', attachment(name))
      .send(Readable.from(writeNeededFlows(needed, as, language)))
  })
}

function addZones(app: App, { store, organisationOf }: Context): void {
  const Query = Type.Object(organisationField, only)
  const list = {
    operationId: 'listZones',
    tags: ['network'],
    summary: 'The parts of the network that have a name, at most 10,000',
    querystring: Query,
    response: { 200: Page(NamedNetwork) },
  }
  app.get('/zones', { schema: list }, async ({ query }) => ({
    items: await namedNetworks(store, await organisationOf(query.organisation)),
  }))

  const give = {
    operationId: 'nameZone',
    tags: ['network'],
    summary: 'Names a part of the network, or names it anew',
    querystring: Query,
    body: Type.Object(
      {
        network: Type.String({ minLength: 2, maxLength: 60 }),
        name: Type.String({ minLength: 1, maxLength: 200 }),
        author: Type.String({ minLength: 1, maxLength: 200, description: 'Who says so.' }),
      },
      only,
    ),
    response: { 200: NamedNetwork },
  }
  app.put('/zones', { schema: give }, async ({ query, body }) =>
    giveNetworkName(store, await organisationOf(query.organisation), body),
  )

  const take = {
    operationId: 'unnameZone',
    tags: ['network'],
    summary: 'Takes the name of a network away',
    querystring: Type.Object(
      {
        network: Type.String({ minLength: 2, maxLength: 60, description: 'As the list of them shows it.' }),
        ...organisationField,
      },
      only,
    ),
    response: { 200: Type.Object({ is: Type.Literal('removed') }) },
  }
  app.delete('/zones', { schema: take }, async ({ query }) => {
    await takeNetworkName(store, await organisationOf(query.organisation), query.network)
    return { is: 'removed' } as const
  })
}

function toExposureBody(exposure: Exposure, language: Language): ExposureBody {
  const { client: _client, server: _server, ...line } = exposure.line
  const [device, peer] = [withWords(exposure.device), withWords(exposure.peer)]
  return { ...exposure, line, device, peer, says: sayExposure(exposure, language) }
}

function withWords(end: TrafficEnd): TrafficEnd & { readonly says: string } {
  return { ...end, says: sayEnd(end) }
}
