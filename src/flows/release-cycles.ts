import type { Page, PageAsked, ProductLifecycle, ReleaseCycle, SupportEnd } from '../model/index.ts'
import { inOrganisation, sliceOfCycles } from '../store/index.ts'
import type { CycleRow, Organisation, Store } from '../store/index.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'

/** A line of releases with its product and by what that is known. */
export interface ListedCycle extends ReleaseCycle {
  readonly product: string
  readonly title: string
  readonly category: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
}

export interface ListCyclesOptions {
  readonly organisation: Organisation
  /** Its name at the source: `debian`. Absent: all. */
  readonly product?: string
  readonly page: PageAsked
}

/** How long the releases of products are supported, in the order of product and cycle. */
export async function listReleaseCycles(
  store: Store,
  { organisation, product, page }: ListCyclesOptions,
): Promise<Page<ListedCycle>> {
  const slice = sliceOf(page, ['text', 'text'])
  const named = product === undefined ? undefined : plainText(product)
  const rows = await inOrganisation(store, organisation.organisationId, async (trx) => sliceOfCycles(trx, named, slice))
  return pageOf(rows, page, { placeOf: (row) => [row.product, row.cycle], toItem })
}

/** Lines of releases under their products. `rows` are in the order of products. */
export function toLifecycles(rows: readonly CycleRow[]): ProductLifecycle[] {
  return [...Map.groupBy(rows, (row) => row.product).values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    const { product, title, category, purls, cpes } = first
    return [{ product, title, category, purls, cpes, cycles: some.map(toItem) }]
  })
}

function toItem({ label, releasedOn, activeEnds, securityEnds, extendedEnds, latest, ...row }: CycleRow): ListedCycle {
  return {
    ...row,
    ...(label === null ? {} : { label }),
    ...(releasedOn === null ? {} : { releasedOn }),
    ...(activeEnds === null ? {} : { activeSupport: toEnd(activeEnds) }),
    ...(securityEnds === null ? {} : { securitySupport: toEnd(securityEnds) }),
    ...(extendedEnds === null ? {} : { extendedSupport: toEnd(extendedEnds) }),
    ...(latest === null ? {} : { latest }),
  }
}

function toEnd(day: string): SupportEnd {
  if (day === 'infinity') return { is: 'open' }
  return day === '-infinity' ? { is: 'ended' } : { is: 'on', day }
}
