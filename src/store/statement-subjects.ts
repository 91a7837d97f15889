import { sql } from 'kysely'
import type { StatementSubject } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** Stores how statements are recognised; `ids` are theirs, in the same order. */
export async function copySubjects(
  trx: Transaction,
  subjects: readonly (readonly StatementSubject[])[],
  ids: readonly number[],
): Promise<void> {
  await copyRows(trx, 'statement_subject', subjectColumns, toSubjectRows(subjects, ids))
}

/** Writes anew how the statements of a document that is here are recognised: what reads them may know more ways than when it came. */
export async function renewSubjects(
  trx: Transaction,
  documentId: number,
  subjects: readonly (readonly StatementSubject[])[],
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select statement_id as id from statement where document_id = ${documentId} order by statement_id`.execute(trx.query)
  const ids = rows.map(({ id }) => id)
  if (ids.length !== subjects.length) return
  await sql`delete from statement_subject where statement_id = any(${ids}::integer[])`.execute(trx.query)
  await copySubjects(trx, subjects, ids)
}

const subjectColumns = [
  'statement_id',
  'part',
  'maker_key',
  'model_key',
  'version_key',
  'version',
  'sbom_document',
  'sbom_ref',
  'key',
  'scheme',
  'shape',
  'key_version',
  'hash',
  'reach',
  'range_lo',
  'range_hi',
]

function* toSubjectRows(
  subjects: readonly (readonly StatementSubject[])[],
  ids: readonly number[],
): Generator<CopyValue[]> {
  for (const [index, some] of subjects.entries()) {
    for (const { part, model, sbom, key, hash, range } of some) {
      yield [
        ids[index],
        part,
        model?.makerKey,
        model?.modelKey,
        model?.versionKey ?? sbom?.versionKey,
        sbom?.version,
        sbom?.documentId,
        sbom?.ref,
        key?.key,
        key?.scheme ?? range?.scheme,
        key?.shape ?? range?.shape,
        key?.version,
        hash,
        range?.reach,
        range?.lo,
        range?.hi,
      ]
    }
  }
}
