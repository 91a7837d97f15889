import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { createConnection } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { osvRecord } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { Answered, TestServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const dataFolder = await mkdtemp(join(tmpdir(), 'auscult-uploads-'))
test.after(async () => rm(dataFolder, { recursive: true, force: true }))
const limits = { sbomBytes: 200_000, answeredAtOnceBytes: 100_000, feedFileBytes: 300_000, assetListBytes: 200_000 }
const server = await testServer(test, store, { dataFolder, limits })

interface Body {
  readonly [field: string]: unknown
}

const bodyOf = ({ json }: Answered): Body => json as Body
const json = { 'content-type': 'application/json' }

function sbomOf(name: string, parts = 2): string {
  const components = Array.from({ length: parts }, (_, n) => ({
    type: 'library',
    name: `part-${n}`,
    version: '1.0.0',
    'bom-ref': `part-${n}`,
    purl: `pkg:npm/part-${n}@1.0.0`,
  }))
  const metadata = {
    component: { type: 'device', name, version: '1', manufacturer: { name: 'Maker' }, 'bom-ref': 'd' },
  }
  return JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    metadata,
    components,
  })
}

/** A job's last state. */
async function ended(on: TestServer, { jobId }: Body): Promise<Body> {
  for (;;) {
    const job = bodyOf(await on.ask(`GET /jobs/${String(jobId)}`))
    if (job['state'] !== 'waiting' && job['state'] !== 'running') return job
  }
}

test('an SBOM is added under its digest, matched, and found again; the same bytes change nothing', async () => {
  const bom = sbomOf('Pump')
  const added = await server.ask('POST /sboms?fileName=pump.json', json, bom)
  assert.equal(added.status, 201, added.text)
  const sha256 = createHash('sha256').update(bom).digest('hex')
  const { sbomId, describes, components, matched } = bodyOf(added)
  assert.deepEqual([describes, components, matched], ['Maker Pump 1', 3, true])
  assert.equal(added.headers['location'], `/api/v1/sboms/${String(sbomId)}`)
  assert.equal(added.headers['etag'], `"${sha256}"`)
  const document = await server.ask(`GET /sboms/${String(sbomId)}/document`)
  assert.equal(document.text, bom)
  const again = await server.ask('POST /sboms', { 'content-type': 'application/octet-stream' }, bom)
  assert.deepEqual([again.status, bodyOf(again)['is'], bodyOf(again)['sbomId']], [200, 'unchanged', sbomId])
})

test('what an SBOM describes may be said beside it: a model version, or one device', async () => {
  const bom = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [{ type: 'library', name: 'x' }],
  })
  const silent = await server.ask('POST /sboms', json, bom)
  assert.deepEqual([silent.status, bodyOf(silent)['code']], [422, 'refused'])
  assert.match(String(bodyOf(silent)['detail']), /does not say what it describes/)
  const told = await server.ask('POST /sboms?maker=Maker&model=Monitor&version=2', {}, bom)
  assert.deepEqual([told.status, bodyOf(told)['describes']], [201, 'Maker Monitor 2'])
  const unknown = await server.ask('POST /sboms?device=SN-404', json, bom)
  assert.match(String(bodyOf(unknown)['detail']), /no device has "SN-404"/)
  const both = await server.ask('POST /sboms?device=SN-404&maker=Maker', json, bom)
  assert.equal(both.status, 422)
})

test('what is no SBOM is refused in the words of its reader', async () => {
  for (const body of ['{', 'hello', '{"bomFormat":"CycloneDX"'] as const) {
    const refused = await server.ask('POST /sboms', { 'content-type': 'text/plain' }, body)
    assert.deepEqual(
      [refused.status, bodyOf(refused)['code'], refused.headers['content-type']],
      [422, 'refused', 'application/problem+json'],
    )
  }
  assert.equal((await server.ask('POST /sboms', json, '')).status, 400)
  const packed = await server.ask('POST /sboms', { 'content-encoding': 'gzip' }, 'x')
  assert.deepEqual([packed.status, bodyOf(packed)['code']], [415, 'mediaTypeUnknown'])
})

