import type { FlawSummary, Page, PageAsked } from '../model/index.ts'
import { advisoriesOfFlaw, findFlaw, inOrganisation, sliceOfFlaws } from '../store/index.ts'
import type { AdvisoryRow, FlawRow, Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'
import { flawSummary } from './flaw-summary.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'

/** What one source says of a flaw. `ranges` are the first ones, by package. */
export interface VulnerabilityRecord {
  readonly feed: string
  readonly key: string
  readonly summary: string
  readonly publishedAt?: string
  readonly withdrawn: boolean
  readonly references: readonly string[]
  readonly ranges: readonly { readonly key: string; readonly range: string; readonly problem?: string }[]
  readonly rangesTotal: number
}

export interface VulnerabilityDetail extends FlawSummary {
  /** The NVD's first, those withdrawn last; at most 200. */
  readonly records: readonly VulnerabilityRecord[]
  /** How many records there are in all. */
  readonly recordsTotal: number
}

/** Everything that the loaded feeds say of a flaw, by any of its names and in any case. Throws `notFound`. */
export async function readVulnerability(
  store: Store,
  { organisationId }: Organisation,
  id: string,
): Promise<VulnerabilityDetail> {
  return inOrganisation(store, organisationId, async (trx) => {
    const flaw = await findFlaw(trx, plainText(id))
    const summary = flawSummary(flaw)
    if (summary === undefined) {
      const words = `no loaded feed knows ${id.slice(0, 60)}; check the spelling, or load the feed that publishes it`
      throw new FlowError('notFound', words)
    }
    const records = await advisoriesOfFlaw(trx, flaw.members)
    return { ...summary, records: records.map(toRecord), recordsTotal: flaw.advisories }
  })
}

function toRecord({ ranges, ...row }: AdvisoryRow): VulnerabilityRecord {
  return { ...withoutNulls(row), ranges: ranges.map(withoutNulls) }
}

export interface ListVulnerabilitiesOptions {
  readonly organisation: Organisation
  /** How the name begins, in any case: `CVE-2021-44`. Absent: all. */
  readonly prefix?: string
  /** Only those for which no source gives a range that a machine can use, or only the others. */
  readonly blindSpot?: boolean
  readonly page: PageAsked
}

/** Flaws that the loaded feeds know, in the order of their names. One of several names stands at each of them. */
export async function listVulnerabilities(
  store: Store,
  { organisation, prefix = '', blindSpot, page }: ListVulnerabilitiesOptions,
): Promise<Page<FlawSummary>> {
  const slice = sliceOf(page, ['text'])
  const rows = await inOrganisation(store, organisation.organisationId, async (trx) =>
    sliceOfFlaws(trx, { prefix: plainText(prefix), ...(blindSpot === undefined ? {} : { blindSpot }) }, slice),
  )
  const toItem = ({ place: _place, ...row }: FlawRow): FlawSummary => withoutNulls(row)
  return pageOf(rows, page, { placeOf: (row) => [row.place], toItem })
}
