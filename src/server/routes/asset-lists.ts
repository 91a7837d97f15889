import { Type } from 'typebox'
import { enqueue, FlowError, importAssets, readAssetColumnChoices, toAssetsReport } from '../../flows/index.ts'
import type { ImportAssetsOptions, JobWork, Language } from '../../flows/index.ts'
import type { OrganisationId } from '../../model/index.ts'
import { AssetsReport, Job } from '../contract.ts'
import { accepted, jobNamed } from '../job-body.ts'
import { languageOf } from '../language.ts'
import { FileBody, fileNameField, languageField, OnceHeaders, only, organisationField } from '../query.ts'
import type { Received } from '../receive-body.ts'
import type { Done } from '../repeatable.ts'
import type { App } from '../route.ts'
import { takeUpload } from '../uploads.ts'
import type { UploadContext } from '../uploads.ts'
import { goneSignal } from '../work.ts'

const Query = Type.Object(
  {
    ...organisationField,
    ...languageField,
    ...fileNameField,
    columns: Type.Optional(
      Type.String({
        minLength: 3,
        maxLength: 4000,
        description:
          'What columns of the list are: `serial=4,ward=Unité,none=Notes`. Once the list is imported, remembered for the next one with the same headers.',
      }),
    ),
    dryRun: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Tells the columns as understood and what would change; writes nothing.',
      }),
    ),
  },
  only,
)

const usualName = 'equipment.csv'

/** The equipment list as it comes in. */
export function addAssetLists(app: App, context: UploadContext): void {
  const schema = {
    operationId: 'importAssets',
    tags: ['fleet'],
    summary:
      'Imports the equipment list, a CSV or an Excel workbook (.xlsx) with French or English headers: adds and changes devices, deletes none',
    querystring: Query,
    headers: OnceHeaders,
    body: FileBody,
    consumes: [
      'text/csv',
      'text/plain',
      'application/octet-stream',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
    response: { 200: AssetsReport, 202: Job },
  }
  app.post('/asset-lists', { schema, config: { work: 'none' } }, async (request, reply) => {
    const { dryRun = false, fileName = usualName, columns } = request.query
    const chosen = columns === undefined ? {} : { choices: readAssetColumnChoices(columns) }
    const { organisationId } = await context.organisationOf(request.query.organisation)
    const language = languageOf(request, reply)
    const { assetListBytes: limitBytes, answeredAtOnceBytes } = context.limits
    const gone = goneSignal(reply)
    const asked = { request, reply, organisationId, limitBytes, to: 'memory' } as const
    return takeUpload(context, asked, async (received, name) => {
      const upload = { received, organisationId, fileName, language, gone, name, chosen }
      if (received.sizeBytes > answeredAtOnceBytes && !dryRun) return later(context, upload)
      return now(context, upload, { dryRun })
    })
  })
}

interface ListUpload {
  readonly received: Received
  readonly organisationId: OrganisationId
  readonly fileName: string
  readonly language: Language
  /** Aborts when nobody waits for the response any more. */
  readonly gone: AbortSignal
  readonly name: readonly string[] | undefined
  readonly chosen: Pick<ImportAssetsOptions, 'choices'>
}

async function now(
  context: UploadContext,
  { received, organisationId, fileName, gone, chosen }: ListUpload,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Done> {
  const leave = await context.enter({ what: 'assetList', received, gone })
  try {
    const bytes = await received.bytes()
    const options = { organisationId, fileName, bytes, dryRun, now: new Date(), ...chosen }
    const imported = await importAssets(context.store, options)
    if (imported.is === 'refused') throw new FlowError('refused', `${fileName}: ${imported.because}`)
    if (!dryRun) await enqueue(context.store, { work: { kind: 'rematch' }, priority: 'upload' })
    return { status: 200, body: toAssetsReport(imported) }
  } finally {
    leave()
  }
}

async function later(
  context: UploadContext,
  { received, organisationId, fileName, language, name, chosen }: ListUpload,
): Promise<Done> {
  return received.keep(async (file) => {
    const { spool } = context.worker
    const work: JobWork = { kind: 'assetsImport', file, fileName, ...chosen }
    return accepted(
      await enqueue(context.store, { work, priority: 'upload', organisationId, spool, ...jobNamed(name) }),
      language,
    )
  })
}
