import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrafficEnd, TrafficLine } from '../../model/index.ts'
import { exposuresOf } from './exposures.ts'
import { zonesOf } from './zones.ts'

const pump: TrafficEnd = { observedId: 'a', ip: '10.0.0.5', maker: 'B. Braun', isMedical: true }
const scanner: TrafficEnd = { observedId: 'b', ip: '10.0.1.5', maker: 'Philips', isMedical: true }
const workstation: TrafficEnd = { observedId: 'c', ip: '10.0.9.5', isMedical: false }
const outside: TrafficEnd = { ip: '203.0.113.9', name: 'cdn.example', isMedical: false }
const ofMaker: TrafficEnd = { ip: '203.0.113.8', name: 'remote.philips.com', isMedical: false }

function line(client: TrafficEnd, server: TrafficEnd, rest: Partial<TrafficLine>): TrafficLine {
  const counts = { connections: 2, unanswered: 0, packets: 10, bytes: 1000 }
  const times = { firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-02T00:00:00.000Z' }
  return { client, server, transport: 'tcp', port: 443, ...counts, ...times, ...rest }
}

const rulesOf = (...lines: TrafficLine[]): string[] =>
  exposuresOf(lines, zonesOf([])).map(({ rule, device }) => `${device.observedId} ${rule}`)

const cases: readonly (readonly [what: string, line: TrafficLine, rules: readonly string[]])[] = [
  ['a device that goes out', line(pump, outside, { protocol: 'tls', isClearText: false }), ['a toInternet']],
  ['a device that goes to its maker', line(scanner, ofMaker, { protocol: 'tls', isClearText: false }), ['b toMaker']],
  ['a device that goes to another maker', line(pump, ofMaker, { protocol: 'tls', isClearText: false }), ['a toInternet']],
  ['somebody from outside', line(outside, scanner, { port: 22, protocol: 'ssh' }), ['b fromInternet', 'b remoteMaintenance']],
  ['remote work from inside', line(workstation, scanner, { port: 3389, protocol: 'rdp' }), ['b remoteMaintenance']],
  ['remote work by its port alone', line(workstation, scanner, { port: 5900 }), ['b remoteMaintenance']],
  ['remote work that nobody answered', line(workstation, scanner, { port: 22, unanswered: 2 }), []],
  ['devices that share files', line(pump, scanner, { port: 445, protocol: 'smb' }), ['a deviceToDevice']],
  ['devices that send images', line(pump, scanner, { port: 104, protocol: 'dicom', isClearText: true }), ['a clearText', 'b clearText']],
  ['devices that report results', line(pump, scanner, { protocol: 'poct1a', isClearText: true }), ['a clearText', 'b clearText']],
  ['devices that send waves', line(pump, scanner, { transport: 'udp', protocol: 'intellivue', isClearText: true }), ['a clearText', 'b clearText']],
  ['clear text by its port', line(pump, workstation, { port: 21 }), ['a clearText']],
  ['what runs the network', line(pump, workstation, { transport: 'udp', port: 53, protocol: 'dns', isClearText: true }), []],
  ['what is said to all', line(pump, { ip: '239.255.255.250', isMedical: false }, { transport: 'udp', port: 3702, protocol: 'ws-discovery', isClearText: true }), []],
  ['what no medical device has part in', line(workstation, outside, { port: 21, isClearText: true }), []],
] // prettier-ignore

for (const [what, given, rules] of cases) {
  test(`${what}: ${rules.join(', ') || 'nothing to look at'}`, () => {
    assert.deepEqual(rulesOf(given), rules)
  })
}

test('who tries twenty that do not answer sweeps, who tries nineteen does not', () => {
  const tries = Array.from({ length: 20 }, (_, index) =>
    line(pump, { ip: `10.0.2.${index + 1}`, isMedical: false }, { port: 445, connections: 1, unanswered: 1 }),
  )
  assert.deepEqual([rulesOf(...tries), rulesOf(...tries.slice(1))], [['a sweep'], []])
})
