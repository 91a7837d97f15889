import { needsOf } from '../findings/index.ts'
import type { Question } from '../findings/index.ts'
import type { Answer, Note, Settlement } from '../model/index.ts'
import { countNamed, fleetOf, isStale, namesOfModelVersions, sliceOfJudged } from '../store/index.ts'
import type { DeviceFactAsked, FleetFilter, Store, Transaction } from '../store/index.ts'
import { commonParts } from './common-parts.ts'
import type { AskOptions, Common } from './common-parts.ts'
import { flawSummary } from './flaw-summary.ts'
import { countsOf, judgeTargets, reasonsOf, targetLines } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
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

interface State {
  readonly trx: Transaction
  readonly fleet: FleetFilter
  readonly common: Common
}

/** Undefined while something that the answer stands on has not been matched yet, as when an import was killed before its rematch. */
export async function openAnswer(
  trx: Transaction,
  { store, question, options }: { readonly store: Store; readonly question: Question; readonly options: AskOptions },
): Promise<OpenAnswer | undefined> {
  const { subject, filters } = question
  const filter = { ...filters, organisationId: options.organisation.organisationId }
  const fleet = await fleetOf(trx, store.standings, filter)
  const state = { trx, fleet: filter, common: await commonParts(trx, question, { options, filter, fleet }) }
  if (subject.is === 'fleet') return aboutDevices(state)
  if (subject.is === 'device') return aboutDevices(state, subject)
  const parts = await toParts(trx, subject, filters.asOf)
  if (parts.flaw !== undefined && (await isStale(trx))) return undefined
  const judgement = await judgeTargets(trx, fleet.targets, parts)
  const about = { parts, judgement }
  return subject.is === 'words' ? aboutWords(state, question, about) : aboutParts(state, about)
}

interface About {
  readonly parts: QuestionParts
  readonly judgement: Judgement
}

const devicesNamed = 8

/** Free words that name no component may be a serial number, a host, a maker or a model; those that do may name devices as well. */
async function aboutWords(state: State, { text, filters }: Question, about: About): Promise<OpenAnswer> {
  const { trx, fleet, common } = state
  const value = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  const named = { fact: 'any', value } as const
  const { total } = await countNamed(trx, fleet, { named })
  if (total === 0) return aboutParts(state, about)
  const { parts, judgement } = about
  if (!judgement.isListed || parts.notes.some((note) => note.is === 'corrected')) return aboutDevices(state, named)
  const rows = await sliceOfJudged(trx, fleet, { named, limit: devicesNamed, after: undefined })
  const taken = rows.map((device) => device.assetTag ?? device.serial ?? device.hostName ?? device.deviceId)
  const note: Note = { is: 'alsoDevices', asked: String(total), taken }
  return aboutParts({ ...state, common: { ...common, notes: [...common.notes, note] } }, about)
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

async function aboutParts({ trx, fleet, common }: State, { parts, judgement }: About): Promise<OpenAnswer> {
  const { question, notes, flaw } = parts
  const summary = flaw === undefined ? undefined : await flawSummary(trx, flaw, common.asOf)
  const inScope = judgement.targets.reduce((sum, { devices }) => sum + devices, 0)
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
  const needs = needsOf(targetLines(judgement))
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
