import { needsOf, readQuestion, truthTable } from '../findings/index.ts'
import type { Question } from '../findings/index.ts'
import type { Answer, Note, Settlement } from '../model/index.ts'
import {
  countNamed,
  inOrganisation,
  isStale,
  namesOfModelVersions,
  partition,
  sliceOfJudged,
  targetsOf,
} from '../store/index.ts'
import type { DeviceFactAsked, FleetFilter, PartitionRequest, Store, Targets, Transaction } from '../store/index.ts'
import { commonParts } from './common-parts.ts'
import type { AskOptions, Common } from './common-parts.ts'
import { flawSummary } from './flaw-summary.ts'
import { countsOf, linesOf, reasonsOf } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
import { rematch } from './rematch.ts'
import { doubtfulComponents } from './whys.ts'

/** An answer while its transaction is open, so that its lists can be read from the same state of the database. */
export interface OpenAnswer {
  readonly trx: Transaction
  readonly fleet: FleetFilter
  readonly answer: Answer
  readonly listed: Listed
}

/** What the devices of an answer are: all in scope, each in its class, or those that a question about devices found. */
export type Listed =
  | { readonly are: 'judged'; readonly judgement: Judgement }
  | { readonly are: 'found'; readonly named?: DeviceNamed }

interface DeviceNamed {
  readonly fact: DeviceFactAsked
  readonly value: string
}

/** What came of a question. */
export type Outcome<T> =
  | { readonly is: 'answer'; readonly value: T }
  | { readonly is: 'notUnderstood'; readonly message: string }
  /** Feeds are being loaded faster than they can be matched: ask again in a minute. */
  | { readonly is: 'busy' }

/** While feeds are being loaded there is always something new to match; what is not matched yet must not pass for absent. */
const MOST_ROUNDS = 8

/** Answers a question and works on the answer, all in one state of the database. */
export async function answering<T>(
  store: Store,
  options: AskOptions,
  work: (open: OpenAnswer) => Promise<T>,
): Promise<Outcome<T>> {
  const reading = readQuestion(options.text)
  if (reading.is === 'notUnderstood') return reading
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const done = await inOrganisation(store, options.organisation.organisationId, async (trx) => {
      await trx.client.query('set transaction isolation level repeatable read, read only')
      const open = await openAnswer(trx, reading.question, options)
      return open === undefined ? undefined : { value: await work(open) }
    })
    if (done !== undefined) return { is: 'answer', ...done }
    await rematch(store, 'stale')
  }
  return { is: 'busy' }
}

/** Undefined while something that the answer stands on has not been matched yet, as when an import was killed before its rematch. */
async function openAnswer(trx: Transaction, question: Question, options: AskOptions): Promise<OpenAnswer | undefined> {
  const { subject, filters } = question
  const fleet = { ...filters, organisationId: options.organisation.organisationId }
  const state = { trx, fleet, common: await commonParts(trx, question, options, fleet) }
  if (subject.is === 'fleet') return aboutDevices(state)
  if (subject.is === 'device') return aboutDevices(state, subject)
  const parts = await toParts(trx, subject, filters.asOf)
  if (parts.flaw !== undefined && (await isStale(trx))) return undefined
  const request = toRequest(parts, await targetsOf(trx, fleet), filters.asOf)
  const judgement = { parts, request, ...(await partition(trx, request)) }
  return subject.is === 'words' ? aboutWords(state, question, judgement) : aboutParts(state, judgement)
}

interface State {
  readonly trx: Transaction
  readonly fleet: FleetFilter
  readonly common: Common
}

const devicesNamed = 8

/** Free words that name no component may be a serial number, a host, a maker or a model; those that do may name devices as well. */
async function aboutWords(state: State, question: Question, judgement: Judgement): Promise<OpenAnswer> {
  const { trx, fleet, common } = state
  const { text, filters } = question
  const value = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  const named = { fact: 'any', value } as const
  const { total } = await countNamed(trx, fleet, { named })
  if (total === 0) return aboutParts(state, judgement)
  const isGuess = !judgement.isListed || judgement.parts.notes.some((note) => note.is === 'corrected')
  if (isGuess) return aboutDevices(state, named)
  const rows = await sliceOfJudged(trx, fleet, { named, limit: devicesNamed, after: undefined })
  const taken = rows.map((device) => device.assetTag ?? device.serial ?? device.hostName ?? device.deviceId)
  const note: Note = { is: 'alsoDevices', asked: String(total), taken }
  return aboutParts({ ...state, common: { ...common, notes: [...common.notes, note] } }, judgement)
}

async function aboutDevices({ trx, fleet, common }: State, named?: DeviceNamed): Promise<OpenAnswer> {
  const { inScope, total } = await countNamed(trx, fleet, named === undefined ? {} : { named })
  const answer: Answer = {
    ...common,
    question: 'device',
    counts: null,
    inScope,
    reasons: [],
    settles: [],
    devicesTotal: total,
  }
  return { trx, fleet, answer, listed: { are: 'found', ...(named === undefined ? {} : { named }) } }
}

async function aboutParts({ trx, fleet, common }: State, judgement: Judgement): Promise<OpenAnswer> {
  const { question, notes, flaw } = judgement.parts
  const summary = flaw === undefined ? undefined : await flawSummary(trx, flaw, common.asOf)
  const inScope = judgement.targets.reduce((sum, target) => sum + target.devices, 0)
  const answer: Answer = {
    ...common,
    question,
    notes: [...common.notes, ...notes],
    ...(summary === undefined ? {} : { flaw: summary }),
    counts: countsOf(judgement),
    inScope,
    reasons: reasonsOf(judgement),
    settles: await settlementsOf(trx, fleet, judgement),
    devicesTotal: inScope,
  }
  return { trx, fleet, answer, listed: { are: 'judged', judgement } }
}

async function settlementsOf(trx: Transaction, fleet: FleetFilter, judgement: Judgement): Promise<Settlement[]> {
  const needs = needsOf(linesOf(judgement))
  const ids = needs.flatMap(({ modelVersionId }) => modelVersionId ?? [])
  const ofComponent = needs.flatMap(({ modelVersionId, isOfComponent }) =>
    isOfComponent ? (modelVersionId ?? []) : [],
  )
  const names = await namesOfModelVersions(trx, fleet, [...new Set(ids)])
  const components = await doubtfulComponents(trx, judgement, new Set(ofComponent))
  return needs.map(({ need, devices, modelVersionId = 0, isOfComponent }) => {
    const name = names.get(modelVersionId)
    const component = isOfComponent ? components.get(modelVersionId) : undefined
    return {
      need,
      devices,
      ...(name === undefined ? {} : { maker: name.maker, model: name.model }),
      ...(name === undefined || name.version === null || need === 'version' ? {} : { version: name.version }),
      ...(component === undefined ? {} : { component }),
    }
  })
}

function toRequest(
  { judged, question, known, layers, isPackaged, digests }: QuestionParts,
  targets: Targets,
  asOf: string | undefined,
): PartitionRequest {
  const day = asOf === undefined ? {} : { asOf }
  return { targets, ...day, judged, question, known, layers, isPackaged, digests, rules: truthTable }
}
