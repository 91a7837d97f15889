import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'

const around = await mkdtemp(join(tmpdir(), 'auscult-page-'))
test.after(async () => rm(around, { recursive: true }))
const folder = join(around, 'page')
await mkdir(join(folder, 'assets'), { recursive: true })
await mkdir(join(folder, '.vite'))
await writeFile(
  join(folder, 'index.html'),
  '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style><title>Auscult</title>',
)
await writeFile(join(folder, 'assets', 'index-abc123.js'), 'export {}')
await writeFile(join(folder, 'mark.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
await writeFile(join(folder, '.vite', 'manifest.json'), '{}')
await writeFile(join(around, 'page-secret'), 'secret')

const store = await testStore(test)
const server = await testServer(test, store, { pageFolder: folder })

test('the page is served at each of its own addresses, without a token', async () => {
  for (const path of [
    '/',
    '/ask?q=openssl',
    '/devices/0f8fad5b-d9cb-469f-a165-70867728950e',
    '/vulnerabilities/GO-2021-0113',
    '/index',
  ]) {
    const { status, headers, text } = await server.send(`GET ${path}`)
    assert.deepEqual(
      [status, headers['content-type'], headers['cache-control']],
      [200, 'text/html; charset=utf-8', 'no-store'],
      path,
    )
    assert.match(text, /<title>Auscult<\/title>/)
  }
  assert.equal((await server.send('HEAD /')).text, '')
})

test('styles carry a nonce that is fresh each time, and nothing runs but our own scripts', async () => {
  const [one, other] = [await server.send('GET /'), await server.send('GET /')]
  const nonces = [one, other].map(({ text, headers }) => {
    const [, nonce = ''] = /content="([^"]+)"/.exec(text) ?? []
    assert.ok(nonce.length >= 22 && !text.includes('__CSP_NONCE__'))
    assert.ok(text.includes(`<style nonce="${nonce}">`))
    assert.deepEqual(String(headers['content-security-policy']).split('; '), [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
    return nonce
  })
  assert.notEqual(nonces[0], nonces[1])
})

test('files with a digest in their name are kept for ever, others are asked about', async () => {
  const script = await server.send('GET /assets/index-abc123.js')
  assert.deepEqual([script.status, script.headers['cache-control']], [200, 'public, max-age=31536000, immutable'])
  assert.match(String(script.headers['content-type']), /javascript/)
  const mark = await server.send('GET /mark.svg')
  assert.deepEqual(
    [mark.status, mark.headers['cache-control'], mark.headers['content-type']],
    [200, 'no-cache', 'image/svg+xml'],
  )
  const again = await server.send('GET /mark.svg', { 'if-none-match': String(mark.headers['etag']) })
  assert.equal(again.status, 304)
})

test('only what was built is served: no hidden file, no folder, nothing outside', async () => {
  const paths = [
    '/.vite/manifest.json',
    '/assets/',
    '/assets/other.js',
    '/../page-secret',
    '/%2e%2e/page-secret',
    '/..%2fpage-secret',
    '/assets/..%2f..%2fpage-secret',
    '/assets/index-abc123.js%00',
    '//etc/passwd',
    '/etc/passwd',
  ]
  for (const path of paths) {
    const { status, text } = await server.send(`GET ${path}`)
    assert.ok([200, 400, 404].includes(status), path)
    assert.doesNotMatch(text, /secret|root:|export \{\}|^\{\}$/, path)
    if (status === 200) assert.match(text, /<title>Auscult<\/title>/, path)
  }
  assert.equal((await server.send('GET /assets/other.js')).status, 404)
})

test('every answer keeps browsers from framing it, guessing its type, telling where one came from', async () => {
  for (const path of ['/', '/mark.svg', '/api/v1/health', '/api/v1/nothing']) {
    const { headers } = await server.send(`GET ${path}`)
    const kept = [
      'x-content-type-options',
      'x-frame-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
    ].map((name) => headers[name])
    assert.deepEqual(kept, ['nosniff', 'DENY', 'no-referrer', 'same-origin', 'same-origin'], path)
    assert.match(String(headers['permissions-policy']), /camera=\(\)/)
    assert.match(String(headers['content-security-policy']), /^default-src 'none'/)
    assert.equal(headers['x-powered-by'], undefined)
  }
})

test('a page that is not built says so, and the interface works', async (t) => {
  const bare = await testServer(t, store)
  const { status, text } = await bare.send('GET /')
  assert.equal(status, 200)
  assert.match(text, /npm run build:web/)
  assert.equal((await bare.send('GET /api/v1/health')).status, 200)
})
