import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, factLines, hearStream, pieces, wire } from '../testing.ts'
import { smb } from './smb.ts'

const utf16 = (text: string): Uint8Array => Buffer.from(text, 'utf16le')
const le = (value: number, width: number): Uint8Array => {
  const bytes = Buffer.alloc(width)
  bytes.writeUIntLE(value, 0, width)
  return bytes
}
const framed = (message: Uint8Array): Uint8Array =>
  Buffer.concat([wire('00'), Buffer.from(message.length.toString(16).padStart(6, '0'), 'hex'), message])

/** Windows 10.0.17763: major, minor, build, three zeros, revision of NTLM. */
const build17763 = wire('0a 00 6345 000000 0f')
const noBuild = wire('06 01 0000 000000 0f')

function challenge(version: Uint8Array): Uint8Array {
  const pair = (id: number, text: string): Uint8Array =>
    Buffer.concat([le(id, 2), le(utf16(text).length, 2), utf16(text)])
  const pairs = Buffer.concat([pair(2, 'CHU'), pair(1, 'RADIO-7'), pair(3, 'radio-7.chu.example'), wire('0000 0000')])
  const head = [
    wire('"NTLMSSP" 00 02000000 0000 0000 38000000'),
    le(0x02000001, 4),
    wire('1122334455667788 0000000000000000'),
  ]
  return Buffer.concat([...head, le(pairs.length, 2), le(pairs.length, 2), le(56, 4), version, pairs])
}

function authenticate(): Uint8Array {
  const texts = [utf16('CHU'), utf16('jane.doe'), utf16('CONSOLE-2')]
  let offset = 72
  const fields = texts.map((text) => {
    offset += text.length
    return Buffer.concat([le(text.length, 2), le(text.length, 2), le(offset - text.length, 4)])
  })
  const empty = wire('0000 0000 48000000')
  return Buffer.concat([
    wire('"NTLMSSP" 00 03000000'),
    empty,
    empty,
    ...fields,
    empty,
    le(0x02000001, 4),
    build17763,
    ...texts,
  ])
}

function smb2(command: number, isResponse: boolean, body: Uint8Array, status = 0): Uint8Array {
  const header = [wire('fe "SMB" 4000 0000'), le(status, 4), le(command, 2), wire('0000'), le(isResponse ? 1 : 0, 4)]
  return framed(Buffer.concat([...header, Buffer.alloc(44), body]))
}
const setupRequest = (token: Uint8Array): Uint8Array =>
  smb2(
    1,
    false,
    Buffer.concat([wire('1900 00 00 00000000 00000000'), le(88, 2), le(token.length, 2), Buffer.alloc(8), token]),
  )
const setupResponse = (token: Uint8Array, status: number): Uint8Array =>
  smb2(1, true, Buffer.concat([wire('0900 0000'), le(72, 2), le(token.length, 2), token]), status)
const negotiated = smb2(0, true, Buffer.concat([wire('4100 0100 1103 0000'), Buffer.alloc(56)]))

const client = setupRequest(authenticate())
const server = Buffer.concat([
  negotiated,
  setupResponse(challenge(build17763), 0xc0000016),
  setupResponse(new Uint8Array(), 0),
])

test('SMB tells dialect, names and the build of Windows of both machines, and not who logs in', () => {
  const heard = hearStream(smb, [['client', client], ['server', server]]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'operatingSystem: Windows',
    'osBuild: 10.0.17763',
    'hostName: CONSOLE-2',
    'domain: CHU',
    'service: smb 3.1.1',
    'role: server',
    'operatingSystem: Windows',
    'osBuild: 10.0.17763',
    'hostName: radio-7.chu.example',
    'domain: CHU',
  ])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('a version without a build is not taken for Windows', () => {
  const lines = factLines(hearStream(smb, [['server', setupResponse(challenge(noBuild), 0xc0000016)]])) // prettier-ignore
  assert.deepEqual(lines, ['hostName: radio-7.chu.example', 'domain: CHU'])
})

test('SMB 1 tells how the system names itself, in both forms of its answer and of its question', () => {
  const header = (command: string): Uint8Array => wire(`ff "SMB" ${command} 00000000 88 01c0 ${'00'.repeat(20)}`)
  const texts = Buffer.concat([utf16('Windows 5.1\0'), utf16('Windows 2000 LAN Manager\0'), utf16('CHU\0')])
  const answer = framed(
    Buffer.concat([header('73'), wire('03 ff000000 0000'), le(texts.length + 1, 2), wire('00'), texts]),
  )
  const who = Buffer.concat([
    utf16('jane.doe\0'),
    utf16('CHU\0'),
    utf16('Windows 2002 2600\0'),
    utf16('Windows 2002 5.1\0'),
  ])
  const words = Buffer.concat([wire('ff000000 ffff 0200 0000 00000000'), le(2, 2), le(3, 2), wire('00000000 d4000000')])
  const question = framed(
    Buffer.concat([header('73'), wire('0d'), words, le(who.length + 5, 2), wire('aaaabbbbbb'), who]),
  )
  const heard = hearStream(smb, [['client', question], ['server', answer]]) // prettier-ignore
  const lines = factLines(heard)
  assert.deepEqual(
    lines.filter((line) => line.startsWith('operatingSystem')),
    ['operatingSystem: Windows 2002 2600', 'operatingSystem: Windows 5.1'],
  )
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('it does not matter how SMB was cut into segments', () => {
  const whole = factLines(hearStream(smb, [['client', client], ['server', server]])) // prettier-ignore
  for (const size of [1, 11, 200]) {
    assert.deepEqual(
      factLines(hearStream(smb, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])),
      whole,
    )
  }
})

test('SMB that is damaged does no harm', () => {
  assertStreamSurvives(smb, client, server)
})
