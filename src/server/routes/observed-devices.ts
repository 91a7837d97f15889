import { Type } from 'typebox'
import {
  listDevices,
  listObserved,
  readDeviceSeen,
  readObserved,
  readStandings,
  sayVersionSource,
} from '../../flows/index.ts'
import {
  Device,
  DeviceSeen,
  ObservedDetail,
  ObservedKind,
  ObservedListed,
  ObservedStanding,
  ObservedStandings,
  Page,
} from '../contract.ts'
import { languageOf } from '../language.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OneQuery = Type.Object({ ...organisationField }, only)
const ListQuery = Type.Object(
  {
    q: filterField('Part of a maker, model, serial number, name or address.'),
    standing: Type.Optional(ObservedStanding),
    kind: Type.Optional(ObservedKind),
    conflicts: Type.Optional(
      Type.Boolean({ description: 'Those of which contradicting facts are told, or those without.' }),
    ),
    state: Type.Optional(Type.Literal('notSeen', { description: 'Only those that were not seen for 30 days.' })),
    ...organisationField,
    ...pageFields,
  },
  only,
)
const UnseenQuery = Type.Object(
  {
    q: filterField('Part of an asset tag, serial number, host name, IP or MAC address, or words of maker and model.'),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)
const OfObserved = Type.Object({
  observedId: Type.String({ format: 'uuid', description: 'As lists of observed devices name it.' }),
})
const OfDevice = Type.Object({ deviceId: Type.String({ format: 'uuid', description: 'As lists of devices name it.' }) })

/** Devices that were seen on the network, with all that they stand on. */
export function observedDevicesRoutes(app: App, context: Context): void {
  addList(app, context)
  addStandings(app, context)
  addOne(app, context)
}

function addList(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listObservedDevices',
    tags: ['network'],
    summary: 'Devices that were seen on the network, by maker, model and serial number',
    querystring: ListQuery,
    response: { 200: Page(ObservedListed) },
  }
  app.get('/observed-devices', { schema: list }, async ({ query }) => {
    const { q, standing, kind, conflicts, state, organisation } = query
    return listObserved(store, {
      organisation: await organisationOf(organisation),
      now: new Date(),
      page: toPage(query),
      ...(q === undefined ? {} : { text: q }),
      ...(standing === undefined ? {} : { standing }),
      ...(kind === undefined ? {} : { kind }),
      ...(conflicts === undefined ? {} : { hasConflicts: conflicts }),
      ...(state === undefined ? {} : { state }),
    })
  })
}

function addStandings(app: App, { store, organisationOf }: Context): void {
  const standings = {
    operationId: 'readObservedStandings',
    tags: ['network'],
    summary:
      'How many devices on the network are in the inventory, may be, are not; and how many of the inventory were not seen',
    querystring: OneQuery,
    response: { 200: ObservedStandings },
  }
  app.get('/observed-devices/standings', { schema: standings }, async ({ query }) =>
    readStandings(store, { organisation: await organisationOf(query.organisation), now: new Date() }),
  )

  const unseen = {
    operationId: 'listUnseenDevices',
    tags: ['network'],
    summary: 'Devices of the inventory, in scope, that nothing on the network surely is',
    querystring: UnseenQuery,
    response: { 200: Page(Device) },
  }
  app.get('/observed-devices/unseen', { schema: unseen }, async (request, reply) => {
    const { q, organisation } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listDevices(store, {
      organisation: await organisationOf(organisation),
      isUnseen: true,
      page: toPage(request.query),
      ...(q === undefined ? {} : { text: q }),
    })
    return { items: items.map((device) => sayVersionSource(device, language)), ...next }
  })
}

function addOne(app: App, { store, organisationOf }: Context): void {
  const one = {
    operationId: 'readObservedDevice',
    tags: ['network'],
    summary:
      'One device on the network: each fact with who told it, why it is one device, what contradicts, and what it may be in the inventory',
    params: OfObserved,
    querystring: OneQuery,
    response: { 200: ObservedDetail },
  }
  app.get('/observed-devices/:observedId', { schema: one }, async ({ params, query }) =>
    readObserved(store, { organisation: await organisationOf(query.organisation), ...params, now: new Date() }),
  )

  const ofDevice = {
    operationId: 'readObservedOfDevice',
    tags: ['network'],
    summary:
      'What the network tells of a device of the inventory, and by which other versions than that of its list it is judged',
    params: OfDevice,
    querystring: OneQuery,
    response: { 200: DeviceSeen },
  }
  app.get('/devices/:deviceId/observed', { schema: ofDevice }, async ({ params, query }) =>
    readDeviceSeen(store, { organisation: await organisationOf(query.organisation), ...params, now: new Date() }),
  )
}
