import { Type } from 'typebox'
import { blindSpots, listFeeds, listVulnerabilities, readVulnerability, sayCare } from '../../flows/index.ts'
import { BlindSpotsOfYear, FeedDate, FlawSummary, Page, Vulnerability } from '../contract.ts'
import { languageOf } from '../language.ts'
import { filterField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfFlaw = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200, description: 'Any of its names.', examples: ['CVE-2021-44228'] }),
})
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const ListQuery = Type.Object(
  {
    prefix: filterField('How the name begins: `CVE-2021-44`.'),
    blindSpot: Type.Optional(
      Type.Boolean({
        description: 'Only those for which no source gives a range that a machine can use, or only the others.',
      }),
    ),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)

/** Public knowledge: what the loaded feeds say. */
export function vulnerabilitiesRoutes(app: App, context: Context): void {
  addVulnerabilities(app, context)
  addFeeds(app, context)
}

function addVulnerabilities(app: App, { store, organisationOf, fictional }: Context): void {
  const list = {
    operationId: 'listVulnerabilities',
    tags: ['knowledge'],
    summary: 'Vulnerabilities that the loaded feeds know, by name',
    querystring: ListQuery,
    response: { 200: Page(FlawSummary) },
  }
  app.get('/vulnerabilities', { schema: list, config: { mayBeKept: true } }, async ({ query }) =>
    listVulnerabilities(store, {
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.prefix === undefined ? {} : { prefix: query.prefix }),
      ...(query.blindSpot === undefined ? {} : { blindSpot: query.blindSpot }),
    }),
  )

  const one = {
    operationId: 'readVulnerability',
    tags: ['knowledge'],
    summary: 'Everything that the loaded feeds say of a vulnerability',
    params: OfFlaw,
    querystring: OneQuery,
    response: { 200: Vulnerability },
  }
  app.get('/vulnerabilities/:id', { schema: one, config: { mayBeKept: true } }, async (request, reply) => {
    const { params, query } = request
    const flaw = await readVulnerability(store, await organisationOf(query.organisation), params.id)
    return { ...flaw, says: sayCare(fictional, languageOf(request, reply)) }
  })
}

function addFeeds(app: App, { store }: Context): void {
  const ofYears = {
    operationId: 'countBlindSpots',
    tags: ['knowledge'],
    summary:
      'How many vulnerabilities of each year nobody can match: no source says in a readable form what is affected',
    querystring: Type.Object({}, only),
    response: { 200: Page(BlindSpotsOfYear) },
  }
  app.get('/blind-spots', { schema: ofYears, config: { mayBeKept: true } }, async () => ({
    items: await blindSpots(store),
  }))

  const schema = {
    operationId: 'listFeeds',
    tags: ['knowledge'],
    summary: 'What is loaded of each feed, and how fresh it is',
    querystring: Type.Object(languageField, only),
    response: { 200: Page(FeedDate) },
  }
  app.get('/feeds', { schema, config: { mayBeKept: true } }, async (request, reply) => ({
    items: await listFeeds(store, languageOf(request, reply)),
  }))
}
