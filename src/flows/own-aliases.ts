import { reachOfAliases } from '../findings/index.ts'
import type { AliasEdge, AliasReach } from '../findings/index.ts'
import { makerKey } from '../model/index.ts'
import { hasOwnAliases, liveAliases } from '../store/index.ts'
import type { LiveAlias, Transaction } from '../store/index.ts'

/**
 * What the aliases of the organisation itself add up to, together with those that are public: they act when it asks, and on nothing that others
 * share. Empty for nearly all, at the cost of one look.
 */
export async function ownReach(trx: Transaction): Promise<readonly AliasReach[]> {
  if (!(await hasOwnAliases(trx))) return []
  const aliases = await liveAliases(trx)
  const own = new Set(aliases.filter(({ isPublic }) => !isPublic).map(({ aliasId }) => aliasId))
  return reachOfAliases(aliases.map(toEdge)).reach.filter(({ aliases: through }) => through.some((id) => own.has(id)))
}

/** Spellings of a maker that come along are one maker in every key, so they are one name in the graph too. */
export function toEdge({ aliasId, relation, kind, from, to, fromKey, toKey }: LiveAlias): AliasEdge {
  if (kind === 'product') return { aliasId, relation, kind, fromKey, toKey }
  return { aliasId, relation, kind, fromKey: `maker/${makerKey(from)}`, toKey: `maker/${makerKey(to)}` }
}
