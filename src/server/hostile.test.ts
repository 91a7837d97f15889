import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import { enqueue } from '../flows/index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const flawed = [{ introduced: '0' }, { fixed: '2.0.0' }]
const secret = { name: 'secret-part', version: '1.0.0', purl: 'pkg:npm/secret-part@1.0.0' }
await north.load('osv', [osvRecord('GHSA-aaaa-aaaa-aaaa', 'npm', 'secret-part', flawed)])
await south.describe('Secret pump', { parts: [secret] })
await south.own(['secret-1', 'secret-2'], { model: 'Secret pump', site: 'Secret site', ward: 'Secret ward' })
await north.describe('Pump', { parts: [{ name: 'zlib', version: '1.2.11' }] })
await north.own(['n-1', 'n-2'], { model: 'Pump' })
const server = await testServer(test, north.store)

type Listed = { readonly items: readonly Record<string, unknown>[]; readonly next?: string }
const json = { 'content-type': 'application/json' }
const sbom = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: `urn:uuid:${randomUUID()}`,
  components: [{ type: 'library', name: 'a', version: '1' }],
})

async function listOf(path: string): Promise<Listed> {
  const { status, json: body, text } = await server.ask(`GET ${path}`)
  assert.equal(status, 200, text)
  return body as Listed
}

/** What South has, by the names that addresses give it. */
async function idsOfSouth(): Promise<Record<'device' | 'sbom' | 'model' | 'job', string>> {
  const organisationId = south.organisation.organisationId
  const work = { kind: 'assetsImport', file: randomUUID(), fileName: 'secret.csv' } as never
  const { jobId } = await enqueue(north.store, { work, priority: 'upload', organisationId })
  const first = async (path: string, id: string): Promise<string> =>
    String((await listOf(`${path}?organisation=South&limit=1`)).items[0]?.[id])
  return {
    device: await first('/devices', 'deviceId'),
    sbom: await first('/sboms', 'sbomId'),
    model: await first('/models', 'modelVersionId'),
    job: jobId,
  }
}

test('nothing of another organisation is behind any id', async () => {
  const { device, sbom: sbomId, model, job } = await idsOfSouth()
  const paths = [
    `GET /devices/${device}`,
    `GET /devices/${device}/software`,
    `GET /devices/${device}/findings`,
    `GET /sboms/${sbomId}`,
    `GET /sboms/${sbomId}/document`,
    `GET /models/${model}`,
    `GET /jobs/${job}`,
    `GET /jobs/${job}/events`,
    `DELETE /jobs/${job}`,
  ]
  for (const line of paths) {
    const { status, text } = await server.ask(`${line}?organisation=North`)
    assert.equal(status, 404, `${line}: ${text}`)
    assert.doesNotMatch(text, /secret/i)
  }
  const added = await server.ask(`POST /sboms?organisation=North&device=${device}`, json, sbom)
  assert.deepEqual([added.status, /secret/i.test(added.text)], [422, false], added.text)
})

