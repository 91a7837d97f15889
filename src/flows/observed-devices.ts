import { NOT_SEEN_AFTER_MS } from '../inventory/index.ts'
import { isUuid } from '../model/index.ts'
import type { OrganisationId, Page, PageAsked } from '../model/index.ts'
import { countStandings, findObserved, inOrganisation, sliceOfObserved } from '../store/index.ts'
import type {
  ObservedDetailRow,
  ObservedFilter,
  ObservedRow,
  Organisation,
  StandingCounts,
  Store,
  Transaction,
} from '../store/index.ts'
import { FlowError } from './error.ts'
import { candidatesOf } from './observed-candidates.ts'
import type { CandidateSeen } from './observed-candidates.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A device on the network as lists show it. */
export interface ObservedDevice extends WithoutNulls<ObservedRow> {
  /** `notSeen`: not for 30 days. */
  readonly state: 'seen' | 'notSeen'
}

/** The same in a list, with the devices of the inventory that it is, or may be. */
export interface ObservedListed extends ObservedDevice {
  readonly candidates: readonly CandidateSeen[]
}

export interface ListObservedOptions extends Omit<ObservedFilter, 'notSeenSince'> {
  readonly organisation: Organisation
  readonly state?: 'notSeen'
  readonly now: Date
  readonly page: PageAsked
}

/** Devices on the network by maker, model and serial number. */
export async function listObserved(store: Store, options: ListObservedOptions): Promise<Page<ObservedListed>> {
  const { organisation, page, now, state, text, ...filter } = options
  const { organisationId } = organisation
  const since = state === undefined ? {} : { notSeenSince: notSeenSince(now) }
  const words = text === undefined ? {} : { text: plainText(text) }
  const asked = { ...filter, ...since, ...words, ...sliceOf(page, ['text']) }
  const { rows, candidates } = await inOrganisation(store, organisationId, async (trx) => {
    const found = await sliceOfObserved(trx, organisationId, asked)
    const matches = found.flatMap(({ match }) => match)
    return { rows: found, candidates: await candidatesOf(trx, organisationId, matches) }
  })
  const toItem = ({ place: _place, match, ...row }: (typeof rows)[number]): ObservedListed => ({
    ...toListed(row, now),
    candidates: match.flatMap((each) => candidates.get(each) ?? []),
  })
  return pageOf(rows, page, { placeOf: (row) => [row.place], toItem })
}

function notSeenSince(now: Date): string {
  return new Date(now.getTime() - NOT_SEEN_AFTER_MS).toISOString()
}

/** A row as lists show it. */
export function toListed(row: ObservedRow, now: Date): ObservedDevice {
  const isSeen = Date.parse(row.lastSeenAt) >= now.getTime() - NOT_SEEN_AFTER_MS
  return { ...withoutNulls(row), state: isSeen ? 'seen' : 'notSeen' }
}

/** Whose devices on the network are meant, and when. */
export interface ObservedAsked {
  readonly organisation: Organisation
  readonly now: Date
}

/** How the network and the inventory stand to each other, in numbers. */
export async function readStandings(store: Store, { organisation, now }: ObservedAsked): Promise<StandingCounts> {
  const { organisationId } = organisation
  return inOrganisation(store, organisationId, async (trx) => countStandings(trx, organisationId, notSeenSince(now)))
}

/** A device on the network as it is kept. Throws `notFound`. */
export async function observedOf(
  trx: Transaction,
  organisationId: OrganisationId,
  observedId: string,
): Promise<ObservedDetailRow> {
  const row = isUuid(observedId) ? await findObserved(trx, organisationId, observedId) : undefined
  if (row !== undefined) return row
  throw new FlowError(
    'notFound',
    `no device ${observedId.slice(0, 60)} on the network of this organisation; look it up in the list of observed devices`,
  )
}
