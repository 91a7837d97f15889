import assert from 'node:assert/strict'
import { createConnection } from 'node:net'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import type { Answered } from '../../test/server.ts'
import { FeedError, createOrganisation } from '../flows/index.ts'
import { StoreError } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { statusByCode, toProblem } from './problem.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }

/** Every error is told in one form, with a code of the table and the status that goes with it. */
function assertProblem({ status, headers, json }: Answered, expected: number, code: string): void {
  const problem = json as Record<string, unknown>
  assert.deepEqual([status, problem['status'], problem['code']], [expected, expected, code])
  assert.match(String(headers['content-type']), /^application\/problem\+json/)
  assert.equal(headers['cache-control'], 'no-store')
  assert.equal(problem['type'], `/api/v1/problems#${code}`)
  assert.match(String(problem['instance']), /^urn:uuid:[0-9a-f-]{36}$/)
  assert.ok(String(problem['detail']).length > 20 && String(problem['title']).length > 0)
  assert.equal(statusByCode[code as keyof typeof statusByCode], expected)
}

const refusals: readonly (readonly [
  what: string,
  line: string,
  headers: Record<string, string>,
  body: string | undefined,
  status: number,
  code: string,
  says: RegExp,
])[] = [
  ['a path that is not there', 'GET /nothing', {}, undefined, 404, 'pathUnknown', /openapi\.json/],
  ['a method that an address does not take', 'PUT /organisations', json, '{}', 405, 'methodUnknown', /GET, HEAD only/],
  [
    'a filter that is misspelt',
    'GET /devices?wrad=ICU',
    {},
    undefined,
    400,
    'requestInvalid',
    /the query: knows no "wrad"/,
  ],
  ['a number out of bounds', 'GET /devices?limit=501', {}, undefined, 400, 'requestInvalid', /"limit" must be <= 500/],
  ['an endless number', 'GET /devices?limit=1e999', {}, undefined, 400, 'requestInvalid', /"limit" must be <= 500/],
  ['an id without end', 'GET /sboms/Infinity', {}, undefined, 400, 'requestInvalid', /"sbomId" must be </],
  ['a number that is none', 'GET /devices?limit=many', {}, undefined, 400, 'requestInvalid', /"limit" must be integer/],
  ['a filter given twice', 'GET /devices?ward=a&ward=b', {}, undefined, 400, 'requestInvalid', /"ward" must be string/],
  ['a question without words', 'GET /ask', {}, undefined, 400, 'requestInvalid', /required property 'q'/],
  ['a question that is too long', `GET /ask?q=${'a'.repeat(2_001)}`, {}, undefined, 400, 'requestInvalid', /2000/],
  ['a class that is none', 'GET /ask/devices?q=zlib&verdict=maybe', {}, undefined, 400, 'requestInvalid', /verdict/],
  ['a question that is none', 'GET /ask?q=openssl%20%3C', {}, undefined, 400, 'notUnderstood', /openssl/],
  ['a cursor of another list', 'GET /devices?after=WzEsMl0', {}, undefined, 400, 'cursorInvalid', /next/],
  [
    'an organisation that is not there',
    'GET /devices?organisation=Elsewhere',
    {},
    undefined,
    400,
    'organisationInvalid',
    /"North"/,
  ],
  ['an id that is none', 'GET /devices/1', {}, undefined, 400, 'requestInvalid', /the address: "deviceId"/],
  ['a number too large for any row', 'GET /sboms/99999999999', {}, undefined, 400, 'requestInvalid', /"sbomId"/],
  [
    'a device that is not there',
    'GET /devices/00000000-0000-4000-8000-000000000000',
    {},
    undefined,
    404,
    'notFound',
    /list of devices/,
  ],
  ['a model that is not there', 'GET /models/1', {}, undefined, 404, 'notFound', /list of models/],
  ['an SBOM that is not there', 'GET /sboms/1/document', {}, undefined, 404, 'notFound', /list of SBOMs/],
  ['a flaw that no feed knows', 'GET /vulnerabilities/CVE-1999-0001', {}, undefined, 404, 'notFound', /CVE-1999-0001/],
  ['an address with a broken escape', 'GET /vulnerabilities/%zz', {}, undefined, 400, 'requestMalformed', /%/],
  [
    'a name in the address that is too long',
    `GET /vulnerabilities/${'a'.repeat(400)}`,
    {},
    undefined,
    400,
    'requestMalformed',
    /./,
  ],
  [
    'headers that are too large',
    'GET /organisations',
    { 'x-much': 'y'.repeat(40_000) },
    undefined,
    431,
    'headersTooLarge',
    /too large/,
  ],
  [
    'a body that is too large',
    'POST /session',
    json,
    JSON.stringify({ token: 'x'.repeat(70_000) }),
    413,
    'bodyTooLarge',
    /http\.md/,
  ],
  [
    'a body of another kind',
    'POST /session',
    { 'content-type': 'text/plain' },
    'token',
    415,
    'mediaTypeUnknown',
    /Content-Type/,
  ],
  ['a body that is no JSON', 'POST /session', json, '{"token":', 400, 'requestMalformed', /JSON/],
  [
    'a body with a prototype in it',
    'POST /session',
    json,
    '{"token":"x","__proto__":{}}',
    400,
    'requestMalformed',
    /./,
  ],
  ['a body nested without end', 'POST /session', json, '['.repeat(60_000), 400, 'requestMalformed', /JSON/],
  [
    'a body nested deeply',
    'POST /session',
    json,
    '['.repeat(20_000) + ']'.repeat(20_000),
    400,
    'requestInvalid',
    /object/,
  ],
  [
    'a body with more than is known',
    'POST /session',
    json,
    '{"token":"x","admin":true}',
    400,
    'requestInvalid',
    /"admin"/,
  ],
]
for (const [what, line, headers, body, status, code, says] of refusals) {
  test(`${what} is refused as ${code}`, async () => {
    const answered = await server.ask(line, headers, body)
    assert.match((answered.json as { detail: string }).detail, says)
    if (code !== 'headersTooLarge') assertProblem(answered, status, code)
    assert.equal(answered.status, status)
  })
}

