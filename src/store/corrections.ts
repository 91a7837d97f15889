import { sql } from 'kysely'
import type { CorrectionFact, CorrectionMatch, CorrectionTold, OrganisationId } from '../model/index.ts'
import { toIsoTime } from './column-types.ts'
import { isListedNow, keyOfMaker, keyOfModel } from './correction-reach.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** A correction as it is kept. */
export interface Correction extends CorrectionTold {
  readonly match: CorrectionMatch
  /** False: another organisation lets this one read it; it acts on the questions of its owner alone. */
  readonly isOwn: boolean
  readonly closedBy: string | null
  readonly closedAt: string | null
}

/** Adds a correction of an organisation. Returns its id. */
export async function addCorrection(
  trx: Transaction,
  owner: OrganisationId,
  { match, sets, reason, by }: CorrectionFact & { readonly by: string },
): Promise<number> {
  const { name, group, version, supplier, purl, cpe, ofMaker, ofModel } = match
  const { rows } = await sql<{ id: number }>`
    insert into correction (owner, name, group_name, version, supplier, purl, cpe, of_maker, of_maker_key, of_model, of_model_key, sets, reason, added_by)
    values (${owner}, ${name}, ${group}, ${version}, ${supplier}, ${purl}, ${cpe}, ${ofMaker}, ${keyOfMaker(match)}, ${ofModel}, ${keyOfModel(match)}, ${JSON.stringify(sets)}::jsonb, ${reason}, ${by})
    returning correction_id as id`.execute(trx.query)
  return rows[0]?.id ?? 0
}

/** Closes a live correction of this owner. False: there is none. */
export async function closeCorrection(
  trx: Transaction,
  owner: OrganisationId,
  { correctionId, by }: { readonly correctionId: number; readonly by: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update correction set valid_to = ${closing('correction')}, closed_by = ${by}
    where correction_id = ${correctionId} and owner = ${owner} and valid_to = 'infinity'`.execute(trx.query)
  return numAffectedRows === 1n
}

/** A correction of a list. */
export interface CorrectionListed extends Correction {
  /** Whether an SBOM in force lists anything that it speaks of. */
  readonly meets: boolean
}

export interface CorrectionsAsked {
  /** Those that no longer act, too. */
  readonly closed: boolean
  /** Id of the last one of the page before. */
  readonly after: number
  readonly limit: number
}

interface CorrectionRow extends Omit<Correction, 'match'>, Omit<CorrectionMatch, 'name'> {
  readonly name: string
}

/** The corrections that the organisation of the transaction may read, in the order in which they were made. */
export async function sliceOfCorrections(
  trx: Transaction,
  { closed, after, limit }: CorrectionsAsked,
): Promise<Correction[]> {
  const { rows } = await sql<CorrectionRow>`
    select ${fields}
    from correction
    where correction_id > ${after} and ${closed ? sql`true` : sql`valid_to = 'infinity'`}
    order by correction_id
    limit ${limit}`.execute(trx.query)
  return rows.map(toCorrection)
}

/** The same with whether each meets anything now; or only those that meet nothing (`misses`). */
export async function sliceOfListedCorrections(
  trx: Transaction,
  { closed, misses, after, limit }: CorrectionsAsked & { readonly misses: boolean },
): Promise<CorrectionListed[]> {
  const { rows } = await sql<CorrectionRow & { readonly meets: boolean }>`
    select ${fields}, met.meets
    from correction rule
    cross join lateral (select ${isListedNow(sql`rule`)} as meets) as met
    where correction_id > ${after} and ${closed ? sql`true` : sql`valid_to = 'infinity'`} and ${misses ? sql`not met.meets` : sql`true`}
    order by correction_id
    limit ${limit}`.execute(trx.query)
  return rows.map(({ meets, ...row }) => ({ ...toCorrection(row), meets }))
}

/** More corrections than this are not looked at; no hospital makes as many. */
const mostInForce = 100_000

/** The corrections of the organisation that act now, in the order in which they were made. */
export async function correctionsInForce(trx: Transaction): Promise<Correction[]> {
  const { rows } = await sql<CorrectionRow>`
    select ${fields}
    from correction
    where owner = nullif(current_setting('auscult.organisation', true), '')::uuid and valid_to = 'infinity'
    order by correction_id
    limit ${mostInForce}`.execute(trx.query)
  return rows.map(toCorrection)
}

/** Corrections by their ids, live or closed. */
export async function findCorrections(
  trx: Transaction,
  correctionIds: readonly number[],
): Promise<Map<number, Correction>> {
  if (correctionIds.length === 0) return new Map()
  const { rows } = await sql<CorrectionRow>`
    select ${fields} from correction where correction_id = any(${correctionIds}::integer[])`.execute(trx.query)
  return new Map(rows.map((row) => [row.correctionId, toCorrection(row)]))
}

const fields = sql`
  correction_id as "correctionId", name, group_name as "group", version, supplier, purl, cpe, of_maker as "ofMaker", of_model as "ofModel", sets, reason, owner = nullif(current_setting('auscult.organisation', true), '')::uuid as "isOwn",
  added_by as "by", valid_from::text as at, closed_by as "closedBy", case when valid_to <> 'infinity' then valid_to::text end as "closedAt"`

function toCorrection({
  name,
  group,
  version,
  supplier,
  purl,
  cpe,
  ofMaker,
  ofModel,
  ...row
}: CorrectionRow): Correction {
  const narrowing = Object.entries({ group, version, supplier, purl, cpe, ofMaker, ofModel }).filter(
    ([, text]) => text !== null,
  )
  return {
    ...row,
    match: { name, ...Object.fromEntries(narrowing) },
    at: toIsoTime(row.at),
    closedAt: row.closedAt === null ? null : toIsoTime(row.closedAt),
  }
}
