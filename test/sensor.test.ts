import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { TestContext } from 'node:test'
import { createOrganisation, listJobs, openSensorQueue, receiveBatch, sense } from '../src/flows/index.ts'
import type { DeliveryState, Post, SensorQueue } from '../src/flows/index.ts'
import { sql } from 'kysely'
import { inOrganisation } from '../src/store/index.ts'
import { testStore } from './database.ts'

const now = (): Date => new Date('2026-11-01T12:00:00Z')
const leases = (from: number, to: number): string =>
  Array.from(
    { length: to - from },
    (_, index) =>
      `1767229600 00:09:fb:00:01:${(from + index).toString(16).padStart(2, '0')} 10.0.0.${from + index + 1} pump-${from + index} *`,
  ).join('\n')

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-sensor-'))
  t.after(async () => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A server that answers each request as the next answer says, `true` for well; then well for ever. It keeps what it took by name. */
function serverOf(answers: readonly (number | 'gone')[]): {
  post: Post
  taken: Map<string, number>
  requests: () => number
} {
  const taken = new Map<string, number>()
  let requests = 0
  const post: Post = async (_path, body) => {
    const answer = answers[requests] ?? 200
    requests += 1
    const { batchId } = JSON.parse(body) as { batchId: string }
    if (answer === 200) taken.set(batchId, (taken.get(batchId) ?? 0) + 1)
    if (answer === 'gone') throw new Error('connect ECONNREFUSED')
    return { status: answer, text: 'no' }
  }
  return { post, taken, requests: () => requests }
}

interface Sensing {
  readonly queue: SensorQueue
  readonly post: Post
  readonly sources?: readonly string[]
  readonly onState?: (state: DeliveryState) => void
  readonly signal?: AbortSignal
}

async function run({
  queue,
  post,
  sources = [],
  onState,
  signal = new AbortController().signal,
}: Sensing): ReturnType<typeof sense> {
  return sense({
    sources: sources.map((text, index) => ({ name: `leases-${index}`, bytes: once(text), isLive: false })),
    sensor: 'north',
    queue,
    post,
    now,
    signal,
    flushMs: 1000,
    ...(onState === undefined ? {} : { onState }),
  })
}

test('what a sensor hears is delivered once, whatever the server does meanwhile', async (t) => {
  const folder = await temporaryFolder(t)
  const queue = await openSensorQueue(folder, { maxBytes: 1e9 })
  const { post, taken } = serverOf(['gone', 503, 200])
  const states: string[] = []
  const sensed = await run({
    queue,
    post,
    sources: [leases(0, 3), leases(3, 6)],
    onState: (state) => states.push(state.is),
  })
  assert.deepEqual([sensed.sent, sensed.refused, [...taken.values()]], [2, 0, [1, 1]])
  assert.deepEqual(states, ['waiting', 'waiting', 'sent', 'sent'])
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith('.batch')),
    [],
  )
})

test('what could not be delivered waits on the disk for the next run, and half a file of a power cut does not', async (t) => {
  const folder = await temporaryFolder(t)
  const stop = new AbortController()
  const queue = await openSensorQueue(folder, { maxBytes: 1e9 })
  const never: Post = async () => {
    stop.abort()
    throw new Error('no route to host')
  }
  await run({ queue, post: never, sources: [leases(0, 3)], signal: stop.signal })
  assert.equal(queue.waiting().batches, 1)
  await writeFile(join(folder, '00000000000001-aaaaaaaa-000000001.batch.part'), '{"half')
  const { post, taken } = serverOf([])
  const sensed = await run({ queue: await openSensorQueue(folder, { maxBytes: 1e9 }), post })
  assert.deepEqual([sensed.sent, taken.size, await readdir(folder)], [1, 1, []])
})

test('an answer that was lost on its way makes the batch come again under the same name', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const outcomes: string[] = []
  const post: Post = async (_path, body) => {
    const sent = JSON.parse(body) as Parameters<typeof receiveBatch>[1]['sent']
    const { is } = await receiveBatch(store, { organisationId, sent, now: now() })
    outcomes.push(is)
    if (outcomes.length === 1) throw new Error('socket hang up')
    return { status: 200, text: '' }
  }
  const queue = await openSensorQueue(await temporaryFolder(t), { maxBytes: 1e9 })
  await run({ queue, post, sources: [leases(0, 3)] })
  assert.deepEqual(outcomes, ['taken', 'known'])
  const jobs = await listJobs(store, organisationId, { limit: 10 })
  assert.deepEqual(
    jobs.items.map(({ kind, state }) => [kind, state]),
    [['observationsFuse', 'waiting']],
  )
})

test('a full disk queue lets the oldest go and counts them', async (t) => {
  const queue = await openSensorQueue(await temporaryFolder(t), { maxBytes: 2500 })
  const batch = { sensor: 'north', source: 'x'.repeat(900), isLive: true, observations: [], flows: [] }
  for (let count = 0; count < 5; count += 1) await queue.put(batch)
  assert.deepEqual([queue.waiting().batches, queue.lost()], [2, 3])
})

test('a batch that the server never takes is put aside and holds nothing up', async (t) => {
  const folder = await temporaryFolder(t)
  const queue = await openSensorQueue(folder, { maxBytes: 1e9 })
  const { post, taken } = serverOf([422])
  const sensed = await run({ queue, post, sources: [leases(0, 3), leases(3, 6)] })
  assert.deepEqual([sensed.sent, sensed.refused, taken.size], [1, 1, 1])
  assert.equal((await readdir(folder)).filter((name) => name.endsWith('.refused')).length, 1)
})

