import { visible } from '../model/index.ts'
import type { FlawSummary } from '../model/index.ts'
import type { ExportOptions } from './exporter.ts'
import { writeFlaw } from './text/flaw.ts'
import { toPaper } from './text/paper.ts'
import { wordsOf } from './words/of.ts'

/** A flaw with what each source says of it. */
export interface DescribedFlaw extends FlawSummary {
  readonly records: readonly {
    readonly feed: string
    readonly key: string
    readonly withdrawn: boolean
    readonly ranges: readonly { readonly key: string; readonly range: string; readonly problem?: string }[]
    readonly rangesTotal: number
  }[]
}

/** What the feeds say of a flaw, for a person: in short, then each source with the packages and versions that it names. */
export function* renderFlaw(flaw: DescribedFlaw, options: ExportOptions): Generator<string> {
  const words = wordsOf(options.language)
  const paper = toPaper(options)
  for (const line of writeFlaw(flaw, words, paper)) yield `${line}\n`
  for (const { feed, key, withdrawn, ranges, rangesTotal } of flaw.records) {
    yield `\n${paper.paint('loud', `${visible(feed)} ${visible(key)}`)}${withdrawn ? ` (${words.reasons.withdrawn})` : ''}\n`
    const lines = ranges.map((range) =>
      [
        range.key,
        range.range,
        ...(range.problem === undefined || range.problem === range.range ? [] : [`[${range.problem}]`]),
      ].join('  '),
    )
    for (const line of lines) yield* paper.wrap(visible(line), 2).map((each) => `${each}\n`)
    if (rangesTotal > ranges.length) yield `  … (${rangesTotal})\n`
    if (rangesTotal === 0 && !withdrawn) yield `  ${words.reasons.noRange}\n`
  }
}
