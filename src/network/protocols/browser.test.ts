import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodedNetbiosName } from '../netbios/testing.ts'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { browser } from './browser.ts'

const announcing = between({ port: 138 }, { ip: '10.0.0.255', port: 138 })
const le16 = (value: number): string => Buffer.from([value & 0xff, value >> 8]).toString('hex')

/** A datagram that brings `frame` into a mail slot. */
function slotted(slot: string, frame: string): Uint8Array {
  const name = `"${slot}" 00`
  const at = 32 + 1 + 34 + 2 + wire(name).length
  const length = wire(frame).length
  const words = `0000 ${le16(length)} 0000 0000 00 00 0000 e8030000 0000 0000 0000 ${le16(length)} ${le16(at)} 03 00 0100 0100 0200`
  const smb = `ff "SMB" 25 ${'00'.repeat(27)} 11 ${words} ${le16(wire(name).length + length)} ${name} ${frame}`
  const names = `20 "${encodedNetbiosName('PACS01', 0x20)}" 00 20 "${encodedNetbiosName('ICU', 0x1e)}" 00`
  return wire(`11 0a 8001 0a000005 008a 00bb 0000 ${names} ${smb}`)
}

const machine = (version: string, kinds: string): string =>
  `01 05 c0270900 "PACS01" ${'00'.repeat(10)} ${version} ${kinds} 0f01 55aa "Doctor Doe" 00`
const announcement = slotted('\\MAILSLOT\\BROWSE', machine('0601', '03100000'))

test('a machine announces its name and its version of Windows, and its comment is not kept', () => {
  const heard = hear(browser, announcement, announcing)
  assert.deepEqual(factLines(heard), ['hostName: PACS01', 'hostName: PACS01', 'operatingSystem: Windows NT 6.1'])
  assert.deepEqual(heard.dropped, { text: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /Doe/)
})

test('the kinds of server decide what the version means', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['0400', '03004000', ['operatingSystem: Windows 4.0']],
    ['0501', '03120400', ['role: master-browser', 'role: print-server', 'operatingSystem: Windows NT 5.1']],
    ['0601', '0b108000', ['role: domain-controller', 'operatingSystem: Windows NT 6.1']],
    [
      '0601',
      '039a8100',
      ['operatingSystem: Unix (Samba)', 'role: print-server'].toSorted((a, b) => b.localeCompare(a)),
    ],
  ]
  for (const [version, kinds, expected] of cases) {
    const told = factLines(hear(browser, slotted('\\MAILSLOT\\BROWSE', machine(version, kinds)), announcing))
    assert.deepEqual(told.slice(2), expected, kinds)
  }
})

test('a master browser tells of its workgroup', () => {
  const frame = `0c 01 c0270900 "ICU" ${'00'.repeat(13)} 0601 00100080 0f01 55aa "PACS01" 00`
  assert.deepEqual(factLines(hear(browser, slotted('\\MAILSLOT\\BROWSE', frame), announcing)).slice(1), [
    'domain: ICU',
    'role: master-browser',
  ])
})

test('other mail slots, which bear names of users, are not read', () => {
  const heard = hear(browser, slotted('\\MAILSLOT\\NET\\NETLOGON', '12 00 "DOEJANE" 00'), announcing)
  assert.deepEqual([factLines(heard), heard.dropped], [['hostName: PACS01'], { identifier: 1 }])
})

test('damaged messages harm nothing', () => assertSurvives(browser, announcement, announcing))
