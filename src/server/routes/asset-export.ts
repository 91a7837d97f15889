import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { exportAssets } from '../../flows/index.ts'
import { attachment } from '../attachment.ts'
import { languageOf } from '../language.ts'
import { fileOf, languageField, only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'

const ExportQuery = Type.Object(
  {
    as: Type.Optional(
      Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { default: 'csv', description: 'The form of the file.' }),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** The equipment list as it goes out. */
export function assetExportRoutes(app: App, { store, organisationOf }: Context): void {
  const file = fileOf('The list.')
  const schema = {
    operationId: 'exportAssets',
    tags: ['fleet'],
    summary: 'The whole inventory in the columns that an import reads, with what the network added, as CSV or .xlsx',
    querystring: ExportQuery,
    response: {
      200: {
        description: 'The list.',
        content: {
          'text/csv': { schema: file },
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: file },
        },
      },
    },
  }
  app.get('/asset-lists', { schema, config: { work: 'export' } }, async (request, reply) => {
    const { organisation, as: form = 'csv' } = request.query
    const asked = { organisation: await organisationOf(organisation), form, now: new Date() }
    const { pieces, mediaType, fileName } = await exportAssets(store, {
      ...asked,
      language: languageOf(request, reply),
    })
    return reply
      .type(mediaType)
      .header('content-disposition', attachment(fileName))
      .send(Readable.from(pieces, { objectMode: false }))
  })
}