test('batches that were put aside make room before any that waits, so that a server that takes none fills no disk', async (t) => {
  const folder = await temporaryFolder(t)
  const queue = await openSensorQueue(folder, { maxBytes: 3500 })
  const batch = { sensor: 'north', source: 'x'.repeat(900), isLive: true, observations: [], flows: [] }
  for (let count = 0; count < 10; count += 1) {
    await queue.put(batch)
    const oldest = queue.oldest()
    assert.ok(oldest !== undefined)
    await queue.putAside(oldest)
  }
  const again = await openSensorQueue(folder, { maxBytes: 3500 })
  for (let count = 0; count < 3; count += 1) await again.put(batch)
  assert.deepEqual([queue.lost(), again.lost(), again.waiting().batches], [0, 0, 3])
  assert.deepEqual(
    (await readdir(folder)).map((name) => name.replace(/.*\./, '')),
    ['batch', 'batch', 'batch'],
  )
})

test('a batch that another run delivered meanwhile, or that the disk does not give back, holds nothing up', async (t) => {
  const folder = await temporaryFolder(t)
  const queue = await openSensorQueue(folder, { maxBytes: 1e9 })
  const batch = { sensor: 'north', source: 'eth0', isLive: true, observations: [], flows: [] }
  for (let count = 0; count < 4; count += 1) await queue.put(batch)
  const [first = '', second = '', third = ''] = (await readdir(folder)).sort()
  await rm(join(folder, first))
  await rm(join(folder, second))
  await mkdir(join(folder, second)) // reading it fails, as on a disk that is broken there
  await writeFile(join(folder, third), Buffer.alloc(200)) // a power cut left zeros
  const { post, taken } = serverOf([])
  const sensed = await run({ queue, post })
  assert.deepEqual([sensed.sent, sensed.refused, taken.size], [1, 2, 1])
})

test('another run that opens the queue takes nothing from under one that writes', async (t) => {
  const folder = await temporaryFolder(t)
  const others = join(folder, `00000000000001-aaaaaaaa-000000001.batch.${process.ppid}.part`)
  const dead = join(folder, '00000000000001-aaaaaaaa-000000002.batch.99999999.part')
  for (const path of [others, dead]) await writeFile(path, '{"half')
  await openSensorQueue(folder, { maxBytes: 1e9 })
  assert.deepEqual(await readdir(folder), [basename(others)])
})

test('a file that is heard again after an early end adds what it had not told, and nothing twice', async (t) => {
  const taken = new Map<string, number>()
  const post: Post = async (_path, body) => {
    const { batchId, observations } = JSON.parse(body) as { batchId: string; observations: unknown[] }
    taken.set(batchId, observations.length)
    return { status: 200, text: '' }
  }
  const stop = new AbortController()
  const [early, late] = [leases(0, 3), leases(3, 6)]
  async function* cut(): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(`${early}\n`)
    await delay(50)
    stop.abort()
    await delay(50)
    yield new TextEncoder().encode(late)
  }
  const folder = await temporaryFolder(t)
  const rest = { sensor: 'north', post, now, flushMs: 1000 }
  const hear = async (bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) =>
    sense({
      ...rest,
      sources: [{ name: 'leases', bytes, isLive: false, digest: 'abc' }],
      queue: await openSensorQueue(folder, { maxBytes: 1e9 }),
      signal,
    })
  await hear(cut(), stop.signal)
  const going = new AbortController().signal
  await hear(once(`${early}\n${late}`), going)
  await hear(once(`${early}\n${late}`), going)
  const whole = taken.get('abc-000000001')
  assert.ok(taken.size === 2 && whole !== undefined && whole > 3, JSON.stringify([...taken]))
})

test('names that are longer than the server takes are cut, so that nothing is refused for them', async (t) => {
  const queue = await openSensorQueue(await temporaryFolder(t), { maxBytes: 1e9 })
  const bodies: string[] = []
  const post: Post = async (_path, body) => ({ status: 200, text: String(bodies.push(body)) })
  await sense({
    sources: [{ name: 'l'.repeat(250), bytes: once(leases(0, 2)), isLive: false }],
    sensor: 'n'.repeat(300),
    queue,
    post,
    now,
    signal: new AbortController().signal,
    flushMs: 1000,
  })
  const { sensor, source } = JSON.parse(bodies[0] ?? '{}') as { sensor: string; source: string }
  assert.deepEqual([sensor.length, source.length], [200, 200])
})

test('times by a clock that stands wrong are set right, those of a file are left', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const hour = 3_600_000
  const seenAt = now().getTime() - 5 * hour
  const observation = {
    subject: { ip: '10.0.0.7' },
    protocol: 'dhcp',
    facts: [],
    confidence: 'weak',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    count: 1,
    place: 'x',
  } as const
  const sent = {
    sensor: 'north',
    source: 'eth0',
    sentAt: new Date(now().getTime() - 4 * hour).toISOString(),
    observations: [observation],
    flows: [],
  }
  await receiveBatch(store, { organisationId, sent: { ...sent, batchId: '1', isLive: true }, now: now() })
  const file = { ...sent, batchId: '2', isLive: false, observations: [{ ...observation, subject: { ip: '10.0.0.8' } }] }
  const { clockAheadMs } = await receiveBatch(store, { organisationId, sent: file, now: now() })
  assert.equal(clockAheadMs, -4 * hour)
  const seen = await inOrganisation(store, organisationId, async (trx) => {
    const { rows } = await sql<{
      ip: string
      at: string
    }>`select ips[1] as ip, last_seen_at as at from sighting order by 1`.execute(trx.query)
    return rows.map(({ ip, at }) => [ip, new Date(at).getTime() - now().getTime()])
  })
  assert.deepEqual(seen, [
    ['10.0.0.7', -hour],
    ['10.0.0.8', -5 * hour],
  ])
})
