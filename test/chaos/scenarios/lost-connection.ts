import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startEmbedded } from '../../../src/store/index.ts'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { kill, stop, untilReady } from '../served.ts'

const LONGEST_WORK_MS = 1_200
const LONGEST_AWAY_MS = 1_500
const ROUNDS_PER_CHECK = 10

/** A database elsewhere: its connections are cut at any moment, and for a while none can be made. */
export const lostConnection: Scenario = {
  id: 'lost-connection',
  what: 'all connections to a database elsewhere are cut, again and again',
  run: async (options) => {
    const { connection, leave } = await startEmbedded({ dataFolder: join(options.folder, 'database') })
    const wire = await layWire(join(connection.host, `.s.PGSQL.${connection.port}`))
    const login = `postgres://postgres:${connection.password}@`
    const trial = new Trial(options, {
      dataFolder: join(options.folder, 'server'),
      variables: {
        DATABASE_URL: `${login}127.0.0.1:${wire.port}/postgres`,
        AUSCULT_CHAOS_DIRECT_URL: `${login}localhost/postgres?host=${encodeURIComponent(connection.host)}`,
      },
    })
    const served = await trial.start()
    try {
      while (trial.blows < options.kills) {
        await trial.under(async () => {
          await delay(trial.random(LONGEST_WORK_MS))
          wire.cut()
          trial.blows += 1
          await delay(trial.random(LONGEST_AWAY_MS))
          wire.mend()
        })
        await untilReady(served)
        if (trial.blows % ROUNDS_PER_CHECK === 0 || trial.blows === options.kills)
          await trial.verify(`after ${trial.blows} cuts`)
      }
      await stop(served)
    } finally {
      await kill(served)
      wire.end()
      await leave()
    }
    return trial.result()
  },
}

interface Wire {
  readonly port: number
  readonly cut: () => void
  readonly mend: () => void
  readonly end: () => void
}

/** A TCP port that leads to a socket, and can be cut. */
async function layWire(socketPath: string): Promise<Wire> {
  const ends = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) {
      near.resetAndDestroy()
      return
    }
    const far = createConnection(socketPath)
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const drop = (): void => {
    for (const end of ends) end.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true
      drop()
    },
    mend: () => (isCut = false),
    end: () => {
      drop()
      server.close()
    },
  }
}
