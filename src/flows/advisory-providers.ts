import type { Page, PageAsked } from '../model/index.ts'
import { inKnowledge, listProviders, sliceOfRejected } from '../store/index.ts'
import type { AdvisoryProviderRow, RejectedRow, Store } from '../store/index.ts'
import { pageOf, sliceOf } from './page.ts'

/** Every CSAF provider that was pulled or imported, by address; at most 1,000. */
export async function listAdvisoryProviders(store: Store): Promise<readonly AdvisoryProviderRow[]> {
  return inKnowledge(store, listProviders)
}

/** The documents of providers that were not taken, by provider and address. */
export async function listRejectedDocuments(store: Store, page: PageAsked): Promise<Page<RejectedRow>> {
  const slice = sliceOf(page, ['text', 'text'])
  const rows = await inKnowledge(store, async (trx) => sliceOfRejected(trx, slice))
  return pageOf(rows, page, { placeOf: ({ provider, url }) => [provider, url], toItem: (row) => row })
}
