import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/**
 * Groups identifiers that name the very same flaw, for those whose aliases the running load changed. Aliases are symmetric and transitive
 * (OSV schema, `aliases`); a flaw whose alias was taken back leaves its cluster. A cluster goes by the lowest id in it. Those of a cluster that
 * changed wait for a rematch: what one name says of a package can be disputed under another.
 */
export async function refreshClusters(trx: Transaction, regrouped: ReadonlySet<number>): Promise<void> {
  const current = await clustersAround(trx, [...regrouped])
  const members = [...new Set([...regrouped, ...current.keys()])]
  const lowest = lowestConnected(members, await aliasesAmong(trx, members))
  const moved = members.filter((flaw) => current.get(flaw) !== lowest.get(flaw))
  if (moved.length === 0) return
  await sql`
    update vulnerability_alias old set valid_to = ${closing('old')}
    where vulnerability_id = any(${moved}::integer[]) and valid_to = 'infinity'`.execute(trx.query)
  await sql`
    insert into vulnerability_alias (vulnerability_id, cluster_id, valid_from)
    select vulnerability_id, cluster_id, now()
    from unnest(${moved}::integer[], ${moved.map((flaw) => lowest.get(flaw) ?? flaw)}::integer[]) as moved (vulnerability_id, cluster_id)`.execute(
    trx.query,
  )
  const changed = new Set(moved.flatMap((flaw) => [current.get(flaw), lowest.get(flaw)]))
  const stale = members.filter((flaw) => changed.has(current.get(flaw)) || changed.has(lowest.get(flaw)))
  await sql`insert into stale_vulnerability select unnest(${stale}::integer[])`.execute(trx.query)
}

/** The cluster of each flaw that is in one of the clusters of these. */
async function clustersAround(trx: Transaction, flaws: readonly number[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ flaw: number; cluster: number }>`
    select vulnerability_id as flaw, cluster_id as cluster
    from vulnerability_alias
    where valid_to = 'infinity' and cluster_id = any(array(
      select distinct cluster_id from vulnerability_alias where vulnerability_id = any(${flaws}::integer[]) and valid_to = 'infinity'
    ))`.execute(trx.query)
  return new Map(rows.map(({ flaw, cluster }) => [flaw, cluster]))
}

/** Before the load no alias led out of a cluster, and each that it changed is between flaws that are looked at: so none leads out of them now. */
async function aliasesAmong(
  trx: Transaction,
  flaws: readonly number[],
): Promise<readonly (readonly [number, number])[]> {
  const { rows } = await sql<{ one: number; other: number }>`
    select vulnerability_id as one, other_id as other
    from advisory_alias
    where vulnerability_id = any(${flaws}::integer[]) and kind = 'alias' and valid_to = 'infinity'`.execute(trx.query)
  return rows.map(({ one, other }) => [one, other])
}

/** The lowest number that each is connected to, itself included. */
function lowestConnected(all: readonly number[], edges: readonly (readonly [number, number])[]): Map<number, number> {
  const towards = new Map(all.map((each) => [each, each]))
  const lowestOf = (each: number): number => {
    let at = each
    for (let next = towards.get(at) ?? at; next !== at; next = towards.get(at) ?? at) {
      towards.set(at, towards.get(next) ?? next) // halves the way for whoever comes next
      at = next
    }
    return at
  }
  for (const [one, other] of edges) {
    const [a, b] = [lowestOf(one), lowestOf(other)]
    towards.set(Math.max(a, b), Math.min(a, b))
  }
  return new Map(all.map((each) => [each, lowestOf(each)]))
}
