import type { SbomId } from '../model/index.ts'
import {
  inheritDevices,
  inheritModelVersions,
  inKnowledgeOf,
  inOrganisation,
  retireSbom as close,
  standOfSboms,
} from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'
import { plainText } from './plain-text.ts'
import { noSbom } from './sboms.ts'

export interface RetireSbomOptions {
  readonly organisation: Organisation
  readonly sbomId: number
  /** Why, in the words of who does it. */
  readonly because?: string
  /** The SBOM that takes its place: from now on it describes all that the old one described. */
  readonly replacedBy?: number
}

/** Longer reasons are letters. */
const maxReasonChars = 1_000

/**
 * Takes an SBOM back: no device is judged by it any more. It is closed, never deleted: answers as of a day before still stand on it, and it can be
 * compared. Where another takes its place, that one describes from then on all that the old one did. Throws `notFound` and `refused`.
 */
export async function retireSbom(store: Store, options: RetireSbomOptions): Promise<void> {
  const { organisation, sbomId, replacedBy, because = '' } = options
  const { organisationId } = organisation
  await requireRetirable(store, organisation, { sbomId, ...(replacedBy === undefined ? {} : { replacedBy }) })
  if (because.length > maxReasonChars)
    throw new FlowError('refused', `the reason is longer than ${maxReasonChars} characters; say it shorter`)
  const pairs = replacedBy === undefined ? [] : [{ from: sbomId as SbomId, to: replacedBy as SbomId }]
  await inOrganisation(store, organisationId, async (trx) => inheritDevices(trx, organisationId, pairs))
  await inKnowledgeOf(store, organisationId, async (trx) => {
    await inheritModelVersions(trx, pairs)
    const reason = plainText(because).trim()
    const isDone = await close(trx, {
      owner: organisationId,
      sbomId: sbomId as SbomId,
      replacedBy: replacedBy as SbomId | undefined,
      because: reason === '' ? undefined : reason,
    })
    if (!isDone) throw notLive(sbomId)
  })
}

/** Throws where an SBOM cannot be retired, or not for this one: to be asked before another is added in its place. */
export async function requireRetirable(
  store: Store,
  { organisationId }: Organisation,
  { sbomId, replacedBy }: Pick<RetireSbomOptions, 'sbomId' | 'replacedBy'>,
): Promise<void> {
  const asked = replacedBy === undefined ? [sbomId] : [sbomId, replacedBy]
  const stands = await inOrganisation(store, organisationId, async (trx) => standOfSboms(trx, asked))
  for (const id of asked) {
    const stand = stands.get(id)
    if (stand === undefined) throw noSbom(id)
    if (stand.owner !== organisationId)
      throw new FlowError(
        'refused',
        `SBOM ${id} was supplied by another organisation, and only that one can take it back`,
      )
    if (!stand.isLive) throw notLive(id)
  }
  if (replacedBy === sbomId)
    throw new FlowError(
      'refused',
      `SBOM ${sbomId} cannot take its own place: the file is the one that is there already`,
    )
}

function notLive(sbomId: number): FlowError {
  return new FlowError(
    'refused',
    `SBOM ${sbomId} is not in force any more: it was retired before; the list of all SBOMs shows what took its place`,
  )
}
