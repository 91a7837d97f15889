import { depthOf } from '../findings/index.ts'
import type { SbomDepth } from '../model/index.ts'
import { headersOfSboms, inOrganisation } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'
import { storedSbom } from './stored-sbom.ts'

/** How deep a stored SBOM goes, and how much it says of its parts. Its document is read again for it. Throws `notFound`. */
export async function readSbomDepth(
  store: Store,
  { organisationId }: Organisation,
  sbomId: number,
  signal?: AbortSignal,
): Promise<SbomDepth> {
  const headers = await inOrganisation(store, organisationId, async (trx) => headersOfSboms(trx, [sbomId]))
  const header = headers.get(sbomId)
  if (header === undefined)
    throw new FlowError(
      'notFound',
      `no SBOM ${sbomId} that this organisation may read; look it up in the list of SBOMs`,
    )
  return depthOf(await storedSbom(store, organisationId, header, signal))
}
