import { visible } from '../model/index.ts'
import type { Component, CorrectedAs, Sbom, Verdict } from '../model/index.ts'
import type { ExportOptions } from './exporter.ts'
import { sayCorrectedAs } from './say-corrected.ts'
import { sayNames, sayRange, sayReason } from './say.ts'
import { toPaper } from './text/paper.ts'
import { wordsOf } from './words/of.ts'

const findingsShown = 200
const problemsShown = 10

/** A file that was read and matched without being stored. */
export interface ScannedSoftware {
  readonly sbom: Sbom
  /** Components as they are written, with what corrections say they are. */
  readonly corrected: readonly (CorrectedAs & { readonly component: Pick<Component, 'name' | 'version'> })[]
  readonly findings: readonly {
    readonly vulnerability: string
    readonly component: Pick<Component, 'name' | 'version' | 'group'>
    readonly tier: number
    readonly verdict: Exclude<Verdict, 'notListed'>
    readonly evidence: { readonly advisory: string; readonly range: string; readonly doubt?: string }
  }[]
}

/** The findings in one file for a person, the worst first, by component. */
export function* renderScan(
  name: string,
  { sbom, findings, corrected }: ScannedSoftware,
  options: ExportOptions,
): Generator<string> {
  const words = wordsOf(options.language)
  const paper = toPaper(options)
  const limit = options.limit ?? (options.all ? Number.POSITIVE_INFINITY : findingsShown)
  const { format, components, problems } = sbom
  const countOf = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length
  yield `${paper.paint('heading', visible(name))}: ${visible(`${format.name} ${format.version} ${format.encoding}`)}\n`
  yield `${words.scanSentence(components.length, findings.length)}\n`
  yield `${words.scanCounts(countOf('affected'), countOf('unknown'), countOf('notAffected'))}\n`
  for (const each of corrected.slice(0, limit)) {
    const written = sayNames(each.component.name, each.component.version ?? words.versionNotKnown)
    for (const line of paper.wrap(`${written} · ${sayCorrectedAs(each, options.language)}`)) yield `${line}\n`
  }
  if (findings.length > 0) yield `\n${paper.paint('heading', words.headings.findings)}\n`
  const order = ['affected', 'unknown', 'notAffected', 'notListed']
  const sorted = findings.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  for (const { vulnerability, component, tier, verdict, evidence } of sorted.slice(0, limit)) {
    const doubt = evidence.doubt === undefined ? [] : [sayReason(words, 'flaw', evidence.doubt)]
    const parts = [
      `${words.flawVerdicts[verdict].letter}  ${visible(vulnerability)}`,
      sayNames(component.name, component.version ?? words.versionNotKnown),
      sayRange(words, evidence.range),
      visible(evidence.advisory),
      words.tiers[tier - 1] ?? String(tier),
      ...doubt,
    ]
    for (const line of paper.wrap(parts.join(' · '))) yield `${paper.paint(verdict, line)}\n`
  }
  if (findings.length > limit) yield `… +${findings.length - limit}: --all, --json\n`
  if (problems.length > 0) yield `\n${paper.paint('heading', words.headings.problems)}\n`
  for (const { place, message } of problems.slice(0, problemsShown)) {
    for (const line of paper.wrap(`${visible(place)}: ${visible(message)}`)) yield `${line}\n`
  }
  if (problems.length > problemsShown) yield `… +${problems.length - problemsShown}: --json\n`
  yield `\n${words.safety}\n`
}
