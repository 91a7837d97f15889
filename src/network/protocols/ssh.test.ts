import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { assertStreamSurvives, factLines, hearStream, pieces } from '../testing.ts'
import { ssh } from './ssh.ts'

const lists = [
  'curve25519-sha256',
  'ssh-ed25519',
  'aes128-ctr',
  'aes256-ctr',
  'hmac-sha2-256',
  'hmac-sha1',
  'none',
  'zlib',
]

function kexInit(): Uint8Array {
  const payload = [20, ...Array.from({ length: 16 }, () => 7)]
  for (const list of lists) payload.push(0, 0, 0, list.length, ...Buffer.from(list))
  const padding = 8
  return Uint8Array.from([
    0,
    0,
    0,
    payload.length + 1 + padding,
    padding,
    ...payload,
    ...Array.from({ length: padding }, () => 0),
  ])
}

const opening = (text: string): Uint8Array => Buffer.concat([Buffer.from(text), kexInit()])
const client = opening('SSH-2.0-PuTTY_Release_0.76\r\n')
const server = opening('Authorised staff only\r\nSSH-2.0-OpenSSH_7.4 FreeBSD-20170902\n')

test('both sides of SSH name their software and the fingerprint of their own direction', () => {
  const hassh = (...own: string[]): string => `hassh: ${createHash('md5').update(own.join(';')).digest('hex')}`
  assert.deepEqual(factLines(hearStream(ssh, [['client', client], ['server', server]])), [
    'banner: SSH-2.0-PuTTY_Release_0.76',
    'role: client',
    'softwareProduct: PuTTY_Release',
    'softwareProductVersion: 0.76',
    hassh('curve25519-sha256', 'aes128-ctr', 'hmac-sha2-256', 'none'),
    'banner: SSH-2.0-OpenSSH_7.4 FreeBSD-20170902',
    'role: server',
    'softwareProduct: OpenSSH',
    'softwareProductVersion: 7.4',
    hassh('curve25519-sha256', 'aes256-ctr', 'hmac-sha1', 'zlib'),
  ]) // prettier-ignore
})

test('it does not matter how SSH was cut into segments', () => {
  const whole = factLines(hearStream(ssh, [['client', client], ['server', server]])) // prettier-ignore
  for (const size of [1, 3, 29]) {
    assert.deepEqual(
      factLines(hearStream(ssh, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])),
      whole,
    )
  }
})

test('SSH is known by its first four letters', () => {
  const say = (text: string): string =>
    ssh.recognises(Buffer.from(text), 'server', { seenAt: 0, source: {}, destination: {} })
  assert.deepEqual(['SS', 'SSH-2', 'HTTP', ''].map(say), ['more', 'yes', 'no', 'more'])
})

test('SSH that is damaged does no harm', () => {
  assertStreamSurvives(ssh, client, server)
})
