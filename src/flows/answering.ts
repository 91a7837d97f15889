import { readQuestion } from '../findings/index.ts'
import { inSnapshot, isToCome, isUncorrected, lookBackTo } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import type { AskOptions } from './answer-frame.ts'
import { bringCorrections } from './corrections.ts'
import { openAnswer } from './open-answer.ts'
import type { OpenAnswer } from './open-answer.ts'
import { rematch } from './rematch.ts'

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
  const { question } = reading
  const { asOf } = question.filters
  const { organisationId } = options.organisation
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const done = await inSnapshot(store, organisationId, async (trx): Promise<Outcome<T>> => {
      if (asOf !== undefined && (await isToCome(trx, beginOf(asOf)))) return stillToCome(asOf)
      if (asOf !== undefined) await lookBackTo(trx, asOf)
      else if (await isUncorrected(trx, organisationId)) return { is: 'busy' }
      const open = await openAnswer(trx, { store, question, options })
      return open === undefined ? { is: 'busy' } : { is: 'answer', value: await work(open) }
    })
    if (done.is !== 'busy') return done
    await bringCorrections(store, organisationId)
    await rematch(store, 'stale')
  }
  return { is: 'busy' }
}

/** A day is asked about as its last moment; it can be asked about from its first one on. */
function beginOf(asOf: string): string {
  return asOf.replace('T23:59:59.999Z', 'T00:00:00.000Z')
}

function stillToCome(asOf: string): { readonly is: 'notUnderstood'; readonly message: string } {
  const when = asOf.endsWith('T23:59:59.999Z') ? asOf.slice(0, 10) : asOf
  return {
    is: 'notUnderstood',
    message: `as-of:${when} is still to come (days are those of UTC). Ask for a day that has begun, or leave it out for what is known now.`,
  }
}
