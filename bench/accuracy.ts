import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withoutSharedData } from '../test/shared-data.ts'
import type { AccuracySet, Judged, SetResult } from './accuracy/accuracy-set.ts'
import { explanationOf, isWrong, readExplanations } from './accuracy/explained.ts'
import { openGround } from './accuracy/ground.ts'
import { scoreOf, tableOf } from './accuracy/score.ts'
import { sets } from './accuracy/sets.ts'

const usage = `npm run bench:accuracy -- [set …] [--folder FOLDER] [--list] [--check]
sets: ${sets.map(({ id }) => id).join(' ')}
--folder keeps the loaded feeds; --list shows each miss and false alarm; --check ends with 1 when a goal is missed
`
/** Misses and false alarms shown without --list; the file of the run has them all. */
const SHOWN = 10

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      folder: { type: 'string', default: join(tmpdir(), 'auscult-accuracy') },
      list: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const chosen = positionals.length === 0 ? sets : sets.filter(({ id }) => positionals.includes(id))
  if (values.help || chosen.length < positionals.length) {
    process.stderr.write(usage)
    return values.help ? 0 : 64
  }
  const without = withoutSharedData()
  if (without !== false) {
    process.stderr.write(`accuracy ${without}\n`)
    return 1
  }
  const ground = openGround(values.folder)
  const told: Told[] = []
  try {
    for (const set of chosen) {
      process.stderr.write(`${set.id} …\n`)
      told.push(tell(set, await set.judge(ground)))
    }
  } finally {
    await ground.close()
  }
  process.stdout.write(
    told.map((each) => each.head + each.lines.slice(0, values.list ? undefined : SHOWN).join('')).join('\n'),
  )
  await keep(told)
  return values.check && told.some(({ isMet }) => !isMet) ? 1 : 0
}

interface Told {
  readonly head: string
  /** One for each miss and false alarm; those that nobody has explained come first. */
  readonly lines: readonly string[]
  readonly isMet: boolean
}

function tell(set: AccuracySet, { judged, remarks }: SetResult): Told {
  const explanations = readExplanations()
  const wrong = judged.filter(isWrong).map((each) => ({ each, why: explanationOf(explanations, set.id, each) }))
  const unexplained = wrong.filter(({ why }) => why === undefined)
  const alarms = unexplained.filter(({ each }) => each.truth === 'notAffected').length
  const misses = unexplained.length - alarms
  const isMet = misses === 0 && alarms <= set.goal.unexplainedAlarms
  const labelsWrong = new Set(wrong.flatMap(({ each, why }) => (why?.class === 'labelWrong' ? [each] : [])))
  const recall = scoreOf(judged.filter((each) => !labelsWrong.has(each))).recall ?? 1
  const reached = isMet ? (recall >= set.goal.recall ? 'reached' : 'reached but for what is explained') : 'MISSED'
  const ofWhat = labelsWrong.size === 0 ? '' : ` of the labels that hold (${labelsWrong.size} do not)`
  const counts = `${misses} misses and ${alarms} false alarms without an explanation, ${wrong.length - unexplained.length} explained`
  const head = [
    `## ${set.id}: ${set.what}`,
    '',
    `recall ${set.goal.recall.toFixed(2)}${ofWhat} and no false alarm unexplained: ${reached} (${counts})`,
    ...remarks.map((remark) => `- ${remark}`),
    '',
    tableOf(judged),
    '',
  ]
  const sorted = [...unexplained, ...wrong.filter(({ why }) => why !== undefined)]
  return { head: head.join('\n'), lines: sorted.map(({ each, why }) => lineOf(each, why)), isMet }
}

function lineOf(
  { truth, subject, vulnerability, because }: Judged,
  why: { class: string; because: string } | undefined,
): string {
  const what = truth === 'affected' ? 'missed' : 'false alarm'
  const reason = why === undefined ? 'not explained' : `${why.class}: ${why.because}`
  return `- ${what} ${subject} ${vulnerability}${because === undefined ? '' : ` [${because}]`} – ${reason}\n`
}

async function keep(told: readonly Told[]): Promise<void> {
  const folder = join(import.meta.dirname, 'results')
  await mkdir(folder, { recursive: true })
  const name = join(folder, `accuracy-${new Date().toISOString().replaceAll(':', '-')}.md`)
  await writeFile(name, told.map(({ head, lines }) => head + lines.join('')).join('\n'))
}
