import assert from 'node:assert/strict'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { createOrganisation } from '../flows/index.ts'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import type { Answered } from '../../test/server.ts'
import { openSessions } from './sessions.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }

function codeOf({ json }: Answered): unknown {
  return (json as { code?: unknown } | undefined)?.code
}

/** Lets a browser in; gives the `Cookie` it sends from then on. */
async function openSession(): Promise<string> {
  const opened = await server.send('POST /api/v1/session', json, JSON.stringify({ token: server.token }))
  assert.equal(opened.status, 204)
  return String(opened.headers['set-cookie']).split(';')[0] ?? ''
}

test('nothing of the interface is told without the token, not even what there is', async () => {
  for (const line of [
    'GET /api/v1/devices',
    'GET /%61pi/v1/devices',
    'POST /api/v1/devices',
    'GET /api/v1/nothing',
    'GET /api/v1/metrics',
  ]) {
    const answered = await server.send(line)
    assert.deepEqual([answered.status, codeOf(answered)], [401, 'tokenMissing'], line)
    assert.match(String(answered.headers['www-authenticate']), /^Bearer/)
  }
})

test('health, the document of the interface and its problems are open, and tell nothing of the fleet', async () => {
  for (const path of ['health', 'openapi.json', 'problems']) {
    const answered = await server.send(`GET /api/v1/${path}`)
    assert.equal(answered.status, 200)
    assert.doesNotMatch(answered.text, /North/)
  }
})

test('the token lets in, in any case of its scheme; anything else does not', async () => {
  assert.equal((await server.ask('GET /organisations')).status, 200)
  const tries: readonly (readonly [authorization: string, status: number, code: string | undefined])[] = [
    [`bearer ${server.token}`, 200, undefined],
    [`Bearer ${server.token.slice(0, -1)}`, 401, 'tokenWrong'],
    [`Bearer ${server.token}x`, 401, 'tokenWrong'],
    [`Basic ${server.token}`, 401, 'tokenMissing'],
    ['Bearer', 401, 'tokenMissing'],
    [server.token, 401, 'tokenMissing'],
  ]
  for (const [authorization, status, code] of tries) {
    const answered = await server.send('GET /api/v1/organisations', { authorization })
    assert.deepEqual([answered.status, codeOf(answered)], [status, code], authorization.slice(0, 10))
  }
})

test('wrong tokens are told to wait after some, and the right one is let in all the while', async (t) => {
  const besieged = await testServer(t, store)
  const wrong = { authorization: 'Bearer wrong' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < 25; attempt += 1)
    statuses.push((await besieged.send('GET /api/v1/organisations', wrong)).status)
  assert.deepEqual(new Set(statuses), new Set([401, 429]))
  const told = await besieged.send('POST /api/v1/session', json, JSON.stringify({ token: 'wrong' }))
  assert.deepEqual([told.status, codeOf(told), told.headers['retry-after']], [429, 'tooManyAttempts', '60'])
  assert.equal((await besieged.ask('GET /organisations')).status, 200)
})

test('only our own name is served, so that no other site can lead its name to this machine', async () => {
  const { port } = server
  const hosts: readonly (readonly [host: string, status: number])[] = [
    [`127.0.0.1:${port}`, 200],
    [`localhost:${port}`, 200],
    [`LOCALHOST:${port}`, 200],
    [`[::1]:${port}`, 200],
    ['localhost', 421],
    [`localhost:${port + 1}`, 421],
    [`evil.example:${port}`, 421],
    [`localhost.evil.example:${port}`, 421],
    [`127.0.0.1.evil.example:${port}`, 421],
  ]
  for (const [host, status] of hosts) {
    const answered = await server.ask('GET /organisations', { host })
    assert.equal(answered.status, status, host)
    if (status === 421) assert.equal(codeOf(answered), 'hostForeign')
    assert.equal((await server.send('GET /', { host })).status, status, `the page for ${host}`)
  }
})

