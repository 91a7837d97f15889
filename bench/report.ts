import type { Figures, Goal, Measure, Reached, Unit } from './measure.ts'
import type { MeasureDone } from './run-measure.ts'

/** What came of one measure at one scale. */
export type Outcome = { readonly measure: Measure; readonly scale: number } & (
  | ({ readonly is: 'measured' } & MeasureDone)
  | { readonly is: 'failed'; readonly because: string }
)

/** The table of docs/performance.md: a line for each thing measured, a column for each scale. */
export function tableOf(outcomes: readonly Outcome[], scales: readonly number[]): string {
  const head = [
    'measure',
    'goal',
    ...scales.map((scale) => `scale ${scale}`),
    'met',
    'beside it',
    'memory: Node, PostgreSQL',
  ]
  const lines = [...Map.groupBy(outcomes, ({ measure }) => measure)].flatMap(([measure, ofMeasure]) =>
    linesOf(measure, ofMeasure, scales),
  )
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** Goals that were missed at the largest scale at which each was measured, and measures that failed. */
export function missedOf(outcomes: readonly Outcome[]): string[] {
  return [...Map.groupBy(outcomes, ({ measure }) => measure)].flatMap(([measure, ofMeasure]) => {
    const failed = ofMeasure.flatMap((each) =>
      each.is === 'failed' ? [`${measure.id}: ${shortly(each.because)}`] : [],
    )
    const last = ofMeasure.findLast((each) => each.is === 'measured')
    const missed = (last?.reached ?? []).filter((reached) => isMet(reached) === false)
    return [...failed, ...missed.map(({ what }) => `${measure.id}, ${what}: the goal is missed`)]
  })
}

function linesOf(measure: Measure, outcomes: readonly Outcome[], scales: readonly number[]): string[][] {
  const measured = outcomes.filter((each) => each.is === 'measured')
  const failed = outcomes.find((each) => each.is === 'failed')
  if (failed !== undefined && measured.length === 0)
    return [[measure.what, '', ...scales.map(() => 'failed'), '', shortly(failed.because), '']]
  const largest = measured.at(-1)
  return (largest?.reached ?? []).map((reached) => {
    const at = (scale: number): string => {
      const outcome = measured.find((each) => each.scale === scale)
      const same = outcome?.reached.find(({ what }) => what === reached.what)
      return same === undefined ? '' : inWords(same.figures, same.unit)
    }
    const met = isMet(reached)
    return [
      `${measure.what}: ${reached.what}`,
      goalInWords(reached.goal, reached.unit),
      ...(measure.grows
        ? scales.map(at)
        : scales.map((_, index) => (index === scales.length - 1 ? inWords(reached.figures, reached.unit) : ''))),
      met === undefined ? '' : met ? 'yes' : '**no**',
      [reached.beside, reached.note].filter((text) => text !== undefined).join('; '),
      largest === undefined ? '' : memoryInWords(largest),
    ]
  })
}

/** The line of an error that says what it is. */
function shortly(because: string): string {
  const lines = because.split('\n')
  return lines.find((line) => /^\w*error: /i.test(line)) ?? lines[0] ?? because
}

/** Undefined where nothing is demanded. */
function isMet({ goal, figures }: Reached): boolean | undefined {
  if (goal === undefined) return undefined
  const value = 'value' in figures ? figures.value : goal.of === 'max' ? figures.max : figures.p95
  return value <= (goal.atMost ?? Infinity) && value >= (goal.atLeast ?? -Infinity)
}

function goalInWords(goal: Goal | undefined, unit: Unit): string {
  if (goal === undefined) return ''
  const bound = goal.atMost === undefined ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`
  return `${goal.of === 'value' ? '' : `${goal.of} `}${bound} ${unit}`
}

function inWords(figures: Figures, unit: Unit): string {
  if ('value' in figures) return `${short(figures.value)} ${unit}`
  return `${short(figures.p50)} / ${short(figures.p95)} / ${short(figures.max)} ${unit} (${figures.samples})`
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value))
}

function memoryInWords({ nodeMb, postgresMb }: MeasureDone): string {
  return `${Math.round(nodeMb)} MB, ${postgresMb === undefined ? 'not told' : `${Math.round(postgresMb)} MB`}`
}
