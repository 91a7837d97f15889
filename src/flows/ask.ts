import { verdicts as allVerdicts } from '../model/index.ts'
import type {
  Answer,
  AnsweredDevice,
  Counts,
  ModelVersionVerdict,
  Page,
  PageAsked,
  Verdict,
  WardCounts,
} from '../model/index.ts'
import { sliceOfWards } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { answered, pageOfAnswer, placesShown, rowsOfAnswer } from './answer-devices.ts'
import type { DevicesAsked } from './answer-devices.ts'
import { named } from './answer-lists.ts'
import { answering } from './answering.ts'
import type { Outcome } from './answering.ts'
import type { OpenAnswer } from './open-answer.ts'
import type { AskOptions } from './answer-frame.ts'
import { FlowError } from './error.ts'
import { linesOf, rankOf, verdictMapOf } from './judgement.ts'
import type { Line } from './judgement.ts'
import { pageOf, placeAfter, sliceOf } from './page.ts'

export type Asked =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'notUnderstood'; readonly message: string }
  | { readonly is: 'busy' }

/** Answers a question for the whole fleet of an organisation: every device in scope in exactly one class, with the reasons. */
export async function ask(store: Store, options: AskOptions): Promise<Asked> {
  const outcome = await answering(store, options, async (open) => (await open.tell()).answer)
  return outcome.is === 'answer' ? { is: 'answer', answer: outcome.value } : outcome
}

/** Which classes need an act: these devices are listed first. */
const toActOn = ['affected', 'unknown'] as const

/** An answer with the first page of the devices to act on: affected first, then those that cannot be told. */
export interface AskedPage {
  readonly answer: Answer
  readonly devices: Page<AnsweredDevice>
}

/** Answers a question, with the first devices. Throws `notUnderstood` and `stillMatching`, as all that follow. */
export async function askPage(store: Store, { limit, ...options }: AskOptions & { limit: number }): Promise<AskedPage> {
  return told(store, options, async (open) => {
    const { items: rows, ...next } = await rowsOfAnswer(open, { verdicts: toActOn }, { limit })
    const { answer, evidence } = await open.tell(placesShown(open, rows))
    return { answer, devices: { items: await answered(open, rows, evidence), ...next } }
  })
}

/** Part of a list of an answer, and what kind of question it answers: reasons are told by that. */
export interface AnsweredList<T> extends Page<T> {
  readonly question: Answer['question']
}

/** A page of the devices of an answer: class after class, the worst first, each by site, ward, maker, model and asset tag. */
export async function askDevices(
  store: Store,
  { page, verdicts, site, ward, ...options }: AskOptions & DevicesAsked & { readonly page: PageAsked },
): Promise<AnsweredList<AnsweredDevice>> {
  const asked = {
    ...(verdicts === undefined ? {} : { verdicts }),
    ...(site === undefined ? {} : { site }),
    ...(ward === undefined ? {} : { ward }),
  }
  return told(store, options, async (open) => ({
    question: open.question,
    ...(await pageOfAnswer(open, asked, page)),
  }))
}

/** A page of the answer by model version: the worst class first, in it the one with most devices. */
export async function askModels(
  store: Store,
  {
    page,
    verdicts = allVerdicts,
    ...options
  }: AskOptions & { readonly page: PageAsked; readonly verdicts?: readonly Verdict[] },
): Promise<AnsweredList<ModelVersionVerdict>> {
  const after = placeAfter(page, ['integer', 'integer', 'integer', 'text'])
  return told(store, options, async ({ trx, fleet, listed, question }) => {
    if (listed.are === 'found') return { question, items: [] }
    const lines = linesOf(listed.judgement)
      .filter(({ verdict }) => verdicts.includes(verdict))
      .sort((a, b) => comparePlaces(placeOfLine(a), placeOfLine(b)))
    const begun = after === undefined ? 0 : lines.findIndex((line) => comparePlaces(placeOfLine(line), after) > 0)
    const some = begun === -1 ? [] : lines.slice(begun, begun + page.limit + 1)
    const { items, next } = pageOf(some, page, { placeOf: placeOfLine, toItem: (line) => line })
    return { question, items: await named(trx, fleet, items), ...(next === undefined ? {} : { next }) }
  })
}

function placeOfLine({ verdict, devices, modelVersionId, reason }: Line): (number | string)[] {
  return [rankOf(verdict), -devices, modelVersionId, reason]
}

function comparePlaces(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index]
    if (typeof one === 'number' && typeof other === 'number' && one !== other) return one - other
    if (typeof one === 'string' && typeof other === 'string' && one !== other) return one < other ? -1 : 1
  }
  return 0
}

/** The counts of each site and ward, by their names; those that an equipment list does not name come last. */
export async function askWards(
  store: Store,
  { page, ...options }: AskOptions & { readonly page: PageAsked },
): Promise<Page<WardCounts>> {
  const slice = sliceOf(page, ['text', 'text'])
  return told(store, options, async ({ trx, fleet, listed }) => {
    if (listed.are === 'found') return { items: [] }
    const rows = await sliceOfWards(trx, fleet, { ...verdictMapOf(listed.judgement), ...slice })
    return pageOf(rows, page, {
      placeOf: (row) => [row.siteKey, row.wardKey],
      toItem: ({ site, ward, affected, unknown, notListed, notAffected }) => ({
        ...(site === null ? {} : { site }),
        ...(ward === null ? {} : { ward }),
        counts: { affected, unknown, notListed, notAffected } satisfies Counts,
      }),
    })
  })
}

async function told<T>(store: Store, options: AskOptions, work: (open: OpenAnswer) => Promise<T>): Promise<T> {
  return orThrow(await answering(store, options, work))
}

/** What came of a question, or the error that says why nothing did. */
export function orThrow<T>(outcome: Outcome<T>): T {
  switch (outcome.is) {
    case 'answer':
      return outcome.value
    case 'notUnderstood':
      throw new FlowError('notUnderstood', outcome.message)
    case 'busy':
      throw new FlowError('stillMatching', stillMatching)
  }
}

/** What to do when feeds come faster than they can be matched. */
export const stillMatching =
  'feeds are being loaded at this moment and are not all matched yet, so nobody can answer: ask again when that is done'
