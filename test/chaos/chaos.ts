import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Scenario, ScenarioResult } from './scenario.ts'
import { clock } from './scenarios/clock.ts'
import { fullDisk } from './scenarios/full-disk.ts'
import { kills } from './scenarios/kills.ts'
import { lostConnection } from './scenarios/lost-connection.ts'
import { migrations } from './scenarios/migrations.ts'
import { twoServers } from './scenarios/two-servers.ts'

const scenarios: readonly Scenario[] = [kills, migrations, twoServers, lostConnection, fullDisk, clock]
/** How much of the asked number each deals; the first is the number itself. */
const shares: Readonly<Record<string, number>> = {
  migrations: 0.2,
  'two-servers': 0.1,
  'lost-connection': 0.2,
  'full-disk': 0.1,
  clock: 0.1,
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
    port: { type: 'string', default: '18320' },
  },
})

process.exitCode = await chaos(Number(values.kills), Number(values.seed), Number(values.port))

/** Runs every scenario and tells what was found: 0 when nothing was lost anywhere. */
async function chaos(blows: number, seed: number, port: number): Promise<0 | 1> {
  console.log(`seed ${seed}`)
  const chosen = scenarios.filter(({ id }) => values.only === undefined || values.only === id)
  if (chosen.length === 0) throw new Error(`--only is one of ${scenarios.map(({ id }) => id).join(', ')}`)
  const lines: string[] = []
  let faults = 0
  for (const scenario of chosen) {
    const hindrance = scenario.hindrance?.()
    if (hindrance !== undefined) {
      lines.push(`${scenario.id}: not run, ${hindrance}`)
      continue
    }
    const startedAt = performance.now()
    console.log(`\n${scenario.id}: ${scenario.what}`)
    const result = await runIn(scenario, Math.ceil(blows * (shares[scenario.id] ?? 1)), seed, port)
    faults += result.faults.length
    lines.push(summaryOf(scenario, result, performance.now() - startedAt))
  }
  console.log(`\n${lines.join('\n')}\n${faults === 0 ? 'nothing was lost' : `${faults} faults`}`)
  return faults === 0 ? 0 : 1
}

async function runIn(scenario: Scenario, kills: number, seed: number, port: number): Promise<ScenarioResult> {
  const folder = await mkdtemp(join(tmpdir(), `auscult-chaos-${scenario.id}-`))
  await chmod(folder, 0o711)
  const result = await scenario.run({ kills, seed, folder, port, tell: (line) => console.log(`  ${line}`) })
  if (result.faults.length === 0) await rm(folder, { recursive: true, force: true })
  else console.log(`  kept for a look: ${folder}`)
  return result
}

function summaryOf({ id }: Scenario, { blows, acknowledged, faults }: ScenarioResult, elapsedMs: number): string {
  const acts = [...acknowledged].map(([name, count]) => `${count} ${name}`).join(', ')
  return `${id}: ${blows} blows in ${Math.round(elapsedMs / 1000)} s; acknowledged: ${acts === '' ? 'see above' : acts}; ${faults.length} faults`
}
