import { readQuestion, truthTable } from '../findings/index.ts'
import type { Filters, Question } from '../findings/index.ts'
import type { Answer, Note } from '../model/index.ts'
import {
  countOutOfScope,
  evidenceOf,
  feedStatus,
  findDevices,
  hasAdvisories,
  inOrganisation,
  isStale,
  listDevices,
  partition,
} from '../store/index.ts'
import type { DeviceRow, FleetFilter, Organisation, PartitionRequest, Store, Transaction } from '../store/index.ts'
import { fullAnswer, withoutNulls } from './full-answer.ts'
import type { Common } from './full-answer.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
import { rematch } from './rematch.ts'

export interface AskOptions {
  readonly organisation: Organisation
  readonly text: string
  /** The fleet is invented: said on every answer. */
  readonly fictional: boolean
}

export type Asked =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'notUnderstood'; readonly message: string }

/** Answers a question for the whole fleet of an organisation: every device in scope in exactly one class, with the reason. */
export async function ask(store: Store, options: AskOptions): Promise<Asked> {
  const reading = readQuestion(options.text)
  if (reading.is === 'notUnderstood') return reading
  const { question } = reading
  for (;;) {
    const answer = await inOrganisation(store, options.organisation.organisationId, async (trx) => {
      await trx.client.query('set transaction isolation level repeatable read, read only')
      return answerQuestion(trx, question, options)
    })
    if (answer !== undefined) return { is: 'answer', answer }
    await rematch(store, 'stale')
  }
}

/** Undefined while something that the answer stands on has not been matched yet, as when an import was killed before its rematch. */
async function answerQuestion(trx: Transaction, question: Question, options: AskOptions): Promise<Answer | undefined> {
  const { subject, filters } = question
  const fleet = { ...filters, organisationId: options.organisation.organisationId }
  const common = await commonParts(trx, question, options, fleet)
  if (subject.is === 'fleet') return deviceAnswer(common, await listDevices(trx, fleet))
  if (subject.is === 'device') return deviceAnswer(common, await findDevices(trx, fleet, subject.fact, subject.value))
  const parts = await toParts(trx, subject, filters.asOf)
  if (parts.flaw !== undefined && (await isStale(trx))) return undefined
  const request = toRequest(parts, fleet)
  const targets = await partition(trx, request)
  const evidence = await evidenceOf(trx, request)
  if (subject.is === 'words' && evidence.length === 0) {
    const devices = await findByWords(trx, fleet, question)
    if (devices.length > 0) return deviceAnswer(common, devices)
  }
  return fullAnswer(trx, { common, parts, fleet, targets, evidence })
}

async function commonParts(
  trx: Transaction,
  { text, filters }: Question,
  options: AskOptions,
  fleet: FleetFilter,
): Promise<Common> {
  const feeds = await feedStatus(trx, filters.asOf)
  const notes: Note[] = (await hasAdvisories(trx, filters.asOf)) ? [] : [{ is: 'noFeeds', taken: [] }]
  return {
    query: text,
    organisation: options.organisation,
    fictional: options.fictional,
    ...(filters.asOf === undefined ? {} : { asOf: filters.asOf }),
    outOfScope: await countOutOfScope(trx, fleet),
    feeds: feeds.map(({ feed, loadedAt, newestAt, records }) => ({
      feed,
      loadedAt,
      records,
      ...(newestAt === null ? {} : { newestAt }),
    })),
    notes,
  }
}

/** Free words that name no component may be a serial number, a host, a maker or a model. */
async function findByWords(trx: Transaction, fleet: FleetFilter, { text, filters }: Question): Promise<DeviceRow[]> {
  const words = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  return findDevices(trx, fleet, 'any', words)
}

function toRequest(
  { judged, question, known, layers, digests }: QuestionParts,
  fleet: FleetFilter & Filters,
): PartitionRequest {
  return { fleet, judged, question, known, layers, digests, rules: truthTable }
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
