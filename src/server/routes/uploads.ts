import { openIntake, shareRematch, withStatementLimit } from '../../flows/index.ts'
import { openGate } from '../gate.ts'
import { openReceiver } from '../receive-body.ts'
import type { App, Context } from '../route.ts'
import type { UploadContext } from '../uploads.ts'
import { addAssetLists } from './asset-lists.ts'
import { addCaptures } from './captures.ts'
import { addFeedLoads } from './feed-loads.ts'
import { addKeyUploads } from './keys.ts'
import { addObservationBatches } from './observation-batches.ts'
import { addProviderPulls } from './providers.ts'
import { addRematches } from './rematches.ts'
import { addSbomSignatures } from './sbom-signatures.ts'
import { addStatementSignatures } from './statement-signatures.ts'
import { addSbomUploads } from './sbom-uploads.ts'
import { addStatementUploads } from './statements.ts'

/** Read into values, a file takes several times its size in memory: of larger ones one at a time. */
const largeBytes = 2 * 1024 * 1024
const largeWidth = { atOnce: 1, waiting: 100, patienceMs: 120_000 }

/** What changes something: files that come in as streams, whatever their type, since what a file is shows in its content; and what is asked for without a body. */
export function uploadsRoutes(app: App, context: Context): void {
  const large = openGate(largeWidth)
  const store = withStatementLimit(context.store, undefined) // a large list is written in one
  const match = shareRematch(store)
  const uploading: UploadContext = {
    ...context,
    store,
    receive: openReceiver(context.worker.spool),
    enter: async ({ what, received: { sizeBytes }, gone }) => {
      const isSmall = what === 'sbom' && sizeBytes <= context.limits.smallSbomBytes
      const { smallSbom, upload } = context.gates
      return (sizeBytes > largeBytes ? large : isSmall ? smallSbom : upload).enter(gone)
    },
    intake: openIntake(store),
    match: async () => {
      try {
        await match()
        return true
      } catch (error) {
        app.log.warn({ err: error }, 'what was added is not matched yet: the next question or rematch does it')
        return false
      }
    },
  }
  void app.register(async (inner) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    for (const add of [
      addSbomUploads,
      addSbomSignatures,
      addKeyUploads,
      addAssetLists,
      addCaptures,
      addFeedLoads,
      addObservationBatches,
      addProviderPulls,
      addStatementUploads,
      addStatementSignatures,
      addRematches,
    ])
      add(inner, uploading)
  })
}
