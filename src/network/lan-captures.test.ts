import assert from 'node:assert/strict'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { observe } from './index.ts'

const folder = join(import.meta.dirname, 'fixtures', 'lan')
const now = (): Date => new Date(0)
const device = '00:09:fb:00:77:05 10.77.0.5'

/** Everything that a capture tells of whom, but for makers of interfaces: `mac ip: field value`. */
async function lines(file: string): Promise<readonly string[]> {
  const told: string[] = []
  for await (const { observations } of observe(createReadStream(join(folder, file)), { now })) {
    for (const { protocol, subject, facts } of observations) {
      if (protocol === 'mac-prefix') continue
      const whom = [subject.mac, subject.ip].filter((address) => address !== undefined).join(' ')
      told.push(...(facts.length === 0 ? [whom] : facts.map(({ field, value }) => `${whom}: ${field} ${value}`)))
    }
  }
  return [...new Set(told)].sort()
}

const expected: Readonly<Record<string, readonly string[]>> = {
  'arp-ndp.pcap': [
    device,
    '00:09:fb:00:77:05 fe80::209:fbff:fe00:7705',
    '00:80:a3:00:77:09 10.77.0.9',
    '00:80:a3:00:77:09 fe80::280:a3ff:fe00:7709',
  ],
  'snmp.pcap': [
    `${device}: deviceIdentifier engine:80001f88030009fb007705`,
    `${device}: hostName gw-icu-7`,
    `${device}: location ICU 2, room 12`,
    `${device}: mac 00:09:fb:00:77:05`,
    `${device}: maker Dräger`,
    `${device}: role snmp-agent`,
    `${device}: service snmp/161`,
    `${device}: sysDescr Infusion Gateway 4.2.1`,
    `${device}: sysObjectId 1.3.6.1.4.1.3592.9.1`,
    '00:80:a3:00:77:09 10.77.0.9: role snmp-manager',
    '10.77.0.5: deviceIdentifier engine:80001f88030009fb007705',
    '10.77.0.5: mac 00:09:fb:00:77:05',
  ],
  'mdns.pcap': [
    `${device}: aeTitle CT_ROOM1`,
    `${device}: deviceKind CTSCANNER`,
    `${device}: hardwareVersion X86_64`,
    `${device}: hostName ct-room1.local`,
    `${device}: operatingSystem LINUX`,
    `${device}: service dicom/11112`,
    `${device}: service ipp/631`,
    'fe80::209:fbff:fe00:7705: hostName ct-room1.local',
  ],
  'netbios.pcap': [
    `${device}: domain ICU`,
    `${device}: hostName PACS01`,
    `${device}: operatingSystem Unix (Samba)`,
    `${device}: role master-browser`,
    `${device}: role print-server`,
  ],
}

for (const [file, facts] of Object.entries(expected)) {
  test(`${file} tells what it holds of devices, and nothing of persons`, async () => {
    assert.match(
      readFileSync(join(folder, file)).toString('latin1'),
      file === 'arp-ndp.pcap' ? /./ : /DOE\^JANE|canary/i,
    )
    const told = await lines(file)
    assert.deepEqual(told, facts)
    assert.doesNotMatch(told.join('\n'), /DOE|JANE|canary/i)
  })
}
