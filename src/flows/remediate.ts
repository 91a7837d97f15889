import type { DeviceId } from '../model/index.ts'
import { addRemediation, inOrganisation } from '../store/index.ts'
import type { Organisation, RemediationState, Store, Transaction } from '../store/index.ts'
import { documentNamed } from './advisories.ts'
import { assetsOf } from './advisory-devices.ts'
import { judgeAsset, judgeAssets } from './advisory-judgement.ts'
import type { AssetJudged, FlawOfAsset } from './advisory-judgement.ts'
import { deviceOf } from './devices.ts'
import { FlowError } from './error.ts'
import { modelVersionOf } from './models.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'

const maxNoteChars = 4000
const maxAuthorChars = 200

/** What a person says was done about a flaw of an advisory: on one device, or on all of a model version. */
export interface RemediationGiven {
  readonly organisation: Organisation
  /** The advisory, by key or tracking id. */
  readonly id: string
  readonly flaw: string
  readonly on: { readonly deviceId: string } | { readonly modelVersionId: number }
  readonly state: RemediationState
  readonly note: string
  readonly author: string
}

export interface RemediationSet {
  readonly flaw: FlawOfAsset
  readonly state: RemediationState
  /** Of the document that it was said of. */
  readonly version: string
}

/** Sets the state of the work. Throws `notFound` where the advisory does not name the device or has no such flaw. */
export async function remediate(store: Store, given: RemediationGiven): Promise<RemediationSet> {
  const { organisationId } = given.organisation
  return inOrganisation(store, organisationId, async (trx) => {
    const { document } = await documentNamed(trx, given.id)
    const { judged, on } = await judgedTarget(trx, given, document)
    const flaw = judged.flaws.find(({ id }) => id.toUpperCase() === given.flaw.trim().toUpperCase())
    if (flaw === undefined) {
      const known = document.flaws
        .map(({ id }) => id)
        .slice(0, 10)
        .join(', ')
      const words = `${document.trackingId} says nothing of ${given.flaw.slice(0, 60)} on this device; its flaws are ${known}`
      throw new FlowError('notFound', words)
    }
    const { version, key } = document
    await addRemediation(trx, organisationId, {
      documentKey: key,
      flaw: flaw.id,
      ...on,
      state: given.state,
      note: plainText(given.note).slice(0, maxNoteChars),
      author: plainText(given.author).slice(0, maxAuthorChars),
      version,
      remedies: flaw.remedies,
    })
    return { flaw, state: given.state, version }
  })
}

interface Target {
  readonly judged: AssetJudged
  readonly on: { readonly modelVersionId: number; readonly deviceId?: DeviceId }
}

async function judgedTarget(
  trx: Transaction,
  { organisation, on }: RemediationGiven,
  document: Awaited<ReturnType<typeof documentNamed>>['document'],
): Promise<Target> {
  const { organisationId } = organisation
  if ('deviceId' in on) {
    const device = await deviceOf(trx, organisationId, on.deviceId)
    const assets = (await assetsOf(trx, organisationId, [device])).get(device.deviceId) ?? []
    return { judged: judgeAssets(document, assets), on: { deviceId: device.deviceId, modelVersionId: 0 } }
  }
  const { modelVersionId } = on
  const { maker, model, version } = await modelVersionOf(trx, organisationId, modelVersionId)
  return { judged: judgeAsset(document, withoutNulls({ maker, model, version })), on: { modelVersionId } }
}
