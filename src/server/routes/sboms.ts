import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { documentOf, exportSbom, listSboms, readSbom, retireSbom, sbomWriters } from '../../flows/index.ts'
import type { SbomDocument } from '../../flows/index.ts'
import { attachment } from '../attachment.ts'
import { languageOf } from '../language.ts'
import { toSignatureBody } from '../signature-body.ts'
import { Page, SbomDetail, SbomSummary } from '../contract.ts'
import { fileOf, idField, languageField, only, organisationField, pageFields, toPage } from '../query.ts'
import { nomenclaturePattern, toNomenclature } from '../nomenclature.ts'
import type { App, Context } from '../route.ts'
import { goneSignal } from '../work.ts'

const OfSbom = Type.Object({ sbomId: idField('As lists of SBOMs name it.') })
const OneQuery = Type.Object({ ...organisationField, ...languageField }, only)
const ListQuery = Type.Object(
  {
    all: Type.Optional(Type.Boolean({ default: false, description: 'Also those that were taken back.' })),
    modelVersionId: Type.Optional(idField('Only those that describe, or described, this model version.')),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)
const RetireQuery = Type.Object(
  {
    because: Type.Optional(Type.String({ maxLength: 1_000, description: 'Why, for whoever looks at it later.' })),
    replacedBy: Type.Optional(
      idField('The SBOM that takes its place: from now on it describes all that this one described.'),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** SBOMs as they are known here, and as they came. */
export function sbomsRoutes(app: App, context: Context): void {
  addSboms(app, context)
  addDocument(app, context)
  addExport(app, context)
  addRetirement(app, context)
}

function addSboms(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listSboms',
    tags: ['sboms'],
    summary: 'SBOMs in force, or all, the newest first',
    querystring: ListQuery,
    response: { 200: Page(SbomSummary) },
  }
  app.get('/sboms', { schema: list }, async (request, reply) => {
    const { query } = request
    const organisation = await organisationOf(query.organisation)
    const { all: alsoRetired = false, modelVersionId } = query
    const asked = { organisation, page: toPage(query), alsoRetired, ...(modelVersionId && { modelVersionId }) }
    const { items, ...page } = await listSboms(store, asked)
    const language = languageOf(request, reply)
    return { ...page, items: items.map((each) => ({ ...each, signature: toSignatureBody(each.signature, language) })) }
  })

  const one = {
    operationId: 'readSbom',
    tags: ['sboms'],
    summary: 'An SBOM: what it describes, and what could not be kept of it',
    params: OfSbom,
    querystring: OneQuery,
    response: { 200: SbomDetail },
  }
  app.get('/sboms/:sbomId', { schema: one }, async (request, reply) => {
    const { params, query } = request
    const sbom = await readSbom(store, await organisationOf(query.organisation), params.sbomId)
    const language = languageOf(request, reply)
    const signatures = sbom.signatures.map(({ covers, state }) => ({
      covers,
      signature: toSignatureBody(state, language),
    }))
    return { ...sbom, signature: toSignatureBody(sbom.signature, language), signatures }
  })
}

function addRetirement(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'retireSbom',
    tags: ['sboms'],
    summary:
      'Takes an SBOM back from all that it describes; it is kept for answers as of an earlier day and for comparison',
    params: OfSbom,
    querystring: RetireQuery,
    response: { 204: Type.Null({ description: 'It is retired.' }) },
  }
  app.delete('/sboms/:sbomId', { schema, config: { work: 'upload' } }, async ({ params: { sbomId }, query }, reply) => {
    const { because, replacedBy } = query
    await retireSbom(store, {
      organisation: await organisationOf(query.organisation),
      sbomId,
      ...(because === undefined ? {} : { because }),
      ...(replacedBy === undefined ? {} : { replacedBy }),
    })
    reply.code(204)
    return null
  })
}

function addDocument(app: App, { store, organisationOf }: Context): void {
  const file = fileOf('The bytes as they came.')
  const content = Object.fromEntries(Object.values(mediaTypes).map((type) => [type, { schema: file }]))
  const schema = {
    operationId: 'readSbomDocument',
    tags: ['sboms'],
    summary: 'An SBOM as it came, byte for byte; its ETag is its SHA-256',
    params: OfSbom,
    querystring: OneQuery,
    response: { 200: { description: 'The document.', content } },
  }
  app.get(
    '/sboms/:sbomId/document',
    { schema, config: { work: 'export', mayBeKept: true } },
    async (request, reply) => {
      const organisation = await organisationOf(request.query.organisation)
      const { bytes, sha256, sizeBytes, ...file } = await documentOf(store, organisation, request.params.sbomId)
      reply
        .type(mediaTypes[`${file.format} ${file.encoding}`] ?? 'application/octet-stream')
        .header('content-disposition', attachment(file.fileName ?? `sbom-${file.sbomId}`))
        .header('content-length', sizeBytes)
        .header('etag', `"${sha256}"`)
      return Readable.from(request.method === 'HEAD' ? [] : bytes, { objectMode: false })
    },
  )
}

const ExportQuery = Type.Object(
  {
    what: Type.String({
      pattern: nomenclaturePattern,
      description:
        'The number of an SBOM, or `model:` and that of a model version: all its SBOMs put together, with what came from which.',
      examples: ['12', 'model:7'],
    }),
    format: Type.Optional(
      Type.Union([Type.Literal('cyclonedx'), Type.Literal('spdx')], {
        default: 'cyclonedx',
        description: 'CycloneDX 1.6 or SPDX 2.3, in JSON.',
      }),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

function addExport(app: App, { store, organisationOf, version }: Context): void {
  const file = fileOf('The nomenclature.')
  const content = Object.fromEntries(sbomWriters.map(({ mediaType }) => [mediaType, { schema: file }]))
  const schema = {
    operationId: 'exportSbom',
    tags: ['sboms'],
    summary: 'An SBOM, or a model version by all its SBOMs, as CycloneDX 1.6 or SPDX 2.3 JSON',
    querystring: ExportQuery,
    response: { 200: { description: 'The document, made as it is sent.', content } },
  }
  app.get('/sbom-export', { schema, config: { work: 'export' } }, async (request, reply) => {
    const { organisation: asked, what, format: as = 'cyclonedx' } = request.query
    const organisation = await organisationOf(asked)
    const signal = goneSignal(reply)
    const exported = await exportSbom(store, {
      organisation,
      what: toNomenclature(what),
      as,
      now: new Date(),
      version,
      signal,
    })
    reply.type(exported.mediaType).header('content-disposition', attachment(exported.fileName))
    return Readable.from(request.method === 'HEAD' ? [] : inChunks(exported.pieces), { objectMode: false })
  })
}

const chunkChars = 64 * 1024

/** Pieces of a document put together, so that not each of 18,000 components is sent by itself. */
function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkChars) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

/** Types that no browser takes for a page; what a file says of itself is not asked. */
const mediaTypes: Readonly<Record<string, string>> = {
  'CycloneDX json': 'application/vnd.cyclonedx+json',
  'CycloneDX xml': 'application/vnd.cyclonedx+xml',
  'SPDX json': 'application/spdx+json',
  'SPDX tag-value': 'text/spdx',
  'SPDX yaml': 'application/spdx+yaml',
  'SPDX xml': 'application/spdx+xml',
  'SPDX rdf-xml': 'application/spdx+rdf',
  'SPDX xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'SPDX json-ld': 'application/spdx+json',
  'SWID xml': 'application/swid+xml',
  'list csv': 'text/csv',
  'list xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'list pdf': 'application/pdf',
} satisfies Partial<Record<`${SbomDocument['format']} ${SbomDocument['encoding']}`, string>>
