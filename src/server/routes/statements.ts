import { Readable } from 'node:stream'
import { Type } from 'typebox'
import {
  addStatements,
  exportStatements,
  FlowError,
  listStatements,
  sayStatement,
  statementWriters,
} from '../../flows/index.ts'
import type { Language, StatementListed } from '../../flows/index.ts'
import { Page, Statement, StatementRole, StatementsAdded } from '../contract.ts'
import type { SignatureState } from '../../model/index.ts'
import { attachment } from '../attachment.ts'
import { languageOf } from '../language.ts'
import {
  FileBody,
  fileOf,
  fileNameField,
  filterField,
  idField,
  languageField,
  OnceHeaders,
  only,
  organisationField,
  pageFields,
  toPage,
} from '../query.ts'
import type { App, Context } from '../route.ts'
import { toSignatureBody } from '../signature-body.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'

const ListQuery = Type.Object(
  {
    vulnerability: filterField('Any name of a flaw.'),
    matched: Type.Optional(
      Type.Boolean({ description: 'Only what speaks of something here, or only what speaks of nothing here yet.' }),
    ),
    ...organisationField,
    ...languageField,
    ...pageFields,
  },
  only,
)

/** What makers, coordinators and suppliers state. */
export function statementsRoutes(app: App, { store, organisationOf }: Context): void {
  const list = {
    operationId: 'listStatements',
    tags: ['statements'],
    summary: 'What is stated of flaws, the newest first, and what here each statement speaks of or could have meant',
    querystring: ListQuery,
    response: { 200: Page(Statement) },
  }
  app.get('/statements', { schema: list }, async (request, reply) => {
    const { organisation, vulnerability, matched, ...query } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listStatements(store, {
      organisation: await organisationOf(organisation),
      page: toPage(query),
      now: new Date(),
      ...(vulnerability === undefined ? {} : { vulnerability }),
      ...(matched === undefined ? {} : { matched }),
    })
    return { items: items.map((each) => toBody(each, language)), ...next }
  })

  const ofModel = {
    operationId: 'listStatementsOnModel',
    tags: ['statements'],
    summary: 'What is stated of a model version by name, the newest first',
    params: Type.Object({ modelVersionId: idField('As lists of models and devices name it.') }),
    querystring: Type.Object({ ...organisationField, ...languageField, ...pageFields }, only),
    response: { 200: Page(Statement) },
  }
  app.get('/models/:modelVersionId/statements', { schema: ofModel }, async (request, reply) => {
    const { organisation, ...query } = request.query
    const language = languageOf(request, reply)
    const { items, ...next } = await listStatements(store, {
      organisation: await organisationOf(organisation),
      page: toPage(query),
      now: new Date(),
      modelVersionId: request.params.modelVersionId,
    })
    return { items: items.map((each) => toBody(each, language)), ...next }
  })
}

const ExportQuery = Type.Object(
  {
    format: Type.Optional(
      Type.Union([Type.Literal('csaf'), Type.Literal('cyclonedx'), Type.Literal('openvex')], {
        default: 'csaf',
        description: 'The format; CSAF unless asked otherwise.',
      }),
    ),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** What holds for a model version, in a format that others read. */
export function statementExportRoutes(app: App, { store, organisationOf }: Context): void {
  const file = fileOf('CSAF 2.0, CycloneDX 1.6 or OpenVEX 0.2.0.')
  const content = Object.fromEntries(
    [...new Set(statementWriters.map(({ mediaType }) => mediaType))].map((type) => [type, { schema: file }]),
  )
  const schema = {
    operationId: 'exportStatements',
    tags: ['statements'],
    summary: 'What holds for a model version, by all who speak of it and by the own triage, as a VEX document',
    params: Type.Object({ modelVersionId: idField('As lists of models and devices name it.') }),
    querystring: ExportQuery,
    response: { 200: { description: 'The document.', content } },
  }
  app.get('/models/:modelVersionId/vex', { schema, config: { work: 'export' } }, async (request, reply) => {
    const { organisation, format: as = 'csaf' } = request.query
    const asked = { organisation: await organisationOf(organisation), as, now: new Date() }
    const { text, mediaType, fileName } = await exportStatements(store, { ...asked, ...request.params })
    return reply
      .type(mediaType)
      .header('content-disposition', attachment(fileName))
      .send(Readable.from([text]))
  })
}

function toBody({ source, ...said }: StatementListed, language: Language): Statement {
  const says = sayStatement({ ...said, ...source }, language)
  return { ...said, says, source: { ...source, ...signaturesOf(source, language) } } as Statement
}

/** What the signatures of a document prove, in words too. */
function signaturesOf(
  { signature, laterSignature }: { readonly signature: SignatureState; readonly laterSignature?: SignatureState },
  language: Language,
) {
  return {
    signature: toSignatureBody(signature, language),
    ...(laterSignature && { laterSignature: toSignatureBody(laterSignature, language) }),
  }
}

/** Larger documents come in by the command line. */
const maxDocumentBytes = 16 * 1024 * 1024
const problemsTold = 500

const AddQuery = Type.Object(
  { role: Type.Optional(StatementRole), ...organisationField, ...languageField, ...fileNameField },
  only,
)

/** A document of statements as it comes in. */
export function addStatementUploads(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'addStatements',
    tags: ['statements'],
    summary:
      'Keeps a document of statements (CSAF, CycloneDX or OpenVEX, told by its content, up to 16 MB): from then on they decide',
    querystring: AddQuery,
    headers: OnceHeaders,
    body: FileBody,
    consumes: ['application/json', 'application/vnd.cyclonedx+json', 'application/octet-stream'],
    response: { 200: StatementsAdded, 201: StatementsAdded },
  }
  app.post('/statements', { schema, config: { work: 'upload' } }, async (request, reply) => {
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const { fileName, role } = request.query
    const asked = { request, reply, organisationId, limitBytes: maxDocumentBytes, to: 'memory' } as const
    return takeUpload(context, asked, async (received) => {
      const given = {
        organisationId,
        bytes: await received.bytes(),
        ...(fileName && { fileName }),
        ...(role && { role }),
      }
      const added = await addStatements(context.store, given)
      if (added.is === 'refused') throw new FlowError('refused', added.because)
      const { signature, laterSignature, ...told } = added
      const body = {
        ...told,
        ...signaturesOf({ signature, ...(laterSignature && { laterSignature }) }, language),
        problems: added.problems.slice(0, problemsTold).map(({ place, message }) => ({ where: place, what: message })),
        problemsTotal: added.problems.length,
      }
      return { status: added.is === 'added' ? 201 : 200, body: body satisfies StatementsAdded }
    })
  })
}
