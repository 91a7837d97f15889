import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Target } from './attack.ts'
import { openNeighbour } from './neighbour.ts'
import type { Neighbours } from './neighbour.ts'

const over = new AbortController()
parentPort?.once('message', () => over.abort())
parentPort?.postMessage(await visit())

/** Asks and uploads by turns until told that it is over. */
async function visit(): Promise<Neighbours> {
  const neighbour = await openNeighbour(workerData as Target)
  let [served, slowestMs] = [0, 0]
  const failures: string[] = []
  for (let turn = 0; !over.signal.aborted; turn += 1) {
    const startedAt = performance.now()
    const status = await (turn % 4 === 3 ? neighbour.upload(over.signal) : neighbour.ask(over.signal))
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
    if (status === 'served') served += 1
    else if (status !== 'over') failures.push(`someone else's request met ${status}`)
    await delay(100)
  }
  return { served, slowestMs, failures }
}
