import { execFileSync } from 'node:child_process'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { kill, startServed, stop, untilReady } from '../served.ts'

const DISK = '700m'
const LEFT_BYTES = 3_000_000
const FULL_MS = 4_000

/** The disk that holds everything fills up while the server works, and some space is found again: nothing acknowledged is lost, and it goes on. */
export const fullDisk: Scenario = {
  id: 'full-disk',
  what: 'the disk is full while the server works, then has room again',
  hindrance: () =>
    process.getuid?.() === 0 && process.platform === 'linux' ? undefined : 'only root can mount a small disk',
  run: async (options) => {
    const disk = join(options.folder, 'disk')
    await mkdir(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=0755`, 'auscult-chaos', disk])
    const trial = new Trial(options, { dataFolder: join(disk, 'data') })
    let served = await trial.start()
    try {
      for (let round = 0; round < Math.max(2, Math.ceil(options.kills / 10)); round += 1) {
        await trial.under(async () => delay(1_000))
        const ballast = await fill(disk)
        trial.blows += 1
        await trial.under(async () => delay(FULL_MS))
        await rm(ballast)
        await untilReady(served).catch(async (error: unknown) => {
          trial.faults.push(`round ${round}: does not recover by itself: ${String(error).slice(0, 300)}`)
          await kill(served)
          served = startServed(trial.place)
          await untilReady(served)
        })
        await trial.verify(`after the disk was full ${round + 1} times`)
      }
      await stop(served)
    } finally {
      await kill(served)
      trial.end()
      await delay(500)
      execFileSync('umount', ['-l', disk])
    }
    return trial.result()
  },
}

/** Takes all space but a little. */
async function fill(disk: string): Promise<string> {
  const { bavail, bsize } = await statfs(disk)
  const ballast = join(disk, 'ballast')
  await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES)))
  return ballast
}