test('a body beyond the limit is refused before and while it comes, and the answer is heard', async () => {
  const told = await server.ask('POST /sboms', json, 'x'.repeat(200_001))
  assert.deepEqual([told.status, bodyOf(told)['code']], [413, 'bodyTooLarge'])
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { authorization: `Bearer ${server.token}`, 'transfer-encoding': 'chunked' }
    const sent = request(
      { port: server.port, host: '127.0.0.1', method: 'POST', path: '/api/v1/sboms', headers },
      (response) => {
        clearInterval(pouring)
        void text(response).then(resolve, reject)
      },
    )
    sent.on('error', () => undefined)
    const pouring = setInterval(() => sent.write('y'.repeat(50_000)), 5)
  })
  assert.match(answer, /bodyTooLarge/)
})

test('a body that breaks off leaves nothing behind', async () => {
  const socket = createConnection(server.port, '127.0.0.1')
  const head = [
    `POST /api/v1/feeds/osv/file HTTP/1.1`,
    `Host: 127.0.0.1:${server.port}`,
    `Authorization: Bearer ${server.token}`,
  ]
  socket.write([...head, 'Content-Length: 100000', '', 'a beginning'].join('\r\n'))
  while (spooled().length === 0) await server.ask('GET /health')
  socket.destroy()
  while (spooled().length > 0) await server.ask('GET /health')
})

function spooled(): string[] {
  return readdirSync(join(dataFolder, 'spool')).filter((name) => name !== 'id')
}

test('a large SBOM is read while others are answered', async (t) => {
  const large = await testServer(t, store)
  const events: string[] = []
  const bom = sbomOf('Large pump', 10_000)
  const sent = large.ask('POST /sboms', json, bom).then((answered) => {
    events.push('added')
    return answered
  })
  for (let turn = 0; turn < 5; turn += 1) {
    await large.ask('GET /health')
    events.push('health')
  }
  const added = await sent
  assert.deepEqual([added.status, bodyOf(added)['components']], [201, 10_001], added.text)
  assert.deepEqual(events, [...Array<string>(5).fill('health'), 'added'])
})

test('a large SBOM becomes a job, which says the same in its result', async () => {
  const bom = sbomOf('Big pump', 1_200)
  const accepted = await server.ask('POST /sboms?fileName=big.json', json, bom)
  assert.equal(accepted.status, 202, accepted.text)
  assert.equal(accepted.headers['location'], `/api/v1/jobs/${String(bodyOf(accepted)['jobId'])}`)
  const done = await ended(server, bodyOf(accepted))
  assert.deepEqual(
    [done['state'], done['says'], (done['result'] as Body)['components']],
    ['done', 'add the SBOM big.json: done', 1_201],
  )
})

test('a feed is loaded from a file, and one that is malformed fails with the words of its reader', async () => {
  const record = osvRecord('MADE-UP-1', 'npm', 'part-0', [{ introduced: '0' }, { fixed: '2.0.0' }])
  const accepted = await server.ask('POST /feeds/osv/file?fileName=osv.json', {}, JSON.stringify(record))
  assert.equal(accepted.status, 202)
  const done = await ended(server, bodyOf(accepted))
  assert.deepEqual([done['state'], done['result']], ['done', { feed: 'osv', records: 1, changed: 1 }])
  const wrong = await ended(server, bodyOf(await server.ask('POST /feeds/nvd/file', {}, JSON.stringify(record))))
  assert.deepEqual([wrong['state'], (wrong['problem'] as Body)['code']], ['failed', 'unknownFormat'])
  assert.equal((await server.ask('POST /feeds/none/file', {}, 'x')).status, 400)
  assert.equal((await server.ask('POST /feeds/osv/file', {}, 'x'.repeat(300_001))).status, 413)
  while (spooled().length > 0) await server.ask('GET /health') // a file goes once its job has ended
})

