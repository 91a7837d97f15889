import type { Page } from '../model/index.ts'
import { forgetAcceptedColumns, inKnowledgeOf, inOrganisation, listAcceptedColumns } from '../store/index.ts'
import type { AcceptedRow, Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'

export type { AcceptedRow } from '../store/index.ts'

/** What is remembered of the columns of lists, the newest first; at most 1,000. */
export async function listColumns(store: Store, { organisationId }: Organisation): Promise<Page<AcceptedRow>> {
  const items = await inOrganisation(store, organisationId, async (trx) => listAcceptedColumns(trx, organisationId))
  return { items }
}

/** Forgets what an organisation remembered: the next such list is guessed anew, and what was read by it stands. Throws `notFound`. */
export async function forgetColumns(
  store: Store,
  { organisationId }: Organisation,
  listColumnsId: number,
): Promise<void> {
  const isId = Number.isInteger(listColumnsId) && listColumnsId > 0 && listColumnsId < 2 ** 31
  const isForgotten =
    isId &&
    (await inKnowledgeOf(store, organisationId, async (trx) =>
      forgetAcceptedColumns(trx, organisationId, listColumnsId),
    ))
  if (!isForgotten)
    throw new FlowError('notFound', `no columns of the number ${listColumnsId} are remembered here; list them first`)
}
