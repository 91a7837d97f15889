import { sayFeedDate } from '../reports/index.ts'
import type { Language, SaidFeedDate } from '../reports/index.ts'
import { feedStatus as readStatus, inKnowledge, inOrganisation, sliceOfJudged } from '../store/index.ts'
import type { DeviceRow, FeedStatus, Organisation, Store } from '../store/index.ts'
import { toFeedDates } from './common-parts.ts'

/** What is loaded from each feed, and how fresh it is. */
export async function feedStatus(store: Store): Promise<FeedStatus[]> {
  return inKnowledge(store, async (trx) => readStatus(trx))
}

/** The same, a line for each feed, in words too. */
export async function listFeeds(store: Store, language: Language): Promise<SaidFeedDate[]> {
  return toFeedDates(await feedStatus(store)).map((each) => sayFeedDate(each, language))
}

const mostNamed = 1_000

/** The devices that a serial number, asset tag, address or host name names, to attach an SBOM to one. */
export async function devicesNamed(store: Store, { organisationId }: Organisation, text: string): Promise<DeviceRow[]> {
  const asked = { named: { fact: 'any', value: text }, limit: mostNamed, after: undefined } as const
  return inOrganisation(store, organisationId, async (trx) => sliceOfJudged(trx, { organisationId }, asked))
}
