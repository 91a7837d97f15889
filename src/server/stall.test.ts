import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { makeApp } from './app.ts'
import { usualLimits } from './limits.ts'
import { guardWork, openGates } from './work.ts'

const gates = openGates(usualLimits.gates)

/** A list of so many pieces of 64 KB, as a client that only asked for it sees it. */
async function ask(t: TestContext, { stalledMs, pieces }: { stalledMs: number; pieces: number }) {
  const limits = { ...usualLimits, stalledMs }
  const app = makeApp(undefined, limits)
  app.addHook('onRoute', (route) => guardWork(route, gates, limits))
  const list = Readable.from(
    (function* () {
      for (let piece = 0; piece < pieces; piece += 1) yield Buffer.alloc(64 * 1024)
    })(),
    { objectMode: false },
  )
  app.get('/list', { config: { work: 'export' } }, async () => list)
  await app.listen({ port: 0, host: '127.0.0.1', listenTextResolver: () => '' })
  t.after(async () => app.close())
  const sent = request({ port: (app.server.address() as AddressInfo).port, path: '/list', agent: false }).end()
  const [response] = (await once(sent, 'response')) as [Readable]
  return { list, response }
}

test('a list that its reader leaves lying is broken off, and its place is free again', async (t) => {
  const { list, response } = await ask(t, { stalledMs: 20, pieces: Infinity })
  const broken = once(response, 'error')
  await new Promise<void>((resolve) => (list.closed ? resolve() : list.once('close', resolve)))
  assert.match(String(list.errored?.message), /nobody reads/)
  while (gates.export.inside() > 0) await turn()
  response.resume()
  const [error] = (await broken) as [NodeJS.ErrnoException]
  assert.equal(error.code, 'ECONNRESET')
})

test('a list whose reader takes it slowly comes whole', async (t) => {
  const pieces = 300
  const { response } = await ask(t, { stalledMs: 2_000, pieces })
  let bytes = 0
  for await (const piece of response) {
    bytes += (piece as Buffer).length
    await turn()
  }
  assert.equal(bytes, pieces * 64 * 1024)
  assert.equal(gates.export.inside(), 0)
})
