import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { observe } from './index.ts'

const folder = join(import.meta.dirname, 'fixtures', 'windows')
const machine = '00:80:a3:00:78:09 10.78.0.9'
const controller = '00:09:fb:00:78:02 10.78.0.2'

const expected: Readonly<Record<string, readonly string[]>> = {
  'kerberos.pcap': [
    `${controller}: domain HOSPITAL.EXAMPLE`,
    `${controller}: role kerberos-server`,
    `${controller}: service kerberos/88`,
    `${machine}: domain HOSPITAL.EXAMPLE`,
    `${machine}: role kerberos-client`,
  ],
  'smb.pcap': [
    `${controller}: domain hospital.example`,
    `${controller}: hostName dc01.hospital.example`,
    `${controller}: role server`,
    `${controller}: service smb 3.1.1`,
    `${machine}: domain HOSPITAL`,
    `${machine}: hostName CT-ROOM1`,
  ],
  'ldap.pcap': [
    `${controller}: domain hospital.example`,
    `${controller}: hostName dc01.hospital.example`,
    `${controller}: role domain-controller`,
    `${controller}: role ldap-server`,
    `${controller}: service ldap/389`,
    `${machine}: domain HOSPITAL`,
    `${machine}: hostName CT-ROOM1`,
    `${machine}: role ldap-client`,
  ],
  'rpc.pcap': [`${controller}: role rpc-server`, `${controller}: service rpc/135`],
  'nmap.xml': [
    '10.78.0.2: ip 10.78.0.2',
    '10.78.0.2: operatingSystem Windows',
    '10.78.0.2: role server',
    '10.78.0.2: service kerberos-sec tcp/88',
    '10.78.0.2: service ldap tcp/389',
    '10.78.0.2: service msrpc tcp/135',
    '10.78.0.2: service netbios-ssn tcp/445',
    '10.78.0.2: softwareProduct Microsoft Windows RPC',
    '10.78.0.2: softwareProduct Samba smbd',
  ],
}
const namesPerson = /doe|jane|canary/i

for (const [file, facts] of Object.entries(expected)) {
  test(`${file} tells the machines of a domain, and not who uses them`, async () => {
    const told = new Set<string>()
    for await (const { observations } of observe(createReadStream(join(folder, file)), { now: () => new Date(0) })) {
      for (const { protocol, subject, facts: found } of observations) {
        const whom = [subject.mac, subject.ip].filter((address) => address !== undefined).join(' ')
        if (protocol !== 'mac-prefix') for (const { field, value } of found) told.add(`${whom}: ${field} ${value}`)
      }
    }
    assert.deepEqual([...told].sort(), [...facts].sort())
    assert.doesNotMatch([...told].join('\n'), namesPerson)
  })
}

test('the captures do hold the name of who logs on', () => {
  const named = ['kerberos.pcap', 'smb.pcap', 'ldap.pcap']
  const written = (file: string): string => readFileSync(join(folder, file)).toString('latin1').replaceAll('\0', '')
  assert.deepEqual(named.filter((file) => namesPerson.test(written(file))), named) // prettier-ignore
})
