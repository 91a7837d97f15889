import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, factLines, hearStream, pieces, wire } from '../testing.ts'
import { http } from './http.ts'

const lines = (...text: string[]): Uint8Array => Buffer.from(text.join('\r\n'))
const client = lines(
  'GET /worklist?patient=DOE^JANE HTTP/1.1',
  'Host: Viewer.example:8080',
  'User-Agent: dcm4che/5.29 (Linux)',
  'Cookie: session=DOE',
  'Authorization: Basic RE9FOkpBTkU=',
  '',
  'GET /second HTTP/1.1',
  'Host: 10.0.0.9',
  '',
  '',
)
const page = '<html><head><title>Infusion gateway &#8211; sign in</title></head><body>DOE^JANE</body></html>'
const server = lines(
  'HTTP/1.1 401 Unauthorized',
  'Server: Apache/2.4.38 (Debian) OpenSSL/1.1.1d',
  'WWW-Authenticate: Basic realm="Ward station 3"',
  'Set-Cookie: who=DOE',
  'Content-Type: text/html',
  `Content-Length: ${page.length}`,
  '',
  `${page}HTTP/1.1 200 OK`,
  'X-Powered-By: PHP/8.1.2',
  'Content-Length: 0',
  '',
  '',
)

test('a proxy bears no name of those whom it fetches from, and of a tunnel through it only the greeting of the client is told', () => {
  const hello = wire(
    `16 0301 0045 01 000041 0303 ${'11'.repeat(32)} 00 0002 c02f 0100 0016 0000 0012 0010 00 000d "a.example.com"`,
  )
  const answer = wire(`16 0303 002a 02 000026 0303 ${'22'.repeat(32)} 00 c02f 00`)
  const asked = lines(
    'CONNECT a.example.com:443 HTTP/1.1',
    'Host: a.example.com:443',
    'User-Agent: Updater/2.1',
    '',
    '',
  )
  const heard = hearStream(http, [['client', asked], ['server', lines('HTTP/1.1 200 OK', 'Server: squid/5.7', '', '')], ['client', hello], ['server', answer]]) // prettier-ignore
  const told = factLines(heard)
  assert.ok(told.some((line) => line.startsWith('ja4: t12')), told.join('\n')) // prettier-ignore
  assert.ok(told.includes('softwareProductVersion: 5.7'))
  assert.equal(told.some((line) => line.startsWith('serverName') || line.startsWith('ja3s')), false) // prettier-ignore
  const fetched = hearStream(http, [['client', lines('GET http://updates.example/ HTTP/1.1', 'Host: updates.example', '', '')]]) // prettier-ignore
  assert.deepEqual(factLines(fetched), ['role: server'])
})

test('HTTP tells what both sides call themselves, and nothing that was asked or sent', () => {
  const heard = hearStream(http, [['client', client], ['server', server]]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'banner: dcm4che/5.29 (Linux)',
    'role: client',
    'softwareProduct: dcm4che',
    'softwareProductVersion: 5.29',
    'role: server',
    'serverName: viewer.example',
    'role: server',
    'banner: Apache/2.4.38 (Debian) OpenSSL/1.1.1d',
    'role: server',
    'softwareProduct: Apache',
    'softwareProductVersion: 2.4.38',
    'softwareProduct: OpenSSL',
    'softwareProductVersion: 1.1.1d',
    'banner: Ward station 3',
    'banner: Infusion gateway &#8211; sign in',
    'banner: PHP/8.1.2',
    'role: server',
    'softwareProduct: PHP',
    'softwareProductVersion: 8.1.2',
  ])
  assert.deepEqual(heard.dropped, { path: 2, credential: 3, text: 1 })
  assert.equal(JSON.stringify(heard).includes('DOE'), false)
})

test('it does not matter how HTTP was cut into segments', () => {
  const whole = factLines(hearStream(http, [['client', client], ['server', server]])) // prettier-ignore
  for (const size of [1, 5, 64]) {
    assert.deepEqual(
      factLines(hearStream(http, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])),
      whole,
    )
  }
})

test('a page without a length is read to the end of the connection', () => {
  const open = lines('HTTP/1.0 200 OK', 'Content-Type: text/html', '', '<title>Bedside monitor</title>')
  assert.deepEqual(factLines(hearStream(http, [['server', open]])), ['banner: Bedside monitor']) // prettier-ignore
})

test('HTTP is known by its method or its version', () => {
  const by = { seenAt: 0, source: {}, destination: {} }
  const say = (text: string, side: 'client' | 'server' = 'client'): string =>
    http.recognises(Buffer.from(text), side, by)
  assert.deepEqual(
    ['GET / H', 'PO', 'GETTY', 'SSH-2.0-x', 'M-SEARCH * '].map((text) => say(text)),
    ['yes', 'more', 'more', 'no', 'yes'],
  )
  assert.deepEqual(
    ['HTTP/1.1 200', 'HT', 'ICY 200'].map((text) => say(text, 'server')),
    ['yes', 'more', 'no'],
  )
})

test('HTTP that is damaged does no harm', () => {
  assertStreamSurvives(http, client, server)
})

const metadata =
  '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><m:Metadata xmlns:m="urn:m"><d:ThisModel xmlns:d="urn:d"><d:Manufacturer>Acme</d:Manufacturer><d:ModelName>P1</d:ModelName></d:ThisModel><d:ThisDevice xmlns:d="urn:d"><d:FriendlyName>DOE^JANE</d:FriendlyName><d:SerialNumber>S-7</d:SerialNumber></d:ThisDevice></m:Metadata></s:Body></s:Envelope>'

test('what a device answers about itself by SOAP is told, whole or in chunks', () => {
  const head = ['HTTP/1.1 200 OK', 'Content-Type: application/soap+xml; charset=utf-8']
  const chunks = [metadata.slice(0, 100), metadata.slice(100)].map(
    (piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`,
  )
  const answers = [
    `${[...head, `Content-Length: ${metadata.length}`, '', ''].join('\r\n')}${metadata}`,
    `${[...head, 'Transfer-Encoding: chunked', '', ''].join('\r\n')}${chunks.join('')}0\r\n\r\n`,
  ]
  for (const answer of answers) {
    const heard = hearStream(http, [['server', Buffer.from(answer)]])
    assert.deepEqual(factLines(heard), ['maker: Acme', 'model: P1', 'serial: S-7'])
    assert.doesNotMatch(JSON.stringify(heard), /JANE/)
  }
})
