import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { createConnection } from 'node:net'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import type { TestServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'
import type { Store } from '../store/index.ts'
import { usualLimits } from './limits.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')

/** The same store, whose questions wait until they are let go on. */
function holdable(of: Store): {
  readonly store: Store
  readonly hold: () => { readonly letGo: () => void; readonly came: () => number }
} {
  let held = Promise.resolve()
  let came = 0
  const connect = async (): Promise<unknown> => {
    came += 1
    await held
    return of.appPool.connect()
  }
  const query = of.appPool.query.bind(of.appPool)
  const appPool = Object.assign(Object.create(of.appPool) as Store['appPool'], { connect, query })
  return {
    store: { ...of, appPool },
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      came = 0
      return { letGo: resolve, came: () => came }
    },
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(5)
}

function connectTo({ port }: TestServer): Socket {
  const socket = createConnection(port, '127.0.0.1')
  socket.on('error', () => undefined)
  return socket
}

async function closed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => socket.once('close', () => resolve()))
}

test('told to stop, it ends what is under way, takes nothing more, and says so on connections that are still open', async (t) => {
  const { store: held, hold } = holdable(store)
  const server = await testServer(t, held)
  const { letGo, came } = hold()
  const underWay = server.ask('GET /devices')
  await until(() => came() === 1)
  const idle = new Agent({ keepAlive: true, maxSockets: 1 })
  const kept = connectTo(server)
  kept.write(
    `GET /api/v1/devices HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nAuthorization: Bearer ${server.token}\r\n\r\n`,
  )
  await until(() => came() === 2)
  kept.write(`GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
  const closing = server.close()
  await assert.rejects(async () => until(async () => (await server.send('GET /api/v1/health')).status === 0), {
    code: /ECONNREFUSED|ECONNRESET/,
  })
  letGo()
  assert.equal((await underWay).status, 200)
  const both = await text(kept)
  assert.match(both, /^HTTP\/1\.1 200 OK/)
  assert.match(both, /HTTP\/1\.1 503 [\s\S]*"code":"stopping"/)
  await closing
  idle.destroy()
})

test('what does not end in time is cut off', async (t) => {
  const { store: held, hold } = holdable(store)
  const server = await testServer(t, held, { limits: { stopMs: 20 } })
  const { letGo, came } = hold()
  const underWay = server.ask('GET /devices')
  await until(() => came() === 1)
  const [, cut] = await Promise.allSettled([server.close(), underWay])
  assert.equal(cut.status, 'rejected')
  letGo()
})

test('an answer that takes too long is given up, and its place is free only when the work has ended', async (t) => {
  const { store: held, hold } = holdable(store)
  const server = await testServer(t, held, { limits: { answerMs: 500 } })
  const { letGo, came } = hold()
  const late = await server.ask('GET /devices')
  assert.deepEqual([late.status, (late.json as { code: string }).code], [503, 'takesTooLong'])
  const running = async (): Promise<string | undefined> =>
    /^auscult_work\{kind="read",state="running"\} (\d+)$/m.exec((await server.ask('GET /metrics')).text)?.[1]
  assert.deepEqual([await running(), came()], ['1', 1])
  letGo()
  await until(async () => (await running()) === '0')
  assert.equal((await server.ask('GET /devices')).status, 200)
})

test('of more than it can do at once some wait, the rest are told to come again, and health is answered all the while', async (t) => {
  const { store: held, hold } = holdable(store)
  const gates = { ...usualLimits.gates, read: { atOnce: 4, waiting: 64, patienceMs: 3_600_000 } }
  const server = await testServer(t, held, { limits: { gates } })
  const { letGo, came } = hold()
  const asked = Array.from({ length: 300 }, async () => server.ask('GET /devices'))
  await until(() => came() === 4)
  const health = await server.send('GET /api/v1/health')
  assert.equal(health.status, 200)
  const refused = await Promise.race(asked)
  assert.deepEqual(
    [refused.status, (refused.json as { code: string }).code, refused.headers['retry-after']],
    [503, 'overloaded', '2'],
  )
  letGo()
  const statuses = (await Promise.all(asked)).map(({ status }) => status)
  assert.deepEqual(
    [statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 503).length],
    [68, 232],
  )
})

test('a client that sends its headers too slowly is told so and cut off; others are served meanwhile', async (t) => {
  const server = await testServer(t, store, { limits: { headersMs: 500, requestMs: 1_000, connectionCheckMs: 20 } })
  const [headers, body] = [connectTo(server), connectTo(server)]
  headers.write(`GET /api/v1/health HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n`)
  body.write(
    `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
  )
  assert.equal((await server.send('GET /api/v1/health')).status, 200)
  for (const slow of [headers, body]) assert.match(await text(slow), /^HTTP\/1\.1 408 [\s\S]*"code":"requestTooSlow"/)
  assert.equal((await server.send('GET /api/v1/health')).status, 200)
})

test('a connection on which nothing moves is closed, also one that does not read its answer', async (t) => {
  const server = await testServer(t, store, { limits: { silentConnectionMs: 1_500 } })
  const silent = connectTo(server)
  await closed(silent)
  const deaf = connectTo(server)
  deaf.pause()
  const line = `GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`
  for (let sent = 0; sent < 200; sent += 1) deaf.write(line)
  const isGone = closed(deaf)
  await until(async () => {
    const answered = await server.ask('GET /metrics').catch(() => undefined) // on a busy machine it may be silent too long itself
    return answered !== undefined && /^auscult_http_requests_in_flight 1$/m.test(answered.text)
  })
  deaf.destroy()
  await isGone
})

test('of answers that nobody reads so much is kept at most, and whoever reads is served', async (t) => {
  const server = await testServer(t, store, { limits: { unreadBytes: 1024 * 1024, silentConnectionMs: 600_000 } })
  const deaf = Array.from({ length: 4 }, () => connectTo(server).pause())
  const line = `GET /api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`
  for (const socket of deaf) socket.write(line.repeat(100))
  await until(async () => {
    for (const socket of deaf) socket.write(' ') // one that reads nothing learns by writing that it is closed
    assert.equal((await server.send('GET /api/v1/openapi.json')).status, 200)
    return deaf.every(({ destroyed }) => destroyed)
  })
})

test('a client that goes away gives its place in the line up', async (t) => {
  const { store: held, hold } = holdable(store)
  const server = await testServer(t, held)
  const { letGo, came } = hold()
  const stay = Array.from({ length: 4 }, async () => server.ask('GET /devices'))
  await until(() => came() === 4)
  const leaving = request({
    port: server.port,
    host: '127.0.0.1',
    path: '/api/v1/devices',
    headers: { authorization: `Bearer ${server.token}` },
  })
  leaving.on('error', () => undefined)
  leaving.end()
  const waiting = async (): Promise<string | undefined> =>
    /^auscult_work\{kind="read",state="waiting"\} (\d+)$/m.exec((await server.ask('GET /metrics')).text)?.[1]
  await until(async () => (await waiting()) === '1')
  leaving.destroy()
  await until(async () => (await waiting()) === '0')
  letGo()
  assert.deepEqual(
    (await Promise.all(stay)).map(({ status }) => status),
    [200, 200, 200, 200],
  )
})

test('a port that is taken is told with what to do', async (t) => {
  const server = await testServer(t, store)
  await assert.rejects(testServer(t, store, { port: server.port }), { code: 'portTaken', message: /--port/ })
})
