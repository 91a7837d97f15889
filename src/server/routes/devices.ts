import { Type } from 'typebox'
import {
  findingsOf,
  listDevices,
  readDevice,
  sayCare,
  saySupport,
  sayVersionSource,
  sayWhy,
  softwareOf,
  supportOfDevice,
} from '../../flows/index.ts'
import { Device, DeviceDetail, DeviceFinding, DeviceSupport, Page, SoftwareLine } from '../contract.ts'
import { languageOf } from '../language.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'
import { toSignatureBody } from '../signature-body.ts'

const OfDevice = Type.Object({ deviceId: Type.String({ format: 'uuid', description: 'As lists of devices name it.' }) })
const filterFields = {
  site: filterField('A site, or a word of its name.'),
  ward: filterField('A ward, or a word of its name.'),
  maker: filterField('A maker, or a word of its name.'),
  model: filterField('A model, or a word of its name.'),
  q: filterField('Part of an asset tag, serial number, host name, IP or MAC address, or words of maker and model.'),
}
const ListQuery = Type.Object({ ...filterFields, ...organisationField, ...languageField, ...pageFields }, only)
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const SupportQuery = Type.Object(
  {
    months: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 600, default: 12, description: 'How many months ahead an end is soon.' }),
    ),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)
const PartsQuery = Type.Object({ ...organisationField, ...languageField, ...pageFields }, only)

/** The fleet: devices, what is in each, and which flaws reach it. */
export function devicesRoutes(app: App, context: Context): void {
  addDevices(app, context)
  addDevice(app, context)
  addSoftware(app, context)
  addFindings(app, context)
  addSupport(app, context)
}

function addDevices(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listDevices',
    tags: ['fleet'],
    summary: 'Devices by site, ward, maker, model and asset tag',
    querystring: ListQuery,
    response: { 200: Page(Device) },
  }
  app.get('/devices', { schema }, async (request, reply) => {
    const { q, site, ward, maker, model, organisation } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listDevices(store, {
      organisation: await organisationOf(organisation),
      page: toPage(request.query),
      ...(q === undefined ? {} : { text: q }),
      ...(site === undefined ? {} : { site }),
      ...(ward === undefined ? {} : { ward }),
      ...(maker === undefined ? {} : { maker }),
      ...(model === undefined ? {} : { model }),
    })
    return { items: items.map((device) => sayVersionSource(device, language)), ...next }
  })
}

function addDevice(app: App, { store, organisationOf, fictional }: Context): void {
  const schema = {
    operationId: 'readDevice',
    tags: ['fleet'],
    summary: 'A device, the SBOMs it is judged by, and how many flaws reach it',
    params: OfDevice,
    querystring: OneQuery,
    response: { 200: DeviceDetail },
  }
  app.get('/devices/:deviceId', { schema }, async (request, reply) => {
    const organisation = await organisationOf(request.query.organisation)
    const detail = await readDevice(store, organisation, request.params.deviceId)
    const language = languageOf(request, reply)
    const sboms = detail.sboms.map((sbom) => ({ ...sbom, signature: toSignatureBody(sbom.signature, language) }))
    return { ...detail, sboms, device: sayVersionSource(detail.device, language), says: sayCare(fictional, language) }
  })
}

function addSoftware(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listSoftwareOfDevice',
    tags: ['fleet'],
    summary: "The lines of a device's SBOMs, in the order of the documents",
    params: OfDevice,
    querystring: PartsQuery,
    response: { 200: Page(SoftwareLine) },
  }
  app.get('/devices/:deviceId/software', { schema }, async ({ params: { deviceId }, query }) =>
    softwareOf(store, { organisation: await organisationOf(query.organisation), deviceId, page: toPage(query) }),
  )
}

function addFindings(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'listFindingsOfDevice',
    tags: ['fleet'],
    summary:
      'The flaws that reach a device or may: affected first, then those known to be exploited, then by EPSS, CVSS and name',
    params: OfDevice,
    querystring: PartsQuery,
    response: { 200: Page(DeviceFinding) },
  }
  app.get('/devices/:deviceId/findings', { schema }, async (request, reply) => {
    const language = languageOf(request, reply)
    const { items, ...next } = await findingsOf(store, {
      organisation: await organisationOf(request.query.organisation),
      deviceId: request.params.deviceId,
      page: toPage(request.query),
    })
    const said = items.map((finding) => ({
      ...finding,
      says: sayWhy({ reason: finding.reason }, 'flaw', language).says,
      why: finding.why.map((why) => sayWhy(why, 'flaw', language)),
    }))
    return { items: said, ...next }
  })
}

function addSupport(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'readSupportOfDevice',
    tags: ['fleet'],
    summary: 'How far the parts of a device are supported, by line of releases: the worst first',
    params: OfDevice,
    querystring: SupportQuery,
    response: { 200: DeviceSupport },
  }
  app.get('/devices/:deviceId/lifecycle', { schema }, async (request, reply) => {
    const language = languageOf(request, reply)
    const { organisation, months } = request.query
    const { items, ...rest } = await supportOfDevice(store, {
      organisation: await organisationOf(organisation),
      deviceId: request.params.deviceId,
      page: toPage(request.query),
      ...(months === undefined ? {} : { months }),
    })
    const said = items.map(({ others, ...line }) => ({
      ...line,
      says: saySupport(line, language),
      others: others.map((other) => ({ ...other, says: saySupport(other, language) })),
    }))
    return { ...rest, items: said }
  })
}
