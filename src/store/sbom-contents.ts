import { sql } from 'kysely'
import type { Component, Relation } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** What is kept of a line of an SBOM. */
export interface StoredLine {
  readonly ref: string
  readonly parent: string | null
  readonly type: Component['type']
  readonly group: string | null
  readonly name: string
  readonly version: string | null
  readonly supplier: string | null
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly swids: readonly string[]
  /** `algorithm:hex`. */
  readonly hashes: readonly string[]
  readonly sourcePackages: readonly string[]
  readonly licences: readonly string[]
  readonly deployed: boolean
  readonly description: string | null
  readonly endOfSupport: string | null
}

/** The lines of an SBOM in the order of its document. Of the largest SBOMs there are 250,000, which is the limit of the readers. */
export async function linesOfSbom(trx: Transaction, sbomId: number): Promise<StoredLine[]> {
  const { rows } = await sql<StoredLine>`
    select line.ref, parent.ref as parent, type, group_name as "group", name, version, supplier, purls, cpes, swids, hashes,
      source_packages as "sourcePackages", compared.licences, compared.deployed, line.description, line.end_of_support as "endOfSupport"
    from compared_line compared
    join readable_sbom_component line using (sbom_id, ordinal)
    left join readable_sbom_component parent on parent.sbom_id = line.sbom_id and parent.ordinal = line.parent_ordinal
    where compared.sbom_id = ${sbomId}
    order by compared.ordinal
    limit 250000`.execute(trx.query)
  return rows
}

/** The relations of an SBOM between its lines. */
export async function relationsOfSbom(trx: Transaction, sbomId: number): Promise<Relation[]> {
  const { rows } = await sql<Relation>`
    select origin.ref as "from", target.ref as "to", relation.kind, relation.label
    from readable_sbom_relation relation
    join readable_sbom_component origin on origin.sbom_id = relation.sbom_id and origin.ordinal = relation.from_ordinal
    join readable_sbom_component target on target.sbom_id = relation.sbom_id and target.ordinal = relation.to_ordinal
    where relation.sbom_id = ${sbomId}
    order by relation.from_ordinal, relation.to_ordinal, relation.kind, relation.label
    limit 4000000`.execute(trx.query)
  return rows
}