test('the equipment list: what would change, what changed, and what is refused', async () => {
  const list = 'serial,maker,model,software version\nSN-1,Maker,Pump,1\nSN-2,Maker,Pump,1\n'
  const csv = { 'content-type': 'text/csv' }
  const planned = await server.ask('POST /asset-lists?dryRun=true', csv, list)
  assert.deepEqual([planned.status, bodyOf(planned)['is'], bodyOf(planned)['added']], [200, 'planned', 2])
  const imported = await server.ask('POST /asset-lists?fileName=list.csv', csv, list)
  assert.deepEqual([imported.status, bodyOf(imported)['is'], bodyOf(imported)['added']], [200, 'imported', 2])
  const refused = await server.ask('POST /asset-lists', csv, '%PDF-1.7')
  assert.deepEqual([refused.status, bodyOf(refused)['code']], [422, 'refused'])
  const one = await server.ask('POST /sboms?device=SN-1', json, sbomOf('Pump'))
  assert.equal(one.status, 201, one.text)
  const long = `serial,maker,model\n${Array.from({ length: 5_000 }, (_, n) => `LONG-SERIAL-${n},Maker,Pump`).join('\n')}`
  const done = await ended(server, bodyOf(await server.ask('POST /asset-lists', csv, long)))
  assert.deepEqual([done['state'], (done['result'] as Body)['added']], ['done', 5_000])
})

test('a rematch is asked for, and one that waits is not doubled', async () => {
  const asked = await server.ask('POST /rematches')
  assert.equal(asked.status, 202)
  assert.equal((await ended(server, bodyOf(asked)))['state'], 'done')
  const body = await server.ask('POST /rematches', json, '{}')
  assert.deepEqual([body.status, bodyOf(body)['code']], [413, 'bodyTooLarge'])
})

test('with an idempotency key a request is done once, whatever it asks', async () => {
  const key = { ...json, 'idempotency-key': `"${randomUUID()}"` }
  const bom = sbomOf('Scanner')
  const first = await server.ask('POST /sboms', key, bom)
  const again = await server.ask('POST /sboms', key, bom)
  assert.deepEqual([first.status, again.status, again.text], [201, 201, first.text])
  assert.deepEqual([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']], [undefined, 'true'])
  assert.equal(again.headers['location'], first.headers['location'])
  const other = await server.ask('POST /sboms', key, sbomOf('Scanner'))
  assert.deepEqual([other.status, bodyOf(other)['code']], [422, 'keyReused'])
  const otherPath = await server.ask('POST /sboms?model=Other', key, bom)
  assert.equal(otherPath.status, 422)
  for (const name of ['', ' '.repeat(3), 'x'.repeat(256), 'a b', '"a', 'é'])
    if (name !== '')
      assert.equal((await server.ask('POST /sboms', { ...json, 'idempotency-key': name }, bom)).status, 400)
})

test('of requests with one key at the same time one is done, and the others are told to wait', async () => {
  const key = { 'idempotency-key': randomUUID() }
  const answers = await Promise.all([1, 2, 3, 4, 5].map(async () => server.ask('POST /feeds/osv/file', key, '{}')))
  const done = answers.filter(({ status }) => status === 202)
  assert.equal(new Set(done.map((each) => bodyOf(each)['jobId'])).size, 1)
  for (const { status, headers } of answers) {
    assert.ok(status === 202 || status === 409)
    if (status === 409) assert.ok(headers['retry-after'] !== undefined)
  }
  for (const each of done.slice(0, 1)) await ended(server, bodyOf(each))
})

test('memory that uploads may hold is bounded: what has no room goes to the disk and is added all the same', async (t) => {
  const roomy = await testServer(t, store, { dataFolder })
  const boms = Array.from({ length: 12 }, (_, n) => `${sbomOf(`Large ${n}`)}${' '.repeat(5_000_000)}`)
  const answers = await Promise.all(boms.map(async (bom) => roomy.ask('POST /sboms', json, bom)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  while (spooled().length > 0) await roomy.ask('GET /health') // it goes when the response has
})
