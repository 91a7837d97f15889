import { spawn } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbedded } from '../../../src/store/index.ts'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { kill, postmasterOf, stop } from '../served.ts'

const libraries = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
]
const offsets = ['-0', '-90', '-3600', '-86400', '-60', '+3600', '-172800', '-0'] as const
const WORK_MS = 1_500

/** The database's clock is set back, by seconds and by days, and forth again, while the server works. */
export const clock: Scenario = {
  id: 'clock',
  what: 'the clock of the database goes backwards',
  hindrance: () => (libraries.some((path) => existsSync(path)) ? undefined : 'libfaketime is not installed'),
  run: async (options) => {
    const trial = new Trial(options, { dataFolder: options.folder })
    await (await startEmbedded({ dataFolder: options.folder })).leave() // makes the cluster
    const offsetPath = join(options.folder, 'clock-offset')
    await writeFile(offsetPath, '-0', { mode: 0o644 })
    beginDatabase(options.folder, offsetPath)
    while (postmasterOf(options.folder) === undefined) await delay(50)
    const served = await trial.start()
    try {
      for (const offset of offsets) {
        await trial.under(async () => {
          await delay(WORK_MS / 2)
          await writeFile(offsetPath, offset)
          trial.blows += 1
          await delay(WORK_MS)
        })
        await trial.verify(`clock at ${offset} s`)
      }
      await stop(served)
    } finally {
      await kill(served)
      trial.end()
    }
    return trial.result()
  },
}

/** The server's programs and cluster, run under a library that lies about the time. */
function beginDatabase(dataFolder: string, offsetPath: string): void {
  const cluster = join(dataFolder, 'postgres')
  const { uid, gid } = statSync(cluster)
  const [postgres] = globSync(join(dataFolder, 'programs', '*', 'bin', 'postgres'))
  if (postgres === undefined) throw new Error(`${dataFolder} holds no PostgreSQL`)
  const library = libraries.find((path) => existsSync(path)) ?? ''
  const env = {
    LC_ALL: 'C',
    TZ: 'UTC',
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: offsetPath,
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  spawn(postgres, ['-D', cluster], {
    cwd: cluster,
    env,
    detached: true,
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
  }).unref()
}
