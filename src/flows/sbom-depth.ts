import { depthOf } from '../findings/index.ts'
import type { SbomDepth } from '../model/index.ts'
import { inOrganisation } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { headerOf } from './sboms.ts'
import { storedSbom } from './stored-sbom.ts'

/** How deep a stored SBOM goes, and how much it says of its parts. Its document is read again for it. Throws `notFound`. */
export async function readSbomDepth(
  store: Store,
  { organisationId }: Organisation,
  sbomId: number,
  signal?: AbortSignal,
): Promise<SbomDepth> {
  const header = await inOrganisation(store, organisationId, async (trx) => headerOf(trx, sbomId))
  return depthOf(await storedSbom(store, organisationId, header, signal))
}
