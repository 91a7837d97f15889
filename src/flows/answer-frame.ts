import type { Question } from '../findings/index.ts'
import type { Answer, FeedDate, Note } from '../model/index.ts'
import { countDoubts, firstLoadAt, namesInFleet } from '../store/index.ts'
import type { FeedStatus, FeedsThen, Fleet, FleetFilter, Organisation, Transaction } from '../store/index.ts'

/** Who asks what. */
export interface AskOptions {
  readonly organisation: Organisation
  readonly text: string
  /** The fleet is invented: said on every answer. */
  readonly fictional: boolean
}

/** What every answer says, whatever was asked. */
export type AnswerFrame = Pick<
  Answer,
  'query' | 'organisation' | 'fictional' | 'asOf' | 'outOfScope' | 'feeds' | 'notes'
>

interface FrameGround {
  readonly options: AskOptions
  readonly filter: FleetFilter
  readonly fleet: Fleet
  readonly feeds: FeedsThen
}

/** What is said beside the answer itself: what is out of scope, how fresh the feeds are, what may be a mistake in the question. */
export async function frameOf(
  trx: Transaction,
  { text, filters }: Question,
  { options, filter, fleet, feeds }: FrameGround,
): Promise<AnswerFrame> {
  const notes = [
    ...(feeds.haveAdvisories ? [] : [await feedNote(trx, filters.asOf)]),
    ...(isEmpty(fleet) ? await deviceNotes(trx, filter) : []),
    ...(filters.asOf === undefined ? await networkNotes(trx, filter) : []),
  ]
  return {
    query: text,
    organisation: options.organisation,
    fictional: options.fictional,
    ...(filters.asOf === undefined ? {} : { asOf: filters.asOf }),
    outOfScope: fleet.outOfScope,
    feeds: toFeedDates(feeds.loads),
    notes,
  }
}

function isEmpty({ targets, outOfScope }: Fleet): boolean {
  return targets.length === 0 && outOfScope.scrapped === 0 && outOfScope.noSoftware === 0
}

async function feedNote(trx: Transaction, asOf: string | undefined): Promise<Note> {
  const first = await firstLoadAt(trx)
  return asOf === undefined || first === undefined
    ? { is: 'noFeeds', taken: [] }
    : { is: 'noFeedsThen', taken: [first] }
}

/** Devices that no answer counts yet, and those whose version is in doubt: nobody may take the counts for all there is. */
async function networkNotes(trx: Transaction, { organisationId }: FleetFilter): Promise<Note[]> {
  const { uncounted, ofOtherVersions } = await countDoubts(trx, organisationId)
  return [
    ...(uncounted === 0 ? [] : [{ is: 'seenNotCounted', asked: String(uncounted), taken: [] } as const]),
    ...(ofOtherVersions === 0 ? [] : [{ is: 'otherVersionsSeen', asked: String(ofOtherVersions), taken: [] } as const]),
  ]
}

/** A filter that leaves no device may be a typing error, and must not read as "none affected". */
async function deviceNotes(trx: Transaction, filter: FleetFilter): Promise<Note[]> {
  const columns = (['site', 'ward', 'maker', 'model'] as const).filter((column) => filter[column] !== undefined)
  if (columns.length === 0) return [{ is: 'noDevice', taken: [] }]
  const notes: Note[] = []
  for (const column of columns) {
    notes.push({
      is: 'noDevice',
      asked: `${column}:${filter[column] ?? ''}`,
      taken: await namesInFleet(trx, filter, column),
    })
  }
  return notes
}

/** One line for each feed: a feed of many files has the date of the oldest too, since an answer is as old as that. */
export function toFeedDates(loads: readonly FeedStatus[]): FeedDate[] {
  return [...Map.groupBy(loads, (load) => load.feed)].map(([feed, files]) => {
    const dates = files.map((file) => file.loadedAt).toSorted()
    const newest = files.flatMap((file) => file.newestAt ?? []).toSorted()
    const [loadedAt = '', oldestLoadedAt = '', newestAt] = [dates.at(-1), dates[0], newest.at(-1)]
    return {
      feed,
      loadedAt,
      records: files.reduce((sum, file) => sum + file.records, 0),
      ...(oldestLoadedAt.slice(0, 10) === loadedAt.slice(0, 10) ? {} : { oldestLoadedAt }),
      ...(newestAt === undefined ? {} : { newestAt }),
    }
  })
}
