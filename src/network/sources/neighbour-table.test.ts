import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observationLines, readAll } from '../logs/testing.ts'
import { neighbourTable } from './neighbour-table.ts'

const who = '10.0.0.7 00:09:fb:01:02:03 neighbour-table: mac=00:09:fb:01:02:03, ip=10.0.0.7'
const cases: readonly (readonly [form: string, text: string, line: string])[] = [
  ['a CSV of addresses', 'IP Address;MAC Address;VLAN\n10.0.0.7;00-09-FB-01-02-03;12\n;;', who],
  ['a CSV of ports', 'Switch,Port,MAC\nsw-3,Gi1/0/12,0009.fb01.0203\n', '00:09:fb:01:02:03 neighbour-table: mac=00:09:fb:01:02:03, switchPort=sw-3 Gi1/0/12'],
  ['arp -a of Linux', '? (10.0.0.7) at 00:09:fb:01:02:03 [ether] on eth0\n? (10.0.0.8) at 00:09:fb:01:02:04 [ether] on eth0', who],
  ['arp -a of Windows', 'Interface: 10.0.0.1 --- 0x2\n  10.0.0.7   00-09-fb-01-02-03   dynamic\n  10.0.0.8   00-09-fb-01-02-04   dynamic', who],
  ['ip neigh', '10.0.0.7 dev eth0 lladdr 00:09:fb:01:02:03 REACHABLE\nfe80::1 dev eth0 lladdr 00:09:fb:01:02:04 STALE', who],
  ['a router', 'Internet  10.0.0.7   3   0009.fb01.0203  ARPA   Vlan12\nInternet  10.0.0.8   3   0009.fb01.0204  ARPA   Vlan12', who],
  ['a switch', ' 12   0009.fb01.0203   DYNAMIC   Gi1/0/12\n 12   0009.fb01.0204   DYNAMIC   Gi1/0/13', '00:09:fb:01:02:03 neighbour-table: mac=00:09:fb:01:02:03, switchPort=Gi1/0/12'],
] // prettier-ignore

for (const [form, text, line] of cases) {
  test(`${form} tells which interface has which address or port`, async () => {
    assert.equal(neighbourTable.recognises(new TextEncoder().encode(text)), true)
    assert.equal(observationLines((await readAll(neighbourTable, text)).observations)[0], line)
  })
}

test('a row without the address of one interface is named', async () => {
  const { observations, progress } = await readAll(neighbourTable, 'ip,mac\n10.0.0.7,ff:ff:ff:ff:ff:ff\n10.0.0.8,\n')
  assert.deepEqual([observations.length, progress.problems.map(({ place }) => place)], [0, ['line 2', 'line 3']])
})

test('a text that holds no such table is not taken for one', () => {
  assert.equal(neighbourTable.recognises(new TextEncoder().encode('maker,model\nAcme,Pump')), false)
})
