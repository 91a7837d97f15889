import { readQuestion, truthTable } from '../findings/index.ts'
import type { Question } from '../findings/index.ts'
import type { Answer, FeedDate, Note } from '../model/index.ts'
import {
  countOutOfScope,
  evidenceOf,
  feedStatus,
  namesInFleet,
  hasDevices,
  firstLoadAt,
  findDevices,
  hasAdvisories,
  inOrganisation,
  isStale,
  listDevices,
  partition,
  targetsOf,
} from '../store/index.ts'
import type {
  DeviceRow,
  FeedStatus,
  FleetFilter,
  Organisation,
  PartitionRequest,
  Store,
  Targets,
  Transaction,
} from '../store/index.ts'
import { fullAnswer } from './full-answer.ts'
import type { Common } from './full-answer.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
import { rematch } from './rematch.ts'
import { withoutNulls } from './without-nulls.ts'

export interface AskOptions {
  readonly organisation: Organisation
  readonly text: string
  /** The fleet is invented: said on every answer. */
  readonly fictional: boolean
}

export type Asked =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'notUnderstood'; readonly message: string }
  /** Feeds are being loaded faster than they can be matched: ask again in a minute. */
  | { readonly is: 'busy' }

/** Answers a question for the whole fleet of an organisation: every device in scope in exactly one class, with the reason. */
export async function ask(store: Store, options: AskOptions): Promise<Asked> {
  const reading = readQuestion(options.text)
  if (reading.is === 'notUnderstood') return reading
  const { question } = reading
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const answer = await inOrganisation(store, options.organisation.organisationId, async (trx) => {
      await trx.client.query('set transaction isolation level repeatable read, read only')
      return answerQuestion(trx, question, options)
    })
    if (answer !== undefined) return { is: 'answer', answer }
    await rematch(store, 'stale')
  }
  return { is: 'busy' }
}

/** While feeds are being loaded there is always something new to match; what is not matched yet must not pass for absent. */
const MOST_ROUNDS = 8

/** Undefined while something that the answer stands on has not been matched yet, as when an import was killed before its rematch. */
async function answerQuestion(trx: Transaction, question: Question, options: AskOptions): Promise<Answer | undefined> {
  const { subject, filters } = question
  const fleet = { ...filters, organisationId: options.organisation.organisationId }
  const common = await commonParts(trx, question, options, fleet)
  if (subject.is === 'fleet') return deviceAnswer(common, await listDevices(trx, fleet))
  if (subject.is === 'device') return deviceAnswer(common, await findDevices(trx, fleet, subject.fact, subject.value))
  const parts = await toParts(trx, subject, filters.asOf)
  if (parts.flaw !== undefined && (await isStale(trx))) return undefined
  const request = toRequest(parts, await targetsOf(trx, fleet), filters.asOf)
  const targets = await partition(trx, request)
  const evidence = await evidenceOf(trx, request)
  const found = { common, parts, fleet, targets, evidence }
  if (subject.is !== 'words') return fullAnswer(trx, found)
  const devices = await findByWords(trx, fleet, question)
  const isGuess = evidence.length === 0 || parts.notes.some((note) => note.is === 'corrected')
  if (devices.length > 0 && isGuess) return deviceAnswer(common, devices)
  return fullAnswer(trx, { ...found, common: { ...common, notes: [...common.notes, ...alsoDevices(devices)] } })
}

async function commonParts(
  trx: Transaction,
  { text, filters }: Question,
  options: AskOptions,
  fleet: FleetFilter,
): Promise<Common> {
  const feeds = await feedStatus(trx, filters.asOf)
  const notes = [...(await feedNotes(trx, filters.asOf)), ...(await deviceNotes(trx, fleet))]
  return {
    query: text,
    organisation: options.organisation,
    fictional: options.fictional,
    ...(filters.asOf === undefined ? {} : { asOf: filters.asOf }),
    outOfScope: await countOutOfScope(trx, fleet),
    feeds: toFeedDates(feeds),
    notes,
  }
}

async function feedNotes(trx: Transaction, asOf: string | undefined): Promise<Note[]> {
  if (await hasAdvisories(trx, asOf)) return []
  const first = await firstLoadAt(trx)
  return asOf === undefined || first === undefined
    ? [{ is: 'noFeeds', taken: [] }]
    : [{ is: 'noFeedsThen', taken: [first] }]
}

/** A filter that leaves no device may be a typing error, and must not read as "none affected". */
async function deviceNotes(trx: Transaction, fleet: FleetFilter): Promise<Note[]> {
  if (await hasDevices(trx, fleet)) return []
  const columns = (['site', 'ward', 'maker', 'model'] as const).filter((column) => fleet[column] !== undefined)
  if (columns.length === 0) return [{ is: 'noDevice', taken: [] }]
  const notes: Note[] = []
  for (const column of columns) {
    notes.push({
      is: 'noDevice',
      asked: `${column}:${fleet[column] ?? ''}`,
      taken: await namesInFleet(trx, fleet, column),
    })
  }
  return notes
}

/** One line for each feed: a feed of many files has the date of the oldest too, since an answer is as old as that. */
function toFeedDates(loads: readonly FeedStatus[]): FeedDate[] {
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

/** Free words that name no component may be a serial number, a host, a maker or a model. */
async function findByWords(trx: Transaction, fleet: FleetFilter, { text, filters }: Question): Promise<DeviceRow[]> {
  const words = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  return findDevices(trx, fleet, 'any', words)
}

const devicesNamed = 8

/** Free words that are in SBOMs may name devices as well: these are told of beside the answer. */
function alsoDevices(devices: readonly DeviceRow[]): Note[] {
  const names = devices.map((device) => device.assetTag ?? device.serial ?? device.hostName ?? device.deviceId)
  return names.length === 0
    ? []
    : [{ is: 'alsoDevices', asked: String(names.length), taken: names.slice(0, devicesNamed) }]
}

function toRequest(
  { judged, question, known, layers, isPackaged, digests }: QuestionParts,
  targets: Targets,
  asOf: string | undefined,
): PartitionRequest {
  const day = asOf === undefined ? {} : { asOf }
  return { targets, ...day, judged, question, known, layers, isPackaged, digests, rules: truthTable }
}

function deviceAnswer(common: Common, rows: readonly DeviceRow[]): Answer {
  return {
    ...common,
    question: 'device',
    counts: null,
    inScope: rows.filter((row) => row.scope === 'inScope').length,
    reasons: [],
    modelVersions: [],
    settles: [],
    devices: rows.map((row) => ({ ...withoutNulls(row), verdict: null, why: [], whyTotal: 0 })),
  }
}
