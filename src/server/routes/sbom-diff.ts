import { Type } from 'typebox'
import type { Static } from 'typebox'
import {
  countDiff,
  diffComponents,
  diffFlaws,
  diffSboms,
  readSbomDepth,
  sayDepth,
  sayDiff,
  sayFlawChange,
} from '../../flows/index.ts'
import type { DiffAsked } from '../../flows/index.ts'
import { ComponentChange, DiffComponent, DiffFlaw, FlawTurn, Page, SbomDepth, SbomDiff } from '../contract.ts'
import { languageOf } from '../language.ts'
import { nomenclaturePattern, toNomenclature } from '../nomenclature.ts'
import { idField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'
import { goneSignal } from '../work.ts'

const side = (description: string) =>
  Type.String({ pattern: nomenclaturePattern, description, examples: ['12', 'model:7'] })

const sides = {
  from: side(
    'The older one: the number of an SBOM, also of a retired one, or `model:` and that of a model version, which stands for its SBOMs.',
  ),
  to: side('The newer one.'),
  ...organisationField,
  ...languageField,
}

const OneQuery = Type.Object(sides, only)
const ComponentsQuery = Type.Object(
  {
    ...sides,
    change: Type.Optional(
      Type.Array(ComponentChange, { maxItems: 3, description: 'Only these; all when none is named.' }),
    ),
    ...pageFields,
  },
  only,
)
const FlawsQuery = Type.Object(
  {
    ...sides,
    turn: Type.Optional(Type.Array(FlawTurn, { maxItems: 4, description: 'Only these; all when none is named.' })),
    ...pageFields,
  },
  only,
)

/** What changed from one SBOM, or model version, to another. */
export function sbomDiffRoutes(app: App, context: Context): void {
  addCounts(app, context)
  addLists(app, context)
  addDepth(app, context)
}

function addCounts(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'diffSboms',
    tags: ['sboms'],
    summary: 'How much changed from one SBOM or model version to another, and what it means',
    querystring: OneQuery,
    response: { 200: SbomDiff },
  }
  app.get('/diff', { schema }, async (request, reply) => {
    const language = languageOf(request, reply)
    const diff = await diffSboms(store, await organisationOf(request.query.organisation), toSides(request.query))
    const counts = countDiff(diff)
    return { before: diff.before, after: diff.after, ...counts, says: sayDiff(counts, language) }
  })
}

function addLists(app: App, { store, organisationOf }: Context): void {
  const components = {
    operationId: 'diffComponents',
    tags: ['sboms'],
    summary: 'The components that were added, removed or changed, in this order, each by name',
    querystring: ComponentsQuery,
    response: { 200: Page(DiffComponent) },
  }
  app.get('/diff/components', { schema: components }, async ({ query }) =>
    diffComponents(store, {
      ...toSides(query),
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.change === undefined ? {} : { classes: query.change }),
    }),
  )

  const flaws = {
    operationId: 'diffFlaws',
    tags: ['sboms'],
    summary: 'The flaws that changed, class by class, the most urgent first',
    querystring: FlawsQuery,
    response: { 200: Page(DiffFlaw) },
  }
  app.get('/diff/flaws', { schema: flaws }, async (request, reply) => {
    const { query } = request
    const language = languageOf(request, reply)
    const list = await diffFlaws(store, {
      ...toSides(query),
      organisation: await organisationOf(query.organisation),
      page: toPage(query),
      ...(query.turn === undefined ? {} : { classes: query.turn }),
    })
    return { ...list, items: list.items.map((flaw) => sayFlawChange(flaw, language)) }
  })
}

function addDepth(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'readSbomDepth',
    tags: ['sboms'],
    summary: 'How deep an SBOM goes, and how much it says of its parts',
    params: Type.Object({ sbomId: idField('As lists of SBOMs name it.') }),
    querystring: Type.Object({ ...organisationField, ...languageField }, only),
    response: { 200: SbomDepth },
  }
  app.get('/sboms/:sbomId/depth', { schema, config: { work: 'export' } }, async (request, reply) => {
    const organisation = await organisationOf(request.query.organisation)
    const depth = await readSbomDepth(store, organisation, request.params.sbomId, goneSignal(reply))
    return { ...depth, says: sayDepth(depth, languageOf(request, reply)) }
  })
}

function toSides({ from, to }: Static<typeof OneQuery>): DiffAsked {
  return { before: toNomenclature(from), after: toNomenclature(to) }
}
