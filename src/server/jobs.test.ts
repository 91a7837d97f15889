import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import type { Answered, TestServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'
import { openEventStreams } from './event-stream.ts'
import type { StreamedEvent } from './event-stream.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
await createOrganisation(store, 'South')

interface Body {
  readonly [field: string]: unknown
}

const bodyOf = ({ json }: Answered): Body => json as Body
const lists = 'organisation=North'

/** A feed whose server waits in the middle of its answer until it is let go on. */
function halting() {
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>()
  const catalogue = JSON.stringify({ catalogVersion: '1', dateReleased: '2025-01-01T00:00:00Z', vulnerabilities: [] })
  const fetch = async (_: string, { signal }: RequestInit): Promise<Response> => {
    async function* pieces() {
      yield Buffer.from(catalogue.slice(0, 20))
      await Promise.race([isLetGo, ...(signal ? [once(signal, 'abort')] : [])])
      signal?.throwIfAborted()
      yield Buffer.from(catalogue.slice(20))
    }
    return new Response(ReadableStream.from(pieces()), { headers: { 'content-length': String(catalogue.length) } })
  }
  return { letGo, background: { fetch } }
}

interface Told {
  readonly id: string
  readonly event: string
  readonly data: Body
}

/** Listens as a browser does; each event as it comes. */
async function listen(
  { port, token }: TestServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ events: AsyncGenerator<Told>; response: IncomingMessage }> {
  const sent = request({
    port,
    host: '127.0.0.1',
    path: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
  }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  assert.match(String(response.headers['content-type']), /^text\/event-stream/)
  return { response, events: eventsIn(response) }
}

async function* eventsIn(response: IncomingMessage): AsyncGenerator<Told> {
  let rest = ''
  for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
    rest += chunk
    const texts = rest.split('\n\n')
    rest = texts.pop() ?? ''
    for (const lines of texts) {
      const fields = Object.fromEntries(
        lines
          .split('\n')
          .map((line): [string, string] => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
      )
      const { id = '', event = '', data } = fields
      if (data !== undefined) yield { id, event, data: JSON.parse(data) as Body }
    }
  }
}

test('a job is followed to its end: where it is on its way, and what came of it', async (t) => {
  const { letGo, background } = halting()
  const server = await testServer(t, store, { background })
  const job = bodyOf(await server.ask(`POST /feeds/kev/pull?${lists}`))
  assert.deepEqual(
    [job['kind'], job['about'], job['priority'], job['revision']],
    ['feedPull', 'kev', 'person', undefined],
  )
  const { events } = await listen(server, `/jobs/${String(job['jobId'])}/events?${lists}&lang=fr`)
  const seen: Told[] = []
  for await (const told of events) {
    seen.push(told)
    const progress = told.data['progress'] as Body | undefined
    if (progress?.['done'] === 20) letGo()
  }
  const last = seen.at(-1)
  assert.deepEqual(
    [last?.event, last?.data['state'], last?.data['says']],
    ['job', 'done', 'récupérer la source kev : terminé'],
  )
  assert.ok(seen.some(({ data }) => data['state'] === 'running'))
  const ids = seen.map(({ id }) => Number(id))
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  )
})

test('who was away is told what changed since, and who comes anew what waits and runs', async (t) => {
  const server = await testServer(t, store)
  const { events: first } = await listen(server, `/events?${lists}`)
  const asked = bodyOf(await server.ask(`POST /rematches?${lists}`))
  let lastId = ''
  for await (const { id, data } of first) {
    lastId = id
    if (data['jobId'] === asked['jobId'] && data['state'] === 'done') break
  }
  const missed = bodyOf(await server.ask(`POST /rematches?${lists}&extent=all`))
  const { events: second } = await listen(server, `/events?${lists}`, { 'last-event-id': lastId })
  for await (const { data } of second) if (data['jobId'] === missed['jobId'] && data['state'] === 'done') break
})

test('nobody hears of the jobs of another organisation, nor may end them', async (t) => {
  const server = await testServer(t, store, { limits: { answeredAtOnceBytes: 10 } })
  const { events } = await listen(server, '/events?organisation=South')
  const list = 'serial,maker,model\nA1,Maker,Pump\n'
  const { jobId } = bodyOf(await server.ask('POST /asset-lists?organisation=North', {}, list))
  const own = bodyOf(await server.ask('POST /asset-lists?organisation=South', {}, list))
  for await (const { data } of events) {
    assert.notEqual(data['jobId'], jobId)
    if (data['jobId'] === own['jobId'] && data['state'] === 'done') break
  }
  for (const line of ['GET /jobs/', 'DELETE /jobs/']) {
    const refused = await server.ask(`${line}${String(jobId)}?organisation=South`)
    assert.deepEqual([refused.status, bodyOf(refused)['code']], [404, 'notFound'])
  }
  assert.equal((await server.ask(`GET /jobs/${String(jobId)}/events?organisation=South`)).status, 404)
  const { items } = bodyOf(await server.ask('GET /jobs?organisation=South')) as { items: Body[] }
  assert.ok(!items.some((job) => job['jobId'] === jobId))
})

test('jobs are listed page by page, the newest first', async (t) => {
  const server = await testServer(t, store)
  for (const extent of ['stale', 'all', 'stale']) await server.ask(`POST /rematches?${lists}&extent=${extent}`)
  const all = bodyOf(await server.ask(`GET /jobs?${lists}`)) as { items: Body[] }
  const first = bodyOf(await server.ask(`GET /jobs?${lists}&limit=2`)) as { items: Body[]; next: string }
  const second = bodyOf(await server.ask(`GET /jobs?${lists}&limit=2&after=${first.next}`)) as { items: Body[] }
  const idsOf = (jobs: Body[]): unknown[] => jobs.map((job) => job['jobId'])
  assert.deepEqual([...idsOf(first.items), ...idsOf(second.items)], idsOf(all.items).slice(0, 4))
  const wrong = await server.ask(`GET /jobs?${lists}&after=bm9wZQ`)
  assert.deepEqual([wrong.status, bodyOf(wrong)['code']], [400, 'cursorInvalid'])
})

test('a running job is ended, and says so', async (t) => {
  const { background } = halting()
  const server = await testServer(t, store, { background })
  const { jobId } = bodyOf(await server.ask(`POST /feeds/kev/pull?${lists}`))
  const { events } = await listen(server, `/jobs/${String(jobId)}/events?${lists}`)
  let last: Body = {}
  for await (const { data } of events) {
    last = data
    if (data['state'] === 'running') await server.ask(`DELETE /jobs/${String(jobId)}?${lists}`)
  }
  assert.equal(last['state'], 'cancelled')
})

test('streams end when the server stops', async (t) => {
  const server = await testServer(t, store)
  const { events, response } = await listen(server, `/events?${lists}`)
  const rest = Array.fromAsync(events)
  await server.close()
  await rest
  assert.ok(response.complete)
})

test('fifty listen at once, and one more is told to come back', async (t) => {
  const server = await testServer(t, store)
  const open = await Promise.all(Array.from({ length: 50 }, async () => listen(server, `/events?${lists}`)))
  const refused = await server.ask(`GET /events?${lists}`)
  assert.deepEqual([refused.status, bodyOf(refused)['code']], [503, 'overloaded'])
  for (const { response } of open) response.destroy()
  for (;;) {
    const sent = request({
      port: server.port,
      path: `/api/v1/events?${lists}`,
      headers: { authorization: `Bearer ${server.token}` },
    }).end()
    const [{ statusCode }] = (await once(sent, 'response')) as [IncomingMessage]
    sent.destroy()
    if (statusCode === 200) return
  }
})

test('silence is broken now and then, and nothing piles up for one who does not read', async () => {
  let taken = 0
  async function* endless(signal: AbortSignal): AsyncGenerator<StreamedEvent> {
    while (!signal.aborted) {
      taken += 1
      yield { id: taken, event: 'job', data: { text: 'x'.repeat(1_000) } }
    }
  }
  async function* silent(signal: AbortSignal): AsyncGenerator<StreamedEvent> {
    await once(signal, 'abort')
    yield* []
  }
  const stream = openEventStreams(new AbortController().signal, 10)
  const gone = new AbortController().signal
  const quiet = stream(gone, silent).setEncoding('utf8')
  let heard = ''
  for await (const piece of quiet as AsyncIterable<string>) {
    heard += piece
    if (heard.includes(': still here\n\n: still here\n\n')) break
  }
  const unread = stream(gone, endless)
  unread.read(0)
  for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate)
  assert.ok(taken < 50, `${taken} were taken though nobody reads`)
  unread.destroy()
})