test('a header that two programs would read differently is refused', async () => {
  const { port, token } = server
  const heads = [
    `GET /api/v1/organisations HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    `GET /api/v1/organisations HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\nAuthorization: Bearer x\r\n\r\n`,
    `GET http://127.0.0.1:${port}/api/v1/organisations HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  ]
  for (const head of heads) {
    const socket = createConnection(port, '127.0.0.1')
    socket.end(head)
    const answer = await text(socket)
    assert.match(answer, /^HTTP\/1\.1 400 /)
    assert.match(answer, /"code":"requestMalformed"/)
  }
})

test('a browser gives the token once, for a cookie that scripts and other sites cannot use', async () => {
  const opened = await server.send('POST /api/v1/session', json, JSON.stringify({ token: server.token }))
  assert.match(
    String(opened.headers['set-cookie']),
    new RegExp(`^auscult-${server.port}=[^;]+; Path=/api/v1; HttpOnly; SameSite=Strict; Max-Age=\\d+$`),
  )
  assert.ok(!String(opened.headers['set-cookie']).includes(server.token))
  const cookie = await openSession()
  assert.equal((await server.send('GET /api/v1/organisations', { cookie: `other=1; ${cookie}` })).status, 200)
  assert.equal((await server.send('GET /api/v1/organisations', { cookie: `${cookie}x` })).status, 401)
  assert.equal((await server.send('POST /api/v1/session', json, JSON.stringify({ token: 'wrong' }))).status, 401)
})

test('a session that was ended lets nobody in, and ends no other', async () => {
  const [cookie, other] = [await openSession(), await openSession()]
  const ours = { 'sec-fetch-site': 'same-origin' }
  const ended = await server.send('DELETE /api/v1/session', { cookie, ...ours })
  assert.equal(ended.status, 204)
  assert.match(String(ended.headers['set-cookie']), /Max-Age=0$/)
  assert.equal((await server.send('GET /api/v1/organisations', { cookie })).status, 401)
  assert.equal((await server.send('GET /api/v1/organisations', { cookie: other })).status, 200)
})

test("with a session only our own page may change something, and another site's page may not even ask", async () => {
  const cookie = await openSession()
  const ours = `http://127.0.0.1:${server.port}`
  const tries: readonly (readonly [line: string, headers: Record<string, string>, isAllowed: boolean])[] = [
    ['GET', {}, true],
    ['GET', { 'sec-fetch-site': 'none' }, true],
    ['GET', { 'sec-fetch-site': 'same-origin' }, true],
    ['GET', { 'sec-fetch-site': 'cross-site' }, false],
    ['GET', { 'sec-fetch-site': 'same-site' }, false],
    ['GET', { origin: 'http://evil.example' }, false],
    ['DELETE', {}, false],
    ['DELETE', { 'sec-fetch-site': 'none' }, false],
    ['DELETE', { 'sec-fetch-site': 'same-site', origin: `http://127.0.0.1:${server.port + 1}` }, false],
    ['DELETE', { origin: `http://127.0.0.1:${server.port + 1}` }, false],
    ['DELETE', { origin: 'null' }, false],
    ['DELETE', { origin: `http://localhost:${server.port}` }, false],
    ['DELETE', { origin: ours }, true],
  ]
  for (const [method, headers, isAllowed] of tries) {
    const line = method === 'GET' ? 'GET /api/v1/organisations' : 'DELETE /api/v1/session'
    const answered = await server.send(line, { cookie, ...headers })
    assert.equal(answered.status < 300, isAllowed, `${method} ${JSON.stringify(headers)}`)
    if (!isAllowed) assert.equal(codeOf(answered), 'originForeign')
  }
  const foreign = { ...json, origin: 'http://evil.example' }
  const opened = await server.send('POST /api/v1/session', foreign, JSON.stringify({ token: server.token }))
  assert.equal(codeOf(opened), 'originForeign')
})

test('no answer says that another site may read it', async () => {
  const asked = await server.ask('OPTIONS /organisations', {
    origin: 'http://evil.example',
    'access-control-request-method': 'GET',
  })
  assert.equal(asked.status, 405)
  const read = await server.ask('GET /organisations', { origin: 'http://evil.example' })
  for (const { headers } of [asked, read])
    assert.deepEqual(
      Object.keys(headers).filter((name) => name.startsWith('access-control')),
      [],
    )
})

test('a session lasts for its time, survives a restart, and ends with its token', () => {
  let now = 1_000_000
  const clock = (): number => now
  const sessions = openSessions('token', clock)
  const { value, lifeS } = sessions.open()
  assert.ok(sessions.isOpen(value))
  assert.ok(openSessions('token', clock).isOpen(value))
  assert.ok(!openSessions('other', clock).isOpen(value))
  const [until = '', ...rest] = value.split('.')
  assert.ok(!sessions.isOpen([String(Number(until) + 1), ...rest].join('.')))
  for (const forged of ['', '.', '..', 'NaN.x.y', `${value}.z`]) assert.ok(!sessions.isOpen(forged))
  now += lifeS * 1000
  assert.ok(!sessions.isOpen(value))
})

test('nothing beyond this machine is listened on, and the refusal says how else', async () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.10', 'localhost', '127.0.0.2'])
    await assert.rejects(testServer(test, store, { host }), { code: 'notLoopback', message: /accounts.*ssh -L/ })
})