test('no list, search, suggestion or export tells of another organisation, not by its cursors either', async () => {
  const words = ['secret', 'Secret pump', 'secret-1', 'secret-part', 'site:"Secret site"', 'GHSA-aaaa-aaaa-aaaa']
  const lists = ['/devices', '/models', '/sboms', '/jobs', '/ask/devices?q=secret-part', '/ask/wards?q=secret-part']
  for (const path of lists) {
    const mark = path.includes('?') ? '&' : '?'
    const { text } = await server.ask(`GET ${path}${mark}organisation=North`)
    assert.doesNotMatch(text, /secret (?:pump|site|ward)|secret-[12]/i, path)
    const { next } = await listOf(`${path}${mark}organisation=South&limit=1`)
    if (next === undefined) continue
    const other = await server.ask(`GET ${path}${mark}organisation=North&after=${next}`)
    assert.doesNotMatch(other.text, /secret (?:pump|site|ward)|secret-[12]/i, path)
  }
  for (const word of words) {
    for (const path of ['/ask', '/ask/devices', '/ask/models', '/ask/wards', '/ask/export', '/suggest']) {
      const { status, text } = await server.ask(`GET ${path}?organisation=North&q=${encodeURIComponent(word)}`)
      assert.equal(status, 200, text)
      const said = text.replaceAll(word, '').replaceAll(/site:[\\"]*Secret site/g, '') // what was asked is said again
      assert.doesNotMatch(said, /secret (?:pump|site|ward)|secret-[12]/i, `${path} ${word}`)
    }
  }
})

test('a key that another organisation used opens nothing of its response', async () => {
  const key = { ...json, 'idempotency-key': randomUUID() }
  const path = 'POST /sboms?maker=Maker&model=Secret%20pump&version=2'
  const first = await server.ask(`${path}&organisation=South`, key, sbom)
  const second = await server.ask(`${path}&organisation=North`, key, sbom)
  assert.deepEqual([first.status, second.status], [201, 201], second.text)
  assert.equal(second.headers['idempotency-replayed'], undefined)
  assert.notEqual(first.headers['location'], second.headers['location'])
})

test('a text with a zero byte, half a character or a line break is taken or refused wherever it stands, and no header breaks', async () => {
  const texts = ['%00', 'a%00b', '%ED%A0%80', '%0D%0AX-Evil:%201', '%E2%80%AE%E2%80%8B', '%FF', "'\\", '1e999']
  const places = [
    'GET /ask?q=',
    'GET /ask/devices?q=a&ward=',
    'GET /ask/export?q=',
    'GET /suggest?q=',
    'GET /devices?q=',
    'GET /devices?site=',
    'GET /devices?limit=',
    'GET /devices?after=',
    'GET /models?q=',
    'GET /vulnerabilities?prefix=',
    'GET /vulnerabilities/',
    'GET /models/',
    'POST /sboms?maker=a&model=b&version=',
    'POST /sboms?device=',
    'POST /sboms?maker=a&model=b&version=1&fileName=',
    'POST /feeds/osv/file?fileName=',
  ]
  for (const place of places) {
    for (const text of texts) {
      const [mark, body] = [place.includes('?') ? '&' : '?', place.startsWith('GET') ? undefined : sbom]
      const answered = await server.ask(
        `${place}${text}${mark}organisation=North`,
        body === undefined ? {} : json,
        body,
      )
      assert.ok(answered.status < 500, `${place}${text}: ${answered.text}`)
      assert.equal(answered.headers['x-evil'], undefined)
    }
  }
  for (const text of texts) {
    const list = `serial,maker,model\nn-${text},Maker,Pump\n`
    const answered = await server.ask(`POST /asset-lists?organisation=North&fileName=${text}`, {}, list)
    assert.equal(answered.status, 200, `${text}: ${answered.text}`)
  }
})

test('a spreadsheet runs nothing of an export, and the page gets names as texts', async () => {
  const names = [
    '=cmd|calc!A0',
    '+1',
    '-1',
    '@SUM(1)',
    '<script>alert(1)</script>',
    '\u202Egnp.exe',
    'a\u200Bb',
    '＝1+1',
  ]
  const list = ['serial,maker,model,ward', ...names.map((name) => `"${name}",Maker,Hostile,"${name}"`)].join('\n')
  const imported = await server.ask('POST /asset-lists?organisation=North', { 'content-type': 'text/csv' }, list)
  assert.equal(imported.status, 200, imported.text)
  const csv = await server.ask('GET /ask/export?organisation=North&q=zlib&format=csv')
  assert.match(csv.text, /'=cmd/)
  assert.doesNotMatch(csv.text, /(?:^|[;,\n]"?)[=+@]/m)
  const answered = await server.ask('GET /devices?organisation=North&q=script')
  assert.match(String(answered.headers['content-type']), /^application\/json/)
  assert.equal(answered.headers['x-content-type-options'], 'nosniff')
})

test('questions that the database does not answer end there too, and leave their places to others', async (t) => {
  const hasty = await testServer(t, north.store, { limits: { answerMs: 1_000 } })
  const client = await north.store.ownerPool.connect()
  try {
    await client.query('begin; lock table device in access exclusive mode')
    const stuck = Array.from({ length: 8 }, async () => hasty.ask('GET /devices?organisation=North'))
    for (const { status, headers } of await Promise.all(stuck))
      assert.deepEqual([status, headers['retry-after']], [503, '2'])
    const other = await hasty.ask('GET /vulnerabilities?organisation=North')
    assert.equal(other.status, 200, other.text)
  } finally {
    await client.query('rollback')
    client.release()
  }
  assert.equal((await hasty.ask('GET /devices?organisation=North')).status, 200)
})

test('with 200 files waiting, what needs no file is still asked for, and a list that was taken says so', async () => {
  const work = { kind: 'feedImport', feed: 'osv', file: randomUUID(), fileName: 'feed.json' } as never
  const spool = { id: randomUUID(), folder: 'elsewhere', owner: 'nobody' } // of a server that is not there: they wait
  for (let n = 0; n < 201; n += 1) {
    const added = enqueue(north.store, { work, priority: 'scheduled', spool })
    if ((await added.catch(() => undefined)) === undefined) break
  }
  const full = await server.ask('POST /feeds/osv/file?organisation=North', {}, '{}')
  assert.deepEqual([full.status, (full.json as { code: string }).code], [429, 'tooManyWaiting'])
  const list = await server.ask('POST /asset-lists?organisation=North', {}, 'serial,maker,model\nlate,Maker,Pump\n')
  assert.equal(list.status, 200, list.text)
})
