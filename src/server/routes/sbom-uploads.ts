import { Type } from 'typebox'
import type { Static } from 'typebox'
import { enqueue, FlowError, oneDevice, readColumnChoices, toListReport } from '../../flows/index.ts'
import type { JobWork, Language, SbomTarget } from '../../flows/index.ts'
import type { ColumnChoice } from '../../model/index.ts'
import type { Organisation } from '../../store/index.ts'
import { Job, ListToConfirm, SbomAdded } from '../contract.ts'
import { accepted, jobNamed } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { FileBody, fileNameField, languageField, OnceHeaders, only, organisationField } from '../query.ts'
import { toSignatureBody } from '../signature-body.ts'
import type { Received } from '../receive-body.ts'
import type { Done } from '../repeatable.ts'
import type { App } from '../route.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'
import { goneSignal } from '../work.ts'

const nameField = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 500, description }))

const Query = Type.Object(
  {
    ...organisationField,
    ...languageField,
    ...fileNameField,
    maker: nameField('The maker of what it describes; else the one the document names.'),
    model: nameField('The model; else the one the document names.'),
    version: nameField('The software version; else the one the document names.'),
    device: nameField(
      'One device in place of a model version: its id, or a serial number, asset tag, address or host name that is its alone.',
    ),
    columns: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4000,
        description: 'What the columns of a component list are: `name=2,version=Version,none=Notes`.',
      }),
    ),
    confirm: Type.Optional(
      Type.String({
        pattern: '^[0-9a-f]{16}$',
        description:
          'The `confirmation` of a list that was answered with `needsConfirmation`: the same file sent with it counts.',
      }),
    ),
  },
  only,
)

const mediaTypes = [
  'application/json',
  'application/xml',
  'text/plain',
  'text/spdx',
  'application/spdx+json',
  'application/vnd.cyclonedx+json',
  'application/vnd.cyclonedx+xml',
  'application/swid+xml',
  'text/csv',
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
]

const problemsTold = 500

/** SBOMs as they come in. */
export function addSbomUploads(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'addSbom',
    tags: ['sboms'],
    summary:
      'Adds an SBOM (CycloneDX, SPDX, SWID or a component list in CSV, Excel or PDF, told by its content) to what it describes, and matches it',
    querystring: Query,
    headers: OnceHeaders,
    body: FileBody,
    consumes: mediaTypes,
    response: { 200: Type.Union([SbomAdded, ListToConfirm]), 201: SbomAdded, 202: Job },
  }
  app.post('/sboms', { schema, config: { work: 'none' } }, async (request, reply) => {
    const organisation = await context.organisationOf(request.query.organisation)
    const { organisationId } = organisation
    const language = languageOf(request, reply)
    const target = await toTarget(context, organisation, request.query)
    const given = { target, ...toGiven(request.query) }
    const gone = goneSignal(reply)
    const asked = { request, reply, organisationId, limitBytes: context.limits.sbomBytes, to: 'memory' } as const
    return takeUpload(context, asked, async (received, name) => {
      const upload = { received, organisation, given, language, gone, name }
      return received.sizeBytes > context.limits.answeredAtOnceBytes ? later(context, upload) : now(context, upload)
    })
  })
}

/** What the request says of the file. */
interface Given {
  readonly target: SbomTarget
  readonly fileName?: string
  readonly columns?: readonly ColumnChoice[]
  readonly confirm?: string
}

function toGiven({ fileName, columns, confirm }: Static<typeof Query>): Omit<Given, 'target'> {
  return {
    ...(fileName === undefined ? {} : { fileName }),
    ...(columns === undefined ? {} : { columns: readColumnChoices(columns) }),
    ...(confirm === undefined ? {} : { confirm }),
  }
}

interface SbomUpload {
  readonly received: Received
  readonly organisation: Organisation
  readonly given: Given
  readonly language: Language
  /** Aborts when nobody waits for the response any more. */
  readonly gone: AbortSignal
  readonly name: readonly string[] | undefined
}

async function toTarget(
  { store }: UploadContext,
  organisation: Organisation,
  { maker, model, version, device }: Static<typeof Query>,
): Promise<SbomTarget> {
  const isModel = maker !== undefined || model !== undefined || version !== undefined
  if (device !== undefined && isModel)
    throw new FlowError(
      'refused',
      'an SBOM describes either one device or a model version: give device, or maker, model and version',
    )
  if (device !== undefined) return { deviceId: await oneDevice(store, organisation, device) }
  return {
    ...(maker === undefined ? {} : { maker }),
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
  }
}

async function now(context: UploadContext, upload: SbomUpload): Promise<Done> {
  const added = await addWithin(context, upload)
  if (added.is === 'refused') throw new FlowError('refused', added.because)
  if (added.is === 'needsConfirmation') return { status: 200, body: toListReport(added) }
  const { is, sbomId, sha256, describes, devices, sbom, signature } = added
  const matched = is === 'unchanged' || (await context.match())
  return {
    status: is === 'added' ? 201 : 200,
    headers: { location: `/api/v1/sboms/${sbomId}`, etag: `"${sha256}"` },
    body: {
      ...(sbom.list === undefined ? {} : { list: sbom.list }),
      ...({
        is,
        sbomId,
        sha256,
        describes,
        devices,
        components: sbom.components.length,
        problems: sbom.problems.slice(0, problemsTold).map(({ place, message }) => ({ where: place, what: message })),
        problemsTotal: sbom.problems.length,
        signature: toSignatureBody(signature, upload.language),
        matched,
      } satisfies SbomAdded),
    },
  }
}

/** Adds it when there is room to; matching is waited for outside. */
async function addWithin(
  context: UploadContext,
  { received, organisation, given, gone }: SbomUpload,
): ReturnType<UploadContext['intake']['add']> {
  const leave = await context.enter({ what: 'sbom', received, gone })
  try {
    const { organisationId } = organisation
    const { columns, ...rest } = given
    const hints = columns === undefined ? {} : { hints: { choices: columns } }
    return await context.intake.add({ organisationId, bytes: await received.bytes(), signal: gone, ...rest, ...hints })
  } finally {
    leave()
  }
}

async function later(
  context: UploadContext,
  { received, organisation, given, language, name }: SbomUpload,
): Promise<Done> {
  return received.keep(async (file) => {
    const { organisationId } = organisation
    const { spool } = context.worker
    const work: JobWork = { kind: 'sbomAdd', file, ...given }
    return accepted(
      await enqueue(context.store, { work, priority: 'upload', organisationId, spool, ...jobNamed(name) }),
      language,
    )
  })
}
