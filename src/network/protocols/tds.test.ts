import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, between, factLines, hearStream, wire } from '../testing.ts'
import { tds } from './tds.ts'

const packet = (type: string, body: Uint8Array): Uint8Array => Buffer.concat([wire(`${type} 01 00${(body.length + 8).toString(16).padStart(2, '0')} 0000 01 00`), body]) // prettier-ignore
/** Version and encryption. */
const options = (version: string): Uint8Array => wire(`00 000b 0006 01 0011 0001 ff ${version} 00`)
const prelogin = packet('12', options('11000000 0000'))
const answer = packet('04', options('0f0007d0 0000'))
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const texts = Buffer.concat([wide('PACS-WS2'), wide('jane.doe'), wide('s3cret')])
const login = packet('10', Buffer.concat([wire(`${'00'.repeat(36)} 5e00 0800 6e00 0800 7e00 0600 ${'00'.repeat(46)}`), texts])) // prettier-ignore
const server = between({}, { port: 1433 })

test('TDS tells the build of the server and the computer that uses it; no user, no password', () => {
  const heard = hearStream(tds, [['client', prelogin], ['server', answer], ['client', login]], server) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'softwareProduct: Microsoft SQL Server',
    'softwareProductVersion: 15.0.2000',
    'service: tds/1433',
    'role: database-server',
    'hostName: PACS-WS2',
    'role: database-client',
  ])
  assert.deepEqual(heard.told.map(({ confidence }) => confidence), ['strong', 'weak']) // prettier-ignore
  assert.deepEqual(heard.dropped, { person: 1, credential: 1 })
  assert.equal(/j.?a.?n.?e|s3cret/i.test(JSON.stringify(heard)), false)
})

test('TDS is recognised by its prelogin anywhere, by a packet on its own port', () => {
  const says = (bytes: Uint8Array, port: number): string => tds.recognises(bytes, 'client', between({}, { port }))
  assert.deepEqual([says(prelogin, 50_001), says(prelogin.subarray(0, 6), 50_001), says(login, 1433), says(login, 50_001), says(Buffer.from('GET / HTTP/1.1'), 1433)], ['yes', 'more', 'yes', 'no', 'no']) // prettier-ignore
})

test('a server that tells no version is told without one', () => {
  const heard = hearStream(tds, [['server', packet('04', wire('fd 1000 c100 0000000000000000'))]], server)
  assert.deepEqual(factLines(heard), ['service: tds/1433', 'role: database-server'])
})

test('TDS that is damaged does no harm', () => {
  assertStreamSurvives(tds, prelogin, answer)
  assertStreamSurvives(tds, login, answer)
})
