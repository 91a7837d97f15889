import { visible } from '../../model/index.ts'
import type { FlawSummary } from '../../model/index.ts'
import { sayDay } from '../say.ts'
import type { Words } from '../words/words.ts'
import type { Paper } from './paper.ts'

const longestSummary = 600
const namesTold = 12
const sourcesTold = 8

/** What the feeds say of the flaw: its names, what it is, how grave, whether exploited, and who says so. */
export function* writeFlaw(flaw: FlawSummary, words: Words, paper: Paper): Generator<string> {
  yield ''
  yield paper.paint('heading', words.headings.flaw)
  const others = flaw.names.filter((name) => name !== flaw.id)
  yield* paper.wrap(
    [visible(flaw.id), ...(others.length === 0 ? [] : [words.alsoNamed(list(others, namesTold))])].join(', '),
  )
  if (flaw.summary !== '') yield* paper.wrap(visible(flaw.summary, longestSummary))
  for (const line of gravityOf(flaw, words)) yield* paper.wrap(line)
  if (flaw.sources.length > 0) yield* paper.wrap(words.says(list(flaw.sources, sourcesTold)))
  if (flaw.blindSpot) yield* paper.wrap(words.blindSpot)
}

function gravityOf({ cvss, exploitedSince, epssProbability, ssvc }: FlawSummary, words: Words): string[] {
  const percent = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 })
  return [
    ...(cvss === undefined ? [] : [words.cvss(cvss.base.toFixed(1), visible(cvss.vector), visible(cvss.source))]),
    ...(exploitedSince === undefined ? [] : [words.exploited(sayDay(exploitedSince))]),
    ...(epssProbability === undefined ? [] : [words.epss(percent.format(Math.floor(epssProbability * 1000) / 10))]),
    ...(ssvc === undefined ? [] : [words.ssvc({ ...ssvc, source: visible(ssvc.source) })]),
  ]
}

function list(texts: readonly string[], limit: number): string {
  const told = texts.slice(0, limit).map((text) => visible(text))
  return [...told, ...(texts.length > limit ? [`… (${texts.length})`] : [])].join(', ')
}
