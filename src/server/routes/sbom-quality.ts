import { Type } from 'typebox'
import { missesOfSbom, qualityOfSbom, sayMisses, sayQuality } from '../../flows/index.ts'
import { checklists } from '../../model/index.ts'
import { ChecklistId, ComponentCheck, ComponentMisses, Page, SbomQuality } from '../contract.ts'
import { languageOf } from '../language.ts'
import { idField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import type { App, Context } from '../route.ts'

const OfSbom = Type.Object({ sbomId: idField('As lists of SBOMs name it.') })
const against = Type.Optional(
  Type.Array(ChecklistId, { maxItems: 4, description: 'Only these checklists; all when none is named.' }),
)
const OneQuery = Type.Object({ against, ...organisationField, ...languageField }, only)
const MissesQuery = Type.Object(
  {
    against,
    check: Type.Optional(
      Type.Array(ComponentCheck, { maxItems: 16, description: 'Only what these look for; all when none is named.' }),
    ),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)

/** SBOMs beside checklists of minimum elements. */
export function sbomQualityRoutes(app: App, { store, organisationOf }: Context): void {
  const whole = {
    operationId: 'readSbomQuality',
    tags: ['sboms'],
    summary: 'An SBOM beside NTIA 2021, CISA 2025, BSI TR-03183-2 and FDA 524B, line by line',
    params: OfSbom,
    querystring: OneQuery,
    response: { 200: SbomQuality },
  }
  app.get('/sboms/:sbomId/quality', { schema: whole, config: { work: 'export' } }, async (request, reply) => {
    const { params, query } = request
    const language = languageOf(request, reply)
    const organisation = await organisationOf(query.organisation)
    const { sbomId, ...quality } = await qualityOfSbom(store, {
      organisation,
      sbomId: params.sbomId,
      against: query.against ?? checklists,
    })
    return { sbomId, ...sayQuality(quality, language) }
  })

  const misses = {
    operationId: 'listSbomQuality',
    tags: ['sboms'],
    summary: 'The components of which a checklist misses something, in the order of the document',
    params: OfSbom,
    querystring: MissesQuery,
    response: { 200: Page(ComponentMisses) },
  }
  app.get(
    '/sboms/:sbomId/quality/components',
    { schema: misses, config: { work: 'export' } },
    async (request, reply) => {
      const { params, query } = request
      const language = languageOf(request, reply)
      const page = await missesOfSbom(store, {
        organisation: await organisationOf(query.organisation),
        sbomId: params.sbomId,
        against: query.against ?? checklists,
        page: toPage(query),
        ...(query.check === undefined ? {} : { checks: query.check }),
      })
      return { ...page, items: page.items.map((each) => sayMisses(each, language)) }
    },
  )
}
