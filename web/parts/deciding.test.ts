import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Exposure, ObservedDecision } from '../../src/server/contract.ts'
import { formatsOf } from '../formats.ts'
import { networkEn } from '../words/network-en.ts'
import { networkFr } from '../words/network-fr.ts'
import { decisionText } from './deciding.ts'
import { anchorText } from './observed.ts'
import { exposureNote } from './traffic.ts'

test('what a device is known by is told in the language of the page, and what is not known stays as it is', () => {
  assert.equal(anchorText('mac:00:09:fb:00:00:01', networkEn), 'MAC address 00:09:fb:00:00:01')
  assert.equal(anchorText('serial:philips DE1', networkFr), 'n° de série philips DE1')
  assert.equal(anchorText('odd', networkEn), 'odd')
})

test('a decision is told with what it speaks of', () => {
  const decision: ObservedDecision = { decisionId: '1', kind: 'apart', anchor: 'ip:10.0.0.1', author: 'A', at: '' }
  assert.equal(decisionText(decision, networkEn), 'IP address 10.0.0.1 is a device of its own')
  assert.match(
    decisionText({ decisionId: '1', kind: 'version', version: '4.1', author: 'A', at: '' }, networkEn),
    /4\.1$/,
  )
})

test('an exposure says once what its rule says already', () => {
  const end = { isMedical: true, says: 'Pump' }
  const exposure: Exposure = {
    rule: 'clearText',
    says: '',
    device: end,
    peer: end,
    peerZone: { kind: 'named', name: 'ICU' },
    line: {
      transport: 'tcp',
      port: 104,
      protocol: 'dicom',
      isClearText: true,
      connections: 2,
      unanswered: 0,
      packets: 1,
      bytes: 1,
      firstSeenAt: '2026-05-03T08:00:00Z',
      lastSeenAt: '2026-05-03T08:00:00Z',
    },
  }
  const formats = formatsOf('en')
  assert.match(exposureNote(exposure, networkEn, formats), /^ICU · dicom, tcp\/104 · 2 times, seen/)
  const outside = { ...exposure, rule: 'toInternet', peerZone: { kind: 'internet', name: '' } } as const
  assert.match(exposureNote(outside, networkEn, formats), /^dicom, tcp\/104, clear text · /)
})
