import { chooseOrganisation, listOrganisations } from '../flows/index.ts'
import type { Organisation, Store } from '../store/index.ts'

/** A name stays unknown no longer than this after it was made by another process. */
const keptMs = 2_000

/** Whose fleet is meant by a name or id, or by nothing; throws `organisationInvalid`. The list is read once for the requests of two seconds. */
export function organisationChooser(
  store: Store,
  usual: string | undefined,
): (asked: string | undefined) => Promise<Organisation> {
  let known: { readonly all: Promise<readonly Organisation[]>; readonly until: number } | undefined
  const list = async (): Promise<readonly Organisation[]> => {
    if (known !== undefined && performance.now() < known.until) return known.all
    const all = listOrganisations(store)
    known = { all, until: performance.now() + keptMs }
    all.catch(() => (known = undefined))
    return all
  }
  return async (asked) => chooseOrganisation(await list(), asked ?? usual)
}
