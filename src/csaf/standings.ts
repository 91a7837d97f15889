import type { ProductStatus, Standing, StatusList } from './document.ts'
import { entryOf } from './fields.ts'
import type { Entry, Problems } from './fields.ts'
import type { ProductNames } from './groups.ts'

/** What each list of `product_status` says. `recommended` is advice and excludes nothing. */
const statusOfList: Readonly<Record<StatusList, Exclude<ProductStatus, 'contradictory'>>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'notAffected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'underInvestigation',
  unknown: 'unknown',
}

export interface Standings {
  readonly standings: ReadonlyMap<string, Standing>
  readonly recommended: readonly string[]
}

/** What a vulnerability says of each product. One that stands in lists which exclude each other is `contradictory` (test 6.1.6), never the better of them. */
export function readStandings(problems: Problems, vulnerability: Entry, names: ProductNames): Standings {
  const entry = entryOf(problems, vulnerability, 'product_status')
  const listsOf = new Map<string, StatusList[]>()
  for (const key of Object.keys(entry.fields)) {
    if (!isStatusList(key)) {
      if (key !== 'recommended') problems.lost(`${entry.place}/${key}`, 'a list that CSAF does not know; left out')
      continue
    }
    for (const id of names.listed(entry, key)) listsOf.set(id, [...(listsOf.get(id) ?? []), key])
  }
  const standings = new Map<string, Standing>()
  for (const [id, lists] of listsOf) {
    const statuses = new Set(lists.map((list) => statusOfList[list]))
    const [status = 'unknown'] = statuses
    if (statuses.size > 1)
      problems.doubt(entry.place, `the product "${id}" is in ${lists.join(' and ')}, which exclude each other`, '6.1.6')
    standings.set(id, { status: statuses.size > 1 ? 'contradictory' : status, lists })
  }
  return { standings, recommended: names.listed(entry, 'recommended') }
}

function isStatusList(key: string): key is StatusList {
  return Object.hasOwn(statusOfList, key)
}
