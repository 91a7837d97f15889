import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NeededFlow, NeededFlows } from '../model/index.ts'
import { neededFlowForms, writeNeededFlows } from './needed-flows.ts'

const flow: NeededFlow = {
  direction: 'from',
  transport: 'tcp',
  ports: [104, 104],
  protocol: 'dicom',
  isClearText: true,
  zone: { kind: 'named', name: 'Servers', network: '10.9.0.0/24' },
  peers: ['10.9.0.4'],
  peersTotal: 1,
  peerNames: ['pacs'],
  devices: 2,
  connections: 7,
  isAnswered: true,
  bytes: 4000,
  firstSeenAt: '2026-01-01T00:00:00.000Z',
  lastSeenAt: '2026-01-31T12:00:00.000Z',
}
const outside: NeededFlow = {
  ...flow,
  direction: 'to',
  ports: [49_152, 49_200],
  zone: { kind: 'internet', name: 'internet' },
  peers: ['203.0.113.9', '2001:db8::9'],
  peersTotal: 80,
}
const needed: NeededFlows = {
  maker: 'Acme',
  model: 'Scan "2"\n; add rule',
  devices: 3,
  addresses: ['10.0.0.1', 'fd00::2'],
  firstSeenAt: flow.firstSeenAt,
  lastSeenAt: flow.lastSeenAt,
  flows: [flow, outside, { ...flow, isAnswered: false }, { ...flow, transport: 'icmp', ports: [0, 0] }],
}

test('rules for nftables count and log, and drop nothing', () => {
  const text = [...writeNeededFlows(needed, 'nftables', 'en')].join('')
  const rules = text.split('\n').filter((line) => line !== '' && !line.trim().startsWith('#'))
  assert.equal(
    rules.some((line) => /\b(?:drop|reject)\b/.test(line)),
    false,
  )
  assert.deepEqual(
    rules.filter((line) => line.includes('dport')).map((line) => line.trim()),
    [
      'ip saddr @devices4 ip daddr 10.9.0.0/24 tcp dport 104 counter accept comment "dicom Servers, 2/3"',
      'ip saddr { 203.0.113.9 } ip daddr @devices4 tcp dport 49152-49200 counter accept comment "dicom internet, 2/3"',
      'ip6 saddr { 2001:db8::9 } ip6 daddr @devices6 tcp dport 49152-49200 counter accept comment "dicom internet, 2/3"',
    ],
  )
  assert.match(text, /from 2026-01-01 00:00 to 2026-01-31 12:00 UTC, on 3 device/)
  assert.match(text, /alarms, fail-over, emergencies/)
  assert.match(text, /78 more addresses/)
})

test('what a device calls itself cannot write a rule', () => {
  const text = [...writeNeededFlows(needed, 'nftables', 'fr')].join('')
  assert.equal(
    text.split('\n').some((line) => line.trim().startsWith('; add rule')),
    false,
  )
  assert.match(text, /table inet auscult_acme_scan_2_add_rule \{/)
})

test('the list as CSV has a line for every flow, in both languages', () => {
  const [header = '', first = '', ...rest] = [...writeNeededFlows(needed, 'csv', 'fr')]
  assert.match(header, /^sens,transport,ports/)
  assert.match(
    first,
    /^ouvert par le dispositif,tcp,104,dicom,en clair,Servers,10\.9\.0\.0\/24,10\.9\.0\.4,pacs,2,3,7,/,
  )
  assert.equal(rest.length, 3)
})

test('no name acts on a terminal or runs in a spreadsheet, and none is longer than nftables takes', () => {
  const name = `\u001b[2J\u202e;=cmd|'/C calc'!A0\n"\\"${'é'.repeat(400)}`
  const hostile = { ...flow, protocol: name, zone: { ...flow.zone, name }, peerNames: [name, '=1+1'] }
  const given = { ...needed, maker: name, model: name, flows: [hostile, { ...hostile, transport: 'icmp' as const }] }
  for (const form of neededFlowForms) {
    const text = [...writeNeededFlows(given, form, 'en')].join('')
    assert.doesNotMatch(text, /[\u001b\u202e]/)
    if (form === 'csv') assert.doesNotMatch(text, /(?:^|[;,\n])["\s]*[=+@]/m)
    for (const [, remark = ''] of text.matchAll(/comment "(.*)"$/gm)) {
      assert.ok(Buffer.byteLength(remark) <= 120, remark)
      assert.doesNotMatch(remark, /["\\]/)
      assert.match(remark, /, 2\/3$/)
    }
  }
})
