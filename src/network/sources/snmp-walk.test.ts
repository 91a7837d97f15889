import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observationLines, readAll } from '../logs/testing.ts'
import { snmpWalk } from './snmp-walk.ts'

const numbers = `.1.3.6.1.2.1.1.1.0 = STRING: "Acme infusion gateway
second line"
.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.8072.3.2.10
.1.3.6.1.2.1.1.5.0 = STRING: "gateway-7"
.1.3.6.1.2.1.2.2.1.6.1 = ""
.1.3.6.1.2.1.2.2.1.6.2 = Hex-STRING: 00 09 FB 01 02 03 
.1.3.6.1.2.1.4.20.1.1.10.0.0.9 = IpAddress: 10.0.0.9
.1.3.6.1.2.1.4.20.1.1.127.0.0.1 = IpAddress: 127.0.0.1
.1.3.6.1.2.1.4.22.1.2.2.10.0.0.7 = Hex-STRING: 00 09 FB 01 02 04 
.1.3.6.1.2.1.47.1.1.1.1.5.1 = INTEGER: 3
.1.3.6.1.2.1.47.1.1.1.1.11.1 = STRING: "SN-4711"
.1.3.6.1.2.1.47.1.1.1.1.12.1 = STRING: "Acme"
.1.3.6.1.2.1.47.1.1.1.1.13.1 = STRING: "Gate 2"
.1.3.6.1.2.1.47.1.1.1.1.13.2 = STRING: "fan"
`
const names = `SNMPv2-MIB::sysDescr.0 = STRING: Acme switch
SNMPv2-MIB::sysName.0 = STRING: sw-3
IF-MIB::ifPhysAddress.1 = STRING: 0:9:fb:1:2:9
IF-MIB::ifName.12 = STRING: Gi1/0/12
BRIDGE-MIB::dot1dTpFdbPort.0.9.251.1.2.3 = INTEGER: 12
`

test('a walk with numbers tells the device, its chassis and its neighbours', async () => {
  const { observations, progress } = await readAll(snmpWalk, numbers)
  assert.deepEqual(observationLines(observations), [
    '10.0.0.9 00:09:fb:01:02:03 snmp-walk: maker=Acme, model=Gate 2, serial=SN-4711, hostName=gateway-7, mac=00:09:fb:01:02:03, ip=10.0.0.9, ' +
      'sysDescr=Acme infusion gateway second line, sysObjectId=1.3.6.1.4.1.8072.3.2.10',
    '10.0.0.7 00:09:fb:01:02:04 snmp-walk: mac=00:09:fb:01:02:04, ip=10.0.0.7',
  ])
  assert.deepEqual(progress.problems, [])
})

test('a walk with names tells the same, and on which port a switch learned an address', async () => {
  const { observations } = await readAll(snmpWalk, names)
  assert.deepEqual(observationLines(observations), [
    '00:09:fb:01:02:09 snmp-walk: hostName=sw-3, mac=00:09:fb:01:02:09, sysDescr=Acme switch',
    '00:09:fb:01:02:03 snmp-walk: mac=00:09:fb:01:02:03, switchPort=sw-3 Gi1/0/12',
  ])
})

test('a walk that does not say of which device it is says what is missing', async () => {
  const { observations, progress } = await readAll(snmpWalk, numbers.split('\n').slice(0, 3).join('\n'))
  assert.equal(observations.length, 0)
  assert.match(progress.problems[0]?.message ?? '', /tells no address of the device itself/)
})

test('values without end are cut, and rows that hold more than a device tells are left out and said', async () => {
  const row = (n: number): string => `.1.3.6.1.2.1.31.1.1.1.1.${n} = STRING: ${'x'.repeat(3000)}`
  const rows = Array.from({ length: 20_000 }, (_, n) => row(n)).join('\n')
  const itself = '.1.3.6.1.2.1.1.5.0 = STRING: pump\n.1.3.6.1.2.1.2.2.1.6.1 = STRING: 0:9:fb:1:2:3\n'
  const { observations, progress } = await readAll(snmpWalk, `${itself}${rows}`)
  assert.equal(observations.length, 1)
  assert.match(progress.problems.map(({ message }) => message).join(), /more than .* of interest; the rest is left out/)
})
