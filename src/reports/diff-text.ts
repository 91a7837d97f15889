import { flawTurns, visible } from '../model/index.ts'
import type {
  ChangedLine,
  ComparedField,
  ComparedLine,
  ComponentChanges,
  FlawChange,
  FlawTurn,
  SbomHeader,
  WhyStatement,
} from '../model/index.ts'
import type { ExportOptions, Language } from './exporter.ts'
import { sayCorrectedAs } from './say-corrected.ts'
import { sayDay, sayNames, sayReason } from './say.ts'
import { sayStatement } from './say-statement.ts'
import { toPaper } from './text/paper.ts'
import type { Paper, Style } from './text/paper.ts'
import { diffWords } from './words/diff.ts'
import type { DiffWords } from './words/diff.ts'
import { wordsOf } from './words/of.ts'

const shownFolded = 20

/** Two nomenclatures and what changed from one to the other. */
export interface ComparedNomenclatures {
  readonly before: ComparedSide
  readonly after: ComparedSide
  readonly components: ComponentChanges
  readonly flaws: Readonly<Record<FlawTurn, readonly FlawChange[]>>
}

interface ComparedSide {
  readonly name?: string
  readonly sboms: readonly SbomHeader[]
}

/** What changed between two nomenclatures, for a person: flaws first, the most urgent first; 20 lines of each kind unless all are asked for. */
export function* renderDiff(diff: ComparedNomenclatures, options: ExportOptions): Generator<string> {
  const words = diffWords[options.language]
  const paper = toPaper(options)
  const numbers = new Intl.NumberFormat(words.locale)
  const n = (many: { readonly length: number }): string => numbers.format(many.length)
  const limit = options.all ? Number.POSITIVE_INFINITY : shownFolded
  const { added, removed, changed, unchanged } = diff.components
  yield* sideLines(words, paper, '−', diff.before)
  yield* sideLines(words, paper, '+', diff.after)
  const counts = { unchanged: numbers.format(unchanged), added: n(added), removed: n(removed), changed: n(changed) }
  yield `${words.components(counts)}\n`
  const { newlyAffected, newlyUnknown, noLongerTold, fixed } = diff.flaws
  yield `${words.flaws({ newlyAffected: n(newlyAffected), newlyUnknown: n(newlyUnknown), noLongerTold: n(noLongerTold), fixed: n(fixed) })}\n`
  const sections = [
    ...flawTurns.map((turn) => ({
      heading: words.turns[turn],
      style: styles[turn],
      lines: diff.flaws[turn].map((flaw) => flawLine(options, flaw)),
    })),
    { heading: words.added, style: undefined, lines: added.map((line) => `+ ${sayLine(options.language, line)}`) },
    { heading: words.removed, style: undefined, lines: removed.map((line) => `− ${sayLine(options.language, line)}`) },
    {
      heading: words.changed,
      style: undefined,
      lines: changed.map((line) => `~ ${sayChange(options.language, line)}`),
    },
  ].filter(({ lines }) => lines.length > 0)
  if (sections.length === 0) yield `${words.nothing}\n`
  for (const { heading, style, lines } of sections) {
    yield `\n${paper.paint('heading', heading)} (${n(lines)})\n`
    for (const text of lines.slice(0, limit))
      for (const line of paper.wrap(text, 4, '')) yield `${style === undefined ? line : paper.paint(style, line)}\n`
    if (lines.length > limit) yield `${words.more(numbers.format(lines.length - limit))}\n`
  }
  yield `\n${wordsOf(options.language).safety}\n`
}

const styles: Readonly<Record<FlawTurn, Style>> = {
  newlyAffected: 'affected',
  newlyUnknown: 'unknown',
  noLongerTold: 'unknown',
  fixed: 'notAffected',
}

function* sideLines(words: DiffWords, paper: Paper, sign: string, { name, sboms }: ComparedSide): Generator<string> {
  if (name !== undefined) yield `${sign} ${paper.paint('heading', visible(name))}\n`
  for (const { sbomId, fileName, format, addedAt } of sboms)
    yield `${name === undefined ? `${sign} ` : '    '}${words.sbom(sbomId, visible(fileName ?? ''), visible(format), sayDay(addedAt))}\n`
}

function flawLine({ language }: ExportOptions, flaw: FlawChange): string {
  const words = diffWords[language]
  const { vulnerability, exploitedSince, cvssBase, components, was, is, reason } = flaw
  return [
    visible(vulnerability),
    ...(exploitedSince === undefined ? [] : [words.exploited]),
    ...(cvssBase === undefined ? [] : [`CVSS ${cvssBase.toFixed(1)}`]),
    ...(components.length === 0
      ? []
      : [components.map(({ name, version }) => sayNames(name, version ?? words.noVersion)).join(', ')]),
    `${words.states[was]} → ${words.states[is]}`,
    sayReason(wordsOf(language), 'flaw', reason),
    ...sayDeciding(language, '−', flaw.statedBefore),
    ...sayDeciding(language, '+', flaw.statedAfter),
  ].join(' · ')
}

/** `+ not affected (the vulnerable code is not in it) — Acme, maker (OpenVEX https://… 3)`: what decides on one side. */
function sayDeciding(language: Language, sign: string, stated: readonly WhyStatement[] = []): string[] {
  return stated.map((statement) => {
    const document = statement.document === undefined ? '' : ` (${statement.document})`
    return visible(`${sign} ${sayStatement(statement, language)}${document}`)
  })
}

function sayLine(language: Language, { name, version, purls, deployed, corrected }: ComparedLine): string {
  const words = diffWords[language]
  return [
    sayNames(name, version ?? words.noVersion),
    ...(purls[0] === undefined ? [] : [visible(purls[0])]),
    ...(deployed ? [] : [words.notDeployed]),
    ...(corrected === undefined ? [] : [sayCorrectedAs(corrected, language)]),
  ].join(' · ')
}

function sayChange(language: Language, { before, after, fields }: ChangedLine): string {
  const words = diffWords[language]
  const isMoved = fields.includes('version')
  const head = isMoved
    ? sayNames(after.name, before.version ?? words.noVersion, '→', after.version ?? words.noVersion)
    : sayNames(after.name, after.version ?? words.noVersion)
  const others = fields.filter((field) => field !== 'version')
  const corrected = [before, after].flatMap((line, side) =>
    line.corrected === undefined ? [] : [`${side === 0 ? '−' : '+'} ${sayCorrectedAs(line.corrected, language)}`],
  )
  return [head, ...others.map((field) => sayField(words, field, before, after)), ...corrected].join(' · ')
}

function sayField(words: DiffWords, field: ComparedField, before: ComparedLine, after: ComparedLine): string {
  const name = words.fields[field]
  if (field === 'other' || field === 'deployed' || field === 'corrected') return name
  const [one, other] = [before[field], after[field]].map((value) =>
    visible(Array.isArray(value) ? value.join(' ') : String(value ?? ''), 100),
  )
  return `${name}: ${one || '—'} → ${other || '—'}`
}
