import { Readable } from 'node:stream'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import {
  askDevices,
  askModels,
  askPage,
  askWards,
  exportAnswer,
  sayAnswer,
  sayDevice,
  sayModel,
} from '../../flows/index.ts'
import type { AskOptions } from '../../flows/index.ts'
import { AnsweredDevice, AnsweredModel, AskResponse, Page, PageQuery, Verdict, WardCounts } from '../contract.ts'
import { attachment } from '../attachment.ts'
import { languageOf } from '../language.ts'
import { fileOf, filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const questionFields = {
  q: Type.String({
    minLength: 1,
    maxLength: 2_000,
    description:
      'A vulnerability, words, a component with or without versions, a purl, a CPE, a hash, a device; as in docs/cli.md.',
    examples: ['CVE-2021-44228'],
  }),
  ...organisationField,
  ...languageField,
}

const verdictField = {
  verdict: Type.Optional(
    Type.Array(Verdict, { maxItems: 4, description: 'Only these classes; all when none is named.' }),
  ),
}

const FirstQuery = Type.Object({ ...questionFields, limit: PageQuery.properties.limit }, only)
const DevicesQuery = Type.Object(
  {
    ...questionFields,
    ...verdictField,
    site: filterField('Only of this site; empty: of those whose list names none.'),
    ward: filterField('Only of this ward; empty: of those whose list names none.'),
    ...pageFields,
  },
  only,
)
const ModelsQuery = Type.Object({ ...questionFields, ...verdictField, ...pageFields }, only)
const WardsQuery = Type.Object({ ...questionFields, ...pageFields }, only)
const ExportQuery = Type.Object(
  {
    ...questionFields,
    ...verdictField,
    format: Type.Optional(
      Type.Union([Type.Literal('csv'), Type.Literal('json'), Type.Literal('text')], {
        default: 'csv',
        description: 'A spreadsheet, a program, or paper.',
      }),
    ),
  },
  only,
)

const mediaTypes = { csv: 'text/csv; charset=utf-8', json: 'application/json', text: 'text/plain; charset=utf-8' }
const endings = { csv: 'csv', json: 'json', text: 'txt' }

/** Questions: every device in scope in exactly one of four classes, with the reason. */
export function askRoutes(app: App, context: Context): void {
  addAnswer(app, context)
  addDevices(app, context)
  addModels(app, context)
  addWards(app, context)
  addExport(app, context)
}

function addAnswer(app: App, context: Context): void {
  const schema = {
    operationId: 'ask',
    tags: ['questions'],
    summary: 'Answers a question, with the first devices to act on',
    querystring: FirstQuery,
    response: { 200: AskResponse },
  }
  app.get('/ask', { schema }, async (request, reply) => {
    const { limit } = toPage(request.query)
    const language = languageOf(request, reply)
    const { answer, devices } = await askPage(context.store, { ...(await toAsked(context, request.query)), limit })
    const items = devices.items.map((device) => sayDevice(device, answer.question, language))
    return { answer: sayAnswer(answer, language), devices: { ...devices, items } }
  })
}

function addDevices(app: App, context: Context): void {
  const schema = {
    operationId: 'askDevices',
    tags: ['questions'],
    summary: 'The devices of an answer: the worst class first, each by site, ward, model and asset tag',
    querystring: DevicesQuery,
    response: { 200: Page(AnsweredDevice) },
  }
  app.get('/ask/devices', { schema }, async (request, reply) => {
    const { verdict: verdicts, site, ward } = request.query
    const language = languageOf(request, reply)
    const { question, ...list } = await askDevices(context.store, {
      ...(await toAsked(context, request.query)),
      page: toPage(request.query),
      ...(verdicts === undefined ? {} : { verdicts }),
      ...(site === undefined ? {} : { site }),
      ...(ward === undefined ? {} : { ward }),
    })
    return { ...list, items: list.items.map((device) => sayDevice(device, question, language)) }
  })
}

function addModels(app: App, context: Context): void {
  const schema = {
    operationId: 'askModels',
    tags: ['questions'],
    summary: 'The answer by model version: the worst class first, in it those with most devices',
    querystring: ModelsQuery,
    response: { 200: Page(AnsweredModel) },
  }
  app.get('/ask/models', { schema }, async (request, reply) => {
    const { verdict: verdicts } = request.query
    const language = languageOf(request, reply)
    const { question, ...list } = await askModels(context.store, {
      ...(await toAsked(context, request.query)),
      page: toPage(request.query),
      ...(verdicts === undefined ? {} : { verdicts }),
    })
    return { ...list, items: list.items.map((model) => sayModel(model, question, language)) }
  })
}

function addWards(app: App, context: Context): void {
  const schema = {
    operationId: 'askWards',
    tags: ['questions'],
    summary: 'The four counts of each site and ward',
    querystring: WardsQuery,
    response: { 200: Page(WardCounts) },
  }
  app.get('/ask/wards', { schema }, async (request) =>
    askWards(context.store, { ...(await toAsked(context, request.query)), page: toPage(request.query) }),
  )
}

function addExport(app: App, context: Context): void {
  const file = fileOf('The whole list.')
  const content = { 'text/csv': { schema: file }, 'application/json': { schema: file }, 'text/plain': { schema: file } }
  const schema = {
    operationId: 'exportAnswer',
    tags: ['questions'],
    summary: 'The whole answer as a file: every device, for a spreadsheet, a program or paper',
    querystring: ExportQuery,
    response: {
      200: {
        description: 'The file. One that breaks off is not complete: its connection ends without a last chunk.',
        content,
      },
    },
  }
  app.get('/ask/export', { schema, config: { work: 'export' } }, async (request, reply) => {
    const { format: as = 'csv', verdict: verdicts, q } = request.query
    const look = { language: languageOf(request, reply), colour: false, width: 120, all: true }
    const asked = await toAsked(context, request.query)
    const { pieces } =
      request.method === 'HEAD'
        ? { pieces: [] }
        : await exportAnswer(context.store, {
            ...asked,
            as,
            look: verdicts === undefined ? look : { ...look, verdicts },
          })
    reply.type(mediaTypes[as]).header('content-disposition', attachment(`auscult ${q}.${endings[as]}`))
    return Readable.from(pieces, { objectMode: false })
  })
}

async function toAsked(
  { organisationOf, fictional }: Context,
  { q, organisation }: Static<typeof FirstQuery>,
): Promise<AskOptions> {
  return { organisation: await organisationOf(organisation), text: q, fictional }
}