test('what an address takes is told with the refusal of another method', async () => {
  assert.equal((await server.ask('DELETE /ask?q=zlib')).headers['allow'], 'GET, HEAD')
  assert.equal((await server.ask('GET /session')).headers['allow'], 'POST, DELETE')
  assert.equal((await server.send('POST /', json, '{}')).headers['allow'], 'GET, HEAD')
})

test('bytes that are no request get a problem too, and the connection ends', async () => {
  for (const bytes of ['\x16\x03\x01\x02\x00\x01\x00', 'nonsense\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n']) {
    const socket = createConnection(server.port, '127.0.0.1')
    socket.write(bytes)
    const answer = await text(socket)
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/)
    assert.match(answer, /"code":"requestMalformed"/)
  }
})

test('an error that nobody expected is told by an id alone, under which the log has it', async (t) => {
  const lines: string[] = []
  const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
    lines.push(chunk.toString())
    done()
  }
  const fault = Object.assign(new Error('syntax error in select secret from table'), {
    detail: 'Key (serial)=(RoomOfAdmiral)',
  })
  const breaking = breakable(store)
  const faulty = await testServer(t, breaking.store, { log: new Writable({ write }) })
  breaking.breakWith(fault)
  const answered = await faulty.ask('GET /ask?q=RoomOfAdmiral')
  breaking.breakWith(undefined)
  assertProblem(answered, 500, 'internal')
  assert.doesNotMatch(answered.text, /select|secret|RoomOfAdmiral| at /)
  const { instance } = answered.json as { instance: string }
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  const problem = logged.find(({ msg }) => msg === 'problem')
  assert.equal(`urn:uuid:${String(problem?.['reqId'])}`, instance)
  assert.match(JSON.stringify(problem), /syntax error in select secret/)
  assert.doesNotMatch(lines.join(''), /RoomOfAdmiral|test-token/)
})

test('without its database the server says so, stays, and answers again when it is back', async (t) => {
  const breaking = breakable(store)
  const cut = await testServer(t, breaking.store)
  breaking.breakWith(
    Object.assign(new Error('connect ECONNREFUSED /run/secret/.s.PGSQL.5432'), { code: 'ECONNREFUSED' }),
  )
  const answered = await cut.ask('GET /devices')
  assertProblem(answered, 503, 'databaseUnreachable')
  assert.equal(answered.headers['retry-after'], '2')
  assert.doesNotMatch(answered.text, /secret/)
  const health = await cut.send('GET /api/v1/health')
  assert.deepEqual([health.status, (health.json as { status: string }).status], [503, 'unavailable'])
  breaking.breakWith(undefined)
  assert.equal((await cut.ask('GET /devices')).status, 200)
})

/** The same store, whose connections fail as long as they are told to. */
function breakable(of: Store): { readonly store: Store; readonly breakWith: (error: Error | undefined) => void } {
  let error: Error | undefined
  const fail = async (): Promise<never> => Promise.reject(error ?? new Error('not broken'))
  const breakablePool = (pool: Store['appPool']): Store['appPool'] =>
    new Proxy(pool, {
      get: (target, name) => {
        if (error !== undefined && (name === 'connect' || name === 'query')) return fail
        const found: unknown = Reflect.get(target, name)
        return typeof found === 'function' ? (found.bind(target) as unknown) : found
      },
    })
  const store = { ...of, appPool: breakablePool(of.appPool), ownerPool: breakablePool(of.ownerPool) }
  return { store, breakWith: (next) => (error = next) }
}

test('errors of all rooms have their status; a code that is not in the table is a fault of ours', () => {
  assert.equal(toProblem(new StoreError('diskFull', 'x'), 'id').status, 507)
  const truncated = new FeedError({
    code: 'truncated',
    place: 'a.json',
    because: 'it ends early',
    remedy: 'fetch it again',
  })
  assert.deepEqual(
    [toProblem(truncated, 'id').status, toProblem(truncated, 'id').body.detail],
    [422, 'a.json: it ends early; fetch it again'],
  )
  for (const error of [
    new Error('x'),
    'text',
    undefined,
    new StoreError('toString' as 'diskFull', 'x'),
    Object.assign(new Error('x'), { code: '42601' }),
  ])
    assert.equal(toProblem(error, 'id').body.code, 'internal')
})
