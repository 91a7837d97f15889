import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, assertSurvives, between, factLines, hear, hearStream, pieces, wire } from '../testing.ts'
import { ber } from '../snmp/testing.ts'
import { kerberosTcp } from './kerberos-tcp.ts'
import { kerberos } from './kerberos.ts'

const text = (written: string): string => ber(0x1b, `"${written}"`)
const name = (kind: string, ...parts: readonly string[]): string =>
  ber(0x30, ber(0xa0, ber(2, kind)) + ber(0xa1, ber(0x30, parts.map(text).join(''))))

interface Asked {
  readonly account: string
  readonly machine?: string
}

/** A request for a ticket that opens others (AS-REQ). */
function request({ account, machine }: Asked): Uint8Array {
  const address = ber(0x30, ber(0xa0, ber(2, '14')) + ber(0xa1, ber(4, `"${machine}"`)))
  const body = [
    ber(0xa0, ber(3, '0040810010')),
    ber(0xa1, account),
    ber(0xa2, text('HOSPITAL.EXAMPLE')),
    ber(0xa3, name('02', 'krbtgt', 'HOSPITAL.EXAMPLE')),
    ber(0xa5, ber(0x18, '"20370913024805Z"')),
    ber(0xa7, ber(2, '12345678')),
    ber(0xa8, ber(0x30, ber(2, '12'))),
    machine === undefined ? '' : ber(0xa9, ber(0x30, address)),
  ]
  return wire(
    ber(0x6a, ber(0x30, ber(0xa1, ber(2, '05')) + ber(0xa2, ber(2, '0a')) + ber(0xa4, ber(0x30, body.join(''))))),
  )
}

const answer = wire(ber(0x6b, ber(0x30, [ber(0xa0, ber(2, '05')), ber(0xa1, ber(2, '0b')), ber(0xa3, text('HOSPITAL.EXAMPLE')), ber(0xa4, name('01', 'jane.doe')), ber(0xa5, ber(0x61, ber(0x30, ''))), ber(0xa6, ber(0x30, ''))].join('')))) // prettier-ignore
const failed = wire(ber(0x7e, ber(0x30, [ber(0xa0, ber(2, '05')), ber(0xa1, ber(2, '1e')), ber(0xa4, ber(0x18, '"20260301080000Z"')), ber(0xa5, ber(2, '00')), ber(0xa6, ber(2, '19')), ber(0xa9, text('HOSPITAL.EXAMPLE')), ber(0xaa, name('02', 'krbtgt', 'HOSPITAL.EXAMPLE'))].join('')))) // prettier-ignore
const ofPerson = request({ account: name('01', 'jane.doe'), machine: 'CT-ROOM1        ' })

test('Kerberos tells the machine from which somebody logs on, and not who', () => {
  const heard = hear(kerberos, ofPerson)
  assert.deepEqual(factLines(heard), ['hostName: CT-ROOM1', 'domain: HOSPITAL.EXAMPLE', 'role: kerberos-client'])
  assert.equal(heard.told[0]?.confidence, 'strong')
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('a machine that logs on by itself tells its name as a hint, since accounts of services look the same', () => {
  for (const account of [name('01', 'PACS01$'), name('03', 'host', 'PACS01')]) {
    const { told, dropped } = hear(kerberos, request({ account }))
    assert.deepEqual(told.map(({ facts, confidence }) => [facts.map(({ value }) => value).join(' '), confidence]), [['HOSPITAL.EXAMPLE kerberos-client', 'weak'], ['PACS01', 'weak']]) // prettier-ignore
    assert.deepEqual(dropped, {})
  }
  const both = hear(kerberos, request({ account: name('01', 'ct-room1$'), machine: 'CT-ROOM1        ' }))
  assert.equal(both.told.length, 1)
})

test('who answers is the key distribution centre of the realm; an error says the realm that was asked for', () => {
  const server = between({ ip: '10.0.0.2', port: 88 })
  const heard = hear(kerberos, answer, server)
  assert.deepEqual(factLines(heard), ['domain: HOSPITAL.EXAMPLE', 'service: kerberos/88', 'role: kerberos-server'])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.deepEqual(factLines(hear(kerberos, failed, server)), ['service: kerberos/88', 'role: kerberos-server'])
})

test('over TCP the same is told, however it is cut', () => {
  const framed = (message: Uint8Array): Uint8Array => Buffer.concat([Buffer.from([0, 0, message.length >> 8, message.length & 255]), message]) // prettier-ignore
  const [client, server] = [framed(ofPerson), framed(answer)]
  assert.equal(kerberosTcp.recognises(client, 'client', between({})), 'yes')
  assert.equal(kerberosTcp.recognises(client.subarray(0, 9), 'client', between({})), 'more')
  assert.equal(kerberosTcp.recognises(Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'client', between({})), 'no')
  for (const size of [1, 5, 4096]) {
    const heard = hearStream(kerberosTcp, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])
    assert.ok(factLines(heard).includes('hostName: CT-ROOM1'))
    assert.equal(/doe/i.test(JSON.stringify(heard)), false)
  }
  assertStreamSurvives(kerberosTcp, client, server)
})

test('only messages between a client and its centre are recognised, and damage does no harm', () => {
  assert.deepEqual([ofPerson, answer, failed].map((bytes) => kerberos.recognises(bytes, between({}))), [true, true, true]) // prettier-ignore
  assert.equal(kerberos.recognises(wire(ber(0x6e, ber(0x30, ber(0xa0, ber(2, '05')) + ber(0xa1, ber(2, '0e'))))), between({})), false) // prettier-ignore
  for (const message of [ofPerson, answer, failed]) assertSurvives(kerberos, message)
})
