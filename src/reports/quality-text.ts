import { visible } from '../model/index.ts'
import type { CheckOutcome, ComponentQuality, QualityLine, SbomQuality } from '../model/index.ts'
import type { ExportOptions } from './exporter.ts'
import { toPaper } from './text/paper.ts'
import type { Paper, Style } from './text/paper.ts'
import { qualityWords } from './words/quality.ts'
import type { QualityWords } from './words/quality.ts'

const shownFolded = 20
const nameWidth = 34

/** An SBOM beside checklists, for a person: a line for each thing that is asked for, then the components of which something is missing. */
export function* renderQuality(
  { quality, misses }: { readonly quality: SbomQuality; readonly misses: readonly ComponentQuality[] },
  options: ExportOptions,
): Generator<string> {
  const words = qualityWords[options.language]
  const numbers = new Intl.NumberFormat(words.locale)
  const paper = toPaper(options)
  yield `${words.head(numbers.format(quality.components))}\n`
  for (const { id, edition, lines } of quality.checklists) {
    yield `\n${paper.paint('heading', words.checklists[id])}  ${paper.paint('quiet', edition)}\n`
    for (const line of lines) yield* textOf(line, { words, paper, numbers })
  }
  const shown = misses.slice(0, options.all ? misses.length : shownFolded)
  if (shown.length > 0) yield `\n${paper.paint('heading', words.missing)}\n`
  for (const each of shown) yield componentText(each, words)
  if (misses.length > shown.length) yield `  ${words.more(numbers.format(misses.length - shown.length))}\n`
  yield '\n'
  for (const line of paper.wrap(words.noGrade)) yield `${line}\n`
}

interface Look {
  readonly words: QualityWords
  readonly paper: Paper
  readonly numbers: Intl.NumberFormat
}

const styles: Readonly<Record<CheckOutcome, Style>> = {
  pass: 'notAffected',
  warn: 'unknown',
  fail: 'affected',
  notApplicable: 'quiet',
}

function* textOf({ check, about, demand, counts }: QualityLine, { words, paper, numbers }: Look): Generator<string> {
  const { pass, warn, fail } = counts
  const asked = pass + warn + fail
  const worst = fail > 0 ? 'fail' : warn > 0 ? 'warn' : asked === 0 ? 'notApplicable' : 'pass'
  const share =
    about === 'document' || asked === 0
      ? words.outcomes[worst]
      : words.share(numbers.format(pass), numbers.format(asked))
  const openly = about === 'component' && fail > 0 && warn > 0 ? `, ${words.openly(numbers.format(warn))}` : ''
  const { name, ask } = words.checks[check]
  yield `  ${name.padEnd(nameWidth)} ${words.demands[demand].padEnd(11)} ${paper.paint(styles[worst], `${share}${openly}`)}\n`
  if (worst === 'fail' || worst === 'warn')
    for (const line of paper.wrap(ask, 4, '  → ')) yield `${paper.paint('quiet', line)}\n`
}

function componentText({ name, ref, version, misses }: ComponentQuality, words: QualityWords): string {
  const named = [name === '' ? ref : name, version].filter((each) => each !== undefined).join(' ')
  const missed = new Set(misses.map(({ check }) => words.checks[check].name))
  return `  ${visible(named)}: ${[...missed].join(', ')}\n`
}
