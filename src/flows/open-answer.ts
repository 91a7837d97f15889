import { needsOf } from '../findings/index.ts'
import type { Question } from '../findings/index.ts'
import type { Answer, Note } from '../model/index.ts'
import { countNamed, feedsThen, fleetOf, sliceOfJudged } from '../store/index.ts'
import type { DeviceFactAsked, FleetFilter, Store, Transaction } from '../store/index.ts'
import { frameOf } from './answer-frame.ts'
import type { AnswerFrame, AskOptions } from './answer-frame.ts'
import { correctionNotes } from './corrected.ts'
import { flawSummary } from './flaw-summary.ts'
import { countsOf, judgeTargets, reasonsOf, judgedLines } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
import { supportParts } from './support-parts.ts'
import { placesInDoubt, settlementsOf } from './settlements.ts'
import { evidenceAt } from './whys.ts'
import type { EvidenceByPlace } from './whys.ts'

/** An answer while its transaction is open, so that its lists can be read from the same state of the database. */
export interface OpenAnswer {
  readonly trx: Transaction
  readonly fleet: FleetFilter
  readonly question: Answer['question']
  readonly listed: Listed
  /** The answer itself, and what the targets at the places shown with it stand on: that is read once for both. */
  readonly tell: (shown?: readonly number[]) => Promise<Told>
}

interface Told {
  readonly answer: Answer
  readonly evidence: EvidenceByPlace
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
  readonly frame: () => Promise<AnswerFrame>
}

/** Undefined while something that the answer stands on has not been matched yet, as when an import was killed before its rematch. */
export async function openAnswer(
  trx: Transaction,
  { store, question, options }: { readonly store: Store; readonly question: Question; readonly options: AskOptions },
): Promise<OpenAnswer | undefined> {
  const { subject, filters } = question
  const filter = { ...filters, organisationId: options.organisation.organisationId }
  const fleet = await fleetOf(trx, store.standings, filter)
  const feeds = await feedsThen(trx, filters.asOf)
  const frame = async (): Promise<AnswerFrame> => frameOf(trx, question, { options, filter, fleet, feeds })
  const state = { trx, fleet: filter, frame }
  if (subject.is === 'fleet') return aboutDevices(state)
  if (subject.is === 'device') return aboutDevices(state, subject)
  if (subject.is === 'support') {
    const parts = await supportParts(trx, subject, { asOf: filters.asOf, targets: fleet.targets })
    return aboutParts(state, { parts, judgement: await judgeTargets(trx, parts.targets, parts) })
  }
  const parts = await toParts(trx, subject, filters.asOf)
  if (parts.flaw !== undefined && feeds.areStale) return undefined
  const stated = parts.flaw && { organisationId: filter.organisationId, flaws: parts.flaw.same, asOf: filters.asOf }
  const judgement = await judgeTargets(trx, fleet.targets, { ...parts, ...(stated && { stated }) })
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
  const { trx, fleet } = state
  const value = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  const named = { fact: 'any', value } as const
  const { total } = await countNamed(trx, fleet, { named })
  if (total === 0) return aboutParts(state, about)
  const { parts, judgement } = about
  if (!judgement.isListed || parts.notes.some((note) => note.is === 'corrected')) return aboutDevices(state, named)
  const rows = await sliceOfJudged(trx, fleet, { named, limit: devicesNamed, after: undefined })
  const taken = rows.map((device) => device.assetTag ?? device.serial ?? device.hostName ?? device.deviceId)
  const note: Note = { is: 'alsoDevices', asked: String(total), taken }
  return aboutParts(state, { judgement, parts: { ...parts, notes: [note, ...parts.notes] } })
}

function aboutDevices({ trx, fleet, frame }: State, named?: DeviceNamed): OpenAnswer {
  const question = 'device'
  const tell = async (): Promise<Told> => {
    const { inScope, total } = await countNamed(trx, fleet, named === undefined ? {} : { named })
    const nothing = { counts: null, reasons: [], settles: [] }
    return { answer: { ...(await frame()), question, ...nothing, inScope, devicesTotal: total }, evidence: new Map() }
  }
  return { trx, fleet, question, tell, listed: { are: 'found', ...(named === undefined ? {} : { named }) } }
}

function aboutParts({ trx, fleet, frame }: State, { parts, judgement }: About): OpenAnswer {
  const { question, notes, flaw } = parts
  const tell = async (shown: readonly number[] = []): Promise<Told> => {
    const said = await frame()
    const needs = needsOf(judgedLines(judgement))
    const evidence = await evidenceAt(trx, judgement, [...shown, ...placesInDoubt(judgement, needs)])
    const summary = flaw === undefined ? undefined : flawSummary(flaw)
    const inScope = judgement.targets.reduce((sum, { devices }) => sum + devices, 0)
    const answer: Answer = {
      ...said,
      question,
      notes: [...said.notes, ...notes, ...(await correctionNotes(trx, judgement))],
      ...(summary === undefined ? {} : { flaw: summary }),
      counts: countsOf(judgement),
      inScope,
      reasons: reasonsOf(judgement),
      settles: await settlementsOf(trx, fleet, { judgement, needs, evidence }),
      devicesTotal: inScope,
    }
    return { answer, evidence }
  }
  return { trx, fleet, question, tell, listed: { are: 'judged', judgement } }
}
