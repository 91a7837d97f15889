import { verdicts, visible } from '../../model/index.ts'
import type { Answer, Counts } from '../../model/index.ts'
import { saySentence, sayNote } from '../say-answer.ts'
import { reasonsIn, sayDay, sayReason, sayWaits, verdictsOf } from '../say.ts'
import type { Words } from '../words/words.ts'
import { drawBar } from './bar.ts'
import type { Paper } from './paper.ts'

const longestQuery = 200

/** The question as it was taken, the four numbers in one sentence, one bar, and the numbers by reason. */
export function* writeHead(answer: Answer, words: Words, paper: Paper): Generator<string> {
  if (answer.fictional) {
    yield* paper.wrap(words.fictional).map((line) => paper.paint('loud', line))
    yield ''
  }
  yield paper.paint('heading', visible(answer.query, longestQuery))
  if (answer.asOf !== undefined) yield words.asOf(sayDay(answer.asOf))
  for (const note of answer.notes) yield* paper.wrap(sayNote(words, note))
  yield ''
  yield* paper.wrap(saySentence(words, answer))
  if (answer.counts !== null) yield* writeCounts(answer, answer.counts, words, paper)
}

function* writeCounts(answer: Answer, counts: Counts, words: Words, paper: Paper): Generator<string> {
  const waits = sayWaits(words, answer)
  if (waits !== undefined) yield* paper.wrap(waits)
  yield ''
  const names = verdictsOf(words, answer.question)
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
