import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { OrganisationId, SbomId, SignatureShown, SignatureState } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** One signature of an SBOM: what it covers (a JSON pointer, `''` for the whole), and what it proves. */
export interface SbomSignature {
  readonly covers: string
  readonly state: SignatureState
}

/** What the signatures of one SBOM prove. */
export interface SbomSignatures {
  readonly sbomId: SbomId
  /** Of the whole document. */
  readonly state: SignatureState
  readonly signatures: readonly SbomSignature[]
}

/** Writes what signatures prove, in place of what was known before. */
export async function writeSbomSignatures(trx: Transaction, judged: readonly SbomSignatures[]): Promise<void> {
  if (judged.length === 0) return
  await sql`
    insert into sbom_signature (sbom_id, state, signatures, checked_at)
    select "sbomId", state, signatures, now()
    from jsonb_to_recordset(${toJson(judged)}::jsonb) as judged ("sbomId" integer, state jsonb, signatures jsonb)
    join sbom on sbom.sbom_id = "sbomId"
    order by "sbomId"
    on conflict (sbom_id) do update set state = excluded.state, signatures = excluded.signatures, checked_at = excluded.checked_at`.execute(
    trx.query,
  )
}

/** Says of the SBOMs of an owner whose signatures were trusted by a key that they are not judged: nothing is valid by a key that was withdrawn. */
export async function forgetTrustBy(trx: Transaction, owner: OrganisationId, fingerprint: string): Promise<void> {
  await sql`
    update sbom_signature set state = null, signatures = '[]', checked_at = now()
    from sbom
    where sbom.sbom_id = sbom_signature.sbom_id and owner = ${owner}
      and (state ->> 'fingerprint' = ${fingerprint}
        or signatures @> ${toJson([{ state: { is: 'valid', fingerprint } }])}::jsonb)`.execute(trx.query)
}

/** The live SBOMs of an owner that carry signatures, or may, by id from `after` on. */
export async function signedSboms(
  trx: Transaction,
  owner: OrganisationId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SbomId[]> {
  const { rows } = await sql<{ sbomId: SbomId }>`
    select sbom_id as "sbomId"
    from sbom_signature join sbom using (sbom_id)
    where owner = ${owner} and valid_to = 'infinity' and sbom_id > ${after}
    order by sbom_id
    limit ${limit}`.execute(trx.query)
  return rows.map(({ sbomId }) => sbomId)
}

/** An SBOM as it came, with its detached signatures, and when it came. */
export interface SignedBytes {
  readonly bytes: Buffer
  readonly addedAt: string
  /** The bytes still have the digest that they came with. */
  readonly isIntact: boolean
  /** When the last of its detached signatures came. */
  readonly signedAt: string
  readonly files: readonly Buffer[]
}

/** Undefined when the owner has no such SBOM. */
export async function signedBytesOf(
  trx: Transaction,
  owner: OrganisationId,
  sbomId: SbomId,
): Promise<SignedBytes | undefined> {
  const { rows } = await sql<SignedBytes>`
    select bytes, valid_from as "addedAt", sha256(bytes) = sha256 as "isIntact",
      coalesce((select max(added_at) from sbom_signature_file file where file.sbom_id = sbom.sbom_id), valid_from) as "signedAt",
      array(select file.bytes from sbom_signature_file file where file.sbom_id = sbom.sbom_id order by added_at, file.sha256 limit ${mostFiles}) as files
    from sbom
    where owner = ${owner} and sbom_id = ${sbomId}`.execute(trx.query)
  return rows[0]
}

const mostFiles = 20

/** Notes that SBOMs may carry signatures, and are to be judged. */
export async function noteSigned(trx: Transaction, sbomIds: readonly SbomId[]): Promise<void> {
  if (sbomIds.length === 0) return
  await sql`
    insert into sbom_signature (sbom_id)
    select distinct sbom_id from unnest(${sbomIds}::integer[]) as signed (sbom_id) order by sbom_id
    on conflict do nothing`.execute(trx.query)
}

/** A detached signature of an SBOM of this owner. */
export interface SignatureFile {
  readonly sbomId: SbomId
  readonly bytes: Uint8Array
  readonly sha256: Uint8Array
  readonly fileName: string | undefined
}

/** Keeps a detached signature; the same twice changes nothing. `tooMany`: the SBOM has as many as are looked at. */
export async function addSignatureFile(
  trx: Transaction,
  owner: OrganisationId,
  { sbomId, bytes, sha256, fileName }: SignatureFile,
): Promise<'added' | 'known' | 'notFound' | 'tooMany'> {
  const { rows } = await sql<{ files: number; known: boolean }>`
    select (select count(*)::integer from sbom_signature_file file where file.sbom_id = sbom.sbom_id) as files,
      exists (select from sbom_signature_file file where file.sbom_id = sbom.sbom_id and file.sha256 = ${Buffer.from(sha256)}) as known
    from sbom
    where owner = ${owner} and sbom_id = ${sbomId}
    for update`.execute(trx.query)
  const [found] = rows
  if (found === undefined) return 'notFound'
  if (found.known) return 'known'
  if (found.files >= mostFiles) return 'tooMany'
  await sql`
    insert into sbom_signature_file (sbom_id, sha256, bytes, file_name)
    values (${sbomId}, ${Buffer.from(sha256)}, ${Buffer.from(bytes)}, ${fileName ?? null})`.execute(trx.query)
  await noteSigned(trx, [sbomId])
  return 'added'
}

/** What the signatures of a readable SBOM prove, as an expression. */
export function stateOfSbom(sbomId: RawBuilder<unknown>): RawBuilder<SignatureShown> {
  return sql`coalesce(
    (select coalesce(judged.state, '{"is": "notJudged"}') from readable_sbom_signature judged where judged.sbom_id = ${sbomId}),
    '{"is": "unsigned"}')`
}

/** What the signatures of readable SBOMs prove, by id. */
export async function signatureStates(
  trx: Transaction,
  sbomIds: readonly SbomId[],
): Promise<ReadonlyMap<SbomId, SignatureShown>> {
  const { rows } = await sql<{ sbomId: SbomId; state: SignatureShown }>`
    select sbom_id as "sbomId", ${stateOfSbom(sql`asked.sbom_id`)} as state
    from unnest(${sbomIds}::integer[]) as asked (sbom_id)`.execute(trx.query)
  return new Map(rows.map(({ sbomId, state }) => [sbomId, state]))
}

const mostShown = 500

/** Each signature of a readable SBOM, at most 500, and whether its bytes are still those that came. */
export async function signaturesOfSbom(
  trx: Transaction,
  sbomId: SbomId,
): Promise<{ readonly signatures: readonly SbomSignature[]; readonly isIntact: boolean }> {
  const { rows } = await sql<{ signatures: SbomSignature[]; isIntact: boolean }>`
    select sha256(bytes) = sha256 as "isIntact", coalesce((
      select jsonb_path_query_array(judged.signatures, '$[0 to ${sql.raw(String(mostShown - 1))}]')
      from readable_sbom_signature judged
      where judged.sbom_id = readable_sbom.sbom_id
    ), '[]') as signatures
    from readable_sbom
    where sbom_id = ${sbomId}`.execute(trx.query)
  return rows[0] ?? { signatures: [], isIntact: false }
}
