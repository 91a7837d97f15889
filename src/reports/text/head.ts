import { verdicts } from '../../model/index.ts'
import type { Answer, Counts, ReasonCount } from '../../model/index.ts'
import { sayDay, sayReason } from '../say.ts'
import { visible } from '../visible.ts'
import type { Words } from '../words/words.ts'
import { drawBar } from './bar.ts'
import type { Paper } from './paper.ts'

const longestQuery = 200
const unknownsTold = 3

/** The question as it was taken, the four numbers in one sentence, one bar, and the numbers by reason. */
export function* writeHead(answer: Answer, words: Words, paper: Paper): Generator<string> {
  if (answer.fictional) {
    yield* paper.wrap(words.fictional).map((line) => paper.paint('loud', line))
    yield ''
  }
  yield paper.paint('heading', visible(answer.query, longestQuery))
  if (answer.asOf !== undefined) yield words.asOf(sayDay(answer.asOf))
  for (const note of answer.notes) {
    const taken = note.taken.map((text) => visible(text)).join(', ')
    const asked = note.asked === undefined ? {} : { asked: visible(note.asked) }
    yield* paper.wrap(words.notes({ ...note, ...asked }, taken))
  }
  yield ''
  if (answer.counts === null) yield* paper.wrap(words.deviceSentence(answer.inScope))
  else yield* writeCounts(answer, answer.counts, words, paper)
}

function* writeCounts(answer: Answer, counts: Counts, words: Words, paper: Paper): Generator<string> {
  const sentence = answer.question === 'flaw' ? words.flawSentence : words.partSentence
  yield* paper.wrap(sentence(counts, answer.inScope))
  if (counts.unknown > 0) yield* paper.wrap(words.unknownsWaitFor(tellUnknowns(answer, words)))
  yield ''
  const names = answer.question === 'flaw' ? words.flawVerdicts : words.partVerdicts
  if (answer.inScope > 0) yield drawBar(counts, names, paper)
  yield ''
  const numbers = new Intl.NumberFormat(words.locale)
  const column = numbers.format(answer.inScope).length
  for (const verdict of verdicts) {
    const { letter, name } = names[verdict]
    yield paper.paint(verdict, `${letter}  ${numbers.format(counts[verdict]).padStart(column)}  ${name}`)
    for (const { reason, devices } of reasonsIn(answer, verdict)) {
      const lead = `${' '.repeat(column)}  ${numbers.format(devices).padStart(column)}  `
      yield* paper.wrap(sayReason(words, answer.question, reason), lead.length, lead)
    }
  }
}

function tellUnknowns(answer: Answer, words: Words): string {
  const numbers = new Intl.NumberFormat(words.locale)
  const reasons = reasonsIn(answer, 'unknown')
  const told = reasons
    .slice(0, unknownsTold)
    .map(({ reason, devices }) => `${sayReason(words, answer.question, reason)} (${numbers.format(devices)})`)
  return [...told, ...(reasons.length > unknownsTold ? ['…'] : [])].join('; ')
}

function reasonsIn({ reasons }: Answer, verdict: ReasonCount['verdict']): ReasonCount[] {
  return reasons.filter((each) => each.verdict === verdict).toSorted((a, b) => b.devices - a.devices)
}
