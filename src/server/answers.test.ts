import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import { addSbom } from '../flows/index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const { store } = north
const flawed = [{ introduced: '0' }, { fixed: '2.0.0' }]

await north.load('osv', [osvRecord('GHSA-aaaa-aaaa-aaaa', 'npm', 'leaky', flawed, { aliases: ['CVE-2031-0001'] })])
await north.describe('Pump', { parts: [{ name: 'leaky', version: '1.0.0', purl: 'pkg:npm/leaky@1.0.0' }] })
await north.own(['n-1', 'n-2', 'n-3'], { model: 'Pump' })
await north.own(['n-4'], { model: 'Monitor' })
await south.own(['s-1'], { model: 'Pump' })

const server = await testServer(test, store)

test('who holds an answer already is told so without a body; any change gives another tag', async () => {
  const first = await server.ask('GET /devices?organisation=North')
  const tag = String(first.headers['etag'])
  assert.match(tag, /^"[\w-]{27}"$/)
  const again = await server.ask('GET /devices?organisation=North', { 'if-none-match': `"x", W/${tag}` })
  assert.deepEqual(
    [again.status, again.text, again.headers['etag'], again.headers['content-type']],
    [304, '', tag, undefined],
  )
  const other = await server.ask('GET /devices?organisation=South', { 'if-none-match': tag })
  assert.equal(other.status, 200)
  assert.notEqual(other.headers['etag'], tag)
})

test('nothing of a fleet is kept by a browser; public knowledge and documents are asked about again', async () => {
  const cachingOf = async (path: string) => (await server.ask(`GET ${path}`)).headers['cache-control']
  for (const path of [
    '/devices?organisation=North',
    '/ask?q=zlib&organisation=North',
    '/ask/export?q=zlib&organisation=North',
    '/models?organisation=North',
    '/health',
  ])
    assert.equal(await cachingOf(path), 'no-store', path)
  for (const path of ['/vulnerabilities?organisation=North', '/feeds', '/openapi.json'])
    assert.equal(await cachingOf(path), 'private, no-cache', path)
})

test('HEAD says what GET would, without the body', async () => {
  for (const path of ['/devices?organisation=North', '/feeds', '/health', '/problems', '/openapi.json']) {
    const [head, get] = [await server.ask(`HEAD ${path}`), await server.ask(`GET ${path}`)]
    assert.deepEqual(
      [head.status, head.text, head.headers['etag'], head.headers['content-length']],
      [200, '', get.headers['etag'], get.headers['content-length']],
      path,
    )
  }
  const list = await server.ask('HEAD /ask/export?q=zlib&organisation=North')
  assert.deepEqual([list.status, list.text, list.headers['content-type']], [200, '', 'text/csv; charset=utf-8'])
})

test('an SBOM is given back as it came, under its digest, and no browser opens it', async () => {
  const bytes = Buffer.from(
    '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"<script>","version":"1"}]}  \n',
  )
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const target = { maker: 'Maker', model: 'Odd', version: '1' }
  const added = await addSbom(store, {
    organisationId: north.organisation.organisationId,
    bytes,
    fileName: 'Pömpe"\r\nx: y.html',
    target,
  })
  assert.ok(added.is === 'added')
  const path = `/sboms/${added.sbomId}/document?organisation=North`
  const { headers, bytes: given } = await server.ask(`GET ${path}`)
  assert.ok(given.equals(bytes))
  assert.equal(headers['etag'], `"${sha256}"`)
  assert.equal(headers['content-type'], 'application/vnd.cyclonedx+json')
  assert.equal(headers['content-length'], String(bytes.length))
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['content-disposition']), /^attachment; filename="P_mpe-x- y\.html"; /)
  assert.match(String(headers['content-security-policy']), /^default-src 'none'/)
  const again = await server.ask(`GET ${path}`, { 'if-none-match': `"${sha256}"` })
  assert.deepEqual([again.status, again.bytes.length], [304, 0])
  const head = await server.ask(`HEAD ${path}`)
  assert.deepEqual([head.status, head.headers['content-length'], head.bytes.length], [200, String(bytes.length), 0])
  for (let turn = 0; turn < 5; turn += 1)
    assert.equal((await server.ask(`GET ${path}`, { 'if-none-match': '*' })).status, 304)
  assert.equal((await server.ask(`GET ${path}`)).status, 200, 'places at the gate were given back')
})

test('a whole answer comes as a file for a spreadsheet, a program or paper', async () => {
  const csv = await server.ask('GET /ask/export?q=CVE-2031-0001&organisation=North')
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8')
  assert.match(String(csv.headers['content-disposition']), /filename="auscult CVE-2031-0001\.csv"/)
  assert.equal(csv.text.trimEnd().split('\r\n').length, 4 + 1)
  const affected = await server.ask('GET /ask/export?q=CVE-2031-0001&organisation=North&verdict=affected&lang=fr')
  assert.equal(affected.text.trimEnd().split('\r\n').length, 3 + 1)
  const json = (await server.ask('GET /ask/export?q=CVE-2031-0001&organisation=North&format=json')).json as {
    devices: unknown[]
  }
  assert.equal(json.devices.length, 4)
  const text = await server.ask('GET /ask/export?q=CVE-2031-0001&organisation=North&format=text')
  assert.match(text.text, /Affected means that the software holds the flaw/)
  const refused = await server.ask('GET /ask/export?q=openssl%20%3C&organisation=North')
  assert.deepEqual([refused.status, refused.headers['content-disposition']], [400, undefined])
})

test('measures are told by route, never by what was asked', async () => {
  await server.ask('GET /ask?q=RoomOfCardinal&organisation=North')
  const { text, headers } = await server.ask('GET /metrics')
  assert.match(String(headers['content-type']), /^text\/plain/)
  assert.match(
    text,
    /auscult_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/ask",status="200"\} \d+/,
  )
  for (const name of [
    'auscult_work',
    'auscult_database_connections',
    'auscult_jobs{state="waiting"} 0',
    'nodejs_eventloop_lag',
    'process_resident_memory_bytes',
    'auscult_http_requests_in_flight 1',
  ])
    assert.ok(text.includes(name), name)
  assert.doesNotMatch(text, /RoomOfCardinal/)
})
