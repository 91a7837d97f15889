import type { Answer } from '../../model/index.ts'
import { sayFeed, saySettlement } from '../say-answer.ts'
import type { Words } from '../words/words.ts'
import type { Paper } from './paper.ts'

const settlementsTold = 5

/** What is out of scope, what would settle most, the age of each feed, and last the sentence on care. */
export function* writeFoot(answer: Answer, words: Words, paper: Paper, all: boolean): Generator<string> {
  const { scrapped, noSoftware } = answer.outOfScope
  yield ''
  if (scrapped + noSoftware > 0) yield* paper.wrap(words.outOfScope(scrapped, noSoftware))
  const settles = all ? answer.settles : answer.settles.slice(0, settlementsTold)
  if (settles.length > 0) {
    yield ''
    yield paper.paint('heading', words.headings.settles)
    for (const settlement of settles) yield* paper.wrap(saySettlement(words, settlement), 2, '- ')
  }
  yield ''
  yield paper.paint('heading', words.headings.feeds)
  if (answer.feeds.length === 0) yield words.noFeed
  for (const feed of answer.feeds) yield* paper.wrap(sayFeed(words, feed))
  yield ''
  yield words.safety
}
