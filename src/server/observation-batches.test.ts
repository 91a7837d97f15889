import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }
const path = 'POST /observation-batches'

const flow = {
  client: { ip: '10.0.0.1' },
  server: { ip: '10.0.0.2' },
  transport: 'tcp',
  port: 104,
  connections: 1,
  unanswered: 0,
  packets: 1,
  bytes: 1,
  firstSeenAt: 1_790_000_000_000,
  lastSeenAt: 1_790_000_000_000,
}

function batch(more: object = {}): string {
  return JSON.stringify({
    sensor: 'ward',
    batchId: 'one',
    source: 'eth1',
    sentAt: new Date().toISOString(),
    isLive: false,
    observations: [],
    flows: [flow],
    ...more,
  })
}

test('a batch is taken, and sent again it counts once', async () => {
  const first = await server.ask(path, json, batch())
  const second = await server.ask(path, json, batch())
  assert.deepEqual([first.status, second.status], [200, 200], first.text)
  assert.deepEqual(
    [first.json, second.json].map((body) => (body as { is: string }).is),
    ['taken', 'known'],
  )
})

test('a body that would take many times its size in memory is refused before anything is made of it', async () => {
  const lists = '['.repeat(1_000_000)
  const objects = `{"a":${'['.repeat(9)}`
  const many = `{"observations":[${'{},'.repeat(2_100_000)}{}]}`
  for (const body of [lists, objects, many]) {
    const { status, json: problem } = await server.ask(path, json, body)
    assert.deepEqual([status, (problem as { code: string }).code], [413, 'bodyTooLarge'])
  }
})

test('brackets and commas inside of texts are counted for nothing, whatever stands before the quotation mark', async () => {
  const sensor = `${'[,{'.repeat(40)}\\"[[[[[[[[[["`
  const { status, text } = await server.ask(path, json, batch({ sensor, batchId: 'marks' }))
  assert.equal(status, 200, text)
})

test('what is no JSON, no batch, packed or in another encoding is told, and nothing of it is repeated', async () => {
  const bodies: readonly (readonly [string | Uint8Array, number])[] = [
    ['', 400],
    ['{"sensor":"x', 400],
    ['"\\', 400],
    [Buffer.from([0x22, 0xff, 0x22]), 400],
    ['null', 400],
    ['[]', 400],
    [batch({ sensor: 'x'.repeat(201) }), 400],
    [batch({ flows: [{ ...flow, port: 70_000 }] }), 400],
  ]
  for (const [body, expected] of bodies) {
    const { status, text } = await server.ask(path, json, body)
    assert.equal(status, expected, `${String(body).slice(0, 60)}: ${text}`)
    assert.doesNotMatch(text, /xxxx|70000/)
  }
  const packed = await server.ask(path, { ...json, 'content-encoding': 'gzip' }, batch())
  assert.equal(packed.status, 415)
})

test('a clock that tells a leap second is as good as right', async () => {
  const sent = await server.ask(path, json, batch({ sentAt: '2026-12-31T23:59:60Z', batchId: 'leap' }))
  assert.deepEqual([sent.status, (sent.json as { clockAheadMs: number }).clockAheadMs], [200, 0], sent.text)
})

test('counts beyond all measure end nobody else’s counting', async () => {
  const huge = { ...flow, port: 105, bytes: 2 ** 53, packets: 2 ** 53 }
  const flows = Array.from({ length: 2_000 }, () => huge)
  for (const batchId of ['huge 1', 'huge 2']) {
    const { status, text } = await server.ask(path, json, batch({ batchId, flows }))
    assert.equal(status, 200, text)
  }
  const observation = {
    subject: { ip: '10.0.0.3' },
    protocol: 'http',
    facts: [{ field: 'software', value: 'x' }],
    confidence: 'weak',
    firstSeenAt: flow.firstSeenAt,
    lastSeenAt: flow.lastSeenAt,
    count: 2 ** 53,
    place: 'packet 1',
  }
  const observations = Array.from({ length: 2_000 }, () => observation)
  for (const batchId of ['often 1', 'often 2']) {
    const { status, text } = await server.ask(path, json, batch({ batchId, observations }))
    assert.equal(status, 200, text)
  }
})
