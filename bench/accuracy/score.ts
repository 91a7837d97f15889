import type { Judged } from './accuracy-set.ts'

/** Counts and shares of one group of judged things. Shares are 0–1, and undefined where there is nothing to divide. */
export interface Score {
  readonly cases: number
  /** Affected by the truth. */
  readonly true: number
  readonly recall: number | undefined
  readonly precision: number | undefined
  readonly f1: number | undefined
  /** Answered with unknown, and why. */
  readonly possible: number
  readonly missed: number
  readonly falseAlarms: number
}

/** Recall counts what is affected or possible; precision only what is called affected. */
export function scoreOf(judged: readonly Judged[]): Score {
  const ofTruth = (truth: Judged['truth'], found: Judged['found']): number =>
    judged.filter((each) => each.truth === truth && each.found === found).length
  const [hits, hinted, missed] = [
    ofTruth('affected', 'affected'),
    ofTruth('affected', 'possible'),
    ofTruth('affected', 'absent'),
  ]
  const falseAlarms = ofTruth('notAffected', 'affected')
  const recall = share(hits + hinted, hits + hinted + missed)
  const precision = share(hits, hits + falseAlarms)
  return {
    cases: judged.length,
    true: hits + hinted + missed,
    recall,
    precision,
    f1: recall === undefined || precision === undefined ? undefined : share(2 * recall * precision, recall + precision),
    possible: hinted + ofTruth('notAffected', 'possible'),
    missed,
    falseAlarms,
  }
}

function share(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole
}

/** A Markdown table: a line for each source and year, and one for each source in all. */
export function tableOf(judged: readonly Judged[]): string {
  const lines = [...Map.groupBy(judged, ({ source }) => source)].sort(byKey).flatMap(([source, ofSource]) => {
    const years = [...Map.groupBy(ofSource, ({ year }) => year)].sort(byKey)
    const each = years.length > 1 ? years.map(([year, ofYear]) => lineOf(source, year, scoreOf(ofYear))) : []
    return [...each, lineOf(source, 'all', scoreOf(ofSource))]
  })
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

const head = ['source', 'year', 'cases', 'true', 'recall', 'precision', 'F1', 'possible', 'missed', 'false alarms']

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function lineOf(source: string, year: string, score: Score): string[] {
  const { cases, recall, precision, f1, possible, missed, falseAlarms } = score
  const counts = [possible, missed, falseAlarms].map(String)
  return [source, year, String(cases), String(score.true), ...[recall, precision, f1].map(inDigits), ...counts]
}

/** Rounded down: only what is whole says 1. */
function inDigits(value: number | undefined): string {
  return value === undefined ? '–' : (Math.floor(value * 1000) / 1000).toFixed(3)
}
