import { createHash } from 'node:crypto'
import { assetFields } from '../inventory/index.ts'
import type { AssetField, AssetList } from '../inventory/index.ts'
import { foldWords } from '../model/index.ts'
import type { AcceptedColumns, OrganisationId } from '../model/index.ts'
import { findAcceptedColumns, inKnowledgeOf, inOrganisation, keepAcceptedColumns } from '../store/index.ts'
import type { Store } from '../store/index.ts'

const ofEquipment = { kind: 'equipment', makerKey: '' } as const
const known: ReadonlySet<string> = new Set(assetFields)

/** What is remembered of the columns of equipment lists, the organisation's newest first; at most 100 lists. */
export async function acceptedAssetColumns(
  store: Store,
  organisationId: OrganisationId,
): Promise<AcceptedColumns<AssetField>[]> {
  const accepted = await inOrganisation(store, organisationId, async (trx) =>
    findAcceptedColumns(trx, organisationId, ofEquipment),
  )
  return accepted.map(({ headers, fields }) => ({ headers, fields: fields.map(toField) }))
}

function toField(written: string | null): AssetField | null {
  return written !== null && known.has(written) ? (written as AssetField) : null
}

/** Remembers how the columns of a list were understood, for the next list with the same headers. */
export async function keepAssetColumns(
  store: Store,
  organisationId: OrganisationId,
  { columns }: AssetList,
): Promise<void> {
  const withHeader = columns.slice(0, columns.findLastIndex(({ header }) => header !== '') + 1)
  const headers = withHeader.map(({ header }) => header)
  const fields = withHeader.map(({ field }) => field ?? null)
  const headersSha256 = createHash('sha256').update(headers.map(foldWords).join('\n')).digest()
  await inKnowledgeOf(store, organisationId, async (trx) =>
    keepAcceptedColumns(trx, organisationId, { ...ofEquipment, headersSha256, headers, fields }),
  )
}
