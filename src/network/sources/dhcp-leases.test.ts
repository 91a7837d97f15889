import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observationLines, readAll } from '../logs/testing.ts'
import { dhcpLeases } from './dhcp-leases.ts'

const isc = `# written by dhcpd
server-duid "x";
lease 10.0.0.7 {
  starts 4 2026/01/01 00:00:00;
  ends 4 2026/01/01 12:00:00;
  binding state active;
  hardware ethernet 00:09:fb:01:02:03;
  set vendor-class-identifier = "Acme pump";
  client-hostname "pump-7";
}
lease 10.0.0.8 {
  starts 4 2026/01/01 00:00:00;`
const kea = `address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
10.0.0.7,00:09:fb:01:02:03,,4000,1767229600,1,0,0,pump-7.chu.example.,0,,0
10.0.0.8,00:09:fb:01:02:04,,4000,1767229600,1,0,0,,2,,0`
const windows = `"IPAddress","ScopeId","ClientId","HostName","AddressState"
"10.0.0.7","10.0.0.0","00-09-fb-01-02-03","pump-7.chu.example","Active"
"nowhere","10.0.0.0","00-09-fb-01-02-05","",""`
const dnsmasq = `1767229600 00:09:fb:01:02:03 10.0.0.7 pump-7 01:00:09:fb:01:02:03
1767229600 00:09:fb:01:02:04 10.0.0.8 * *`

const addresses = 'mac=00:09:fb:01:02:03, ip=10.0.0.7'
const cases: readonly (readonly [form: string, text: string, line: string, problems: number])[] = [
  ['ISC', isc, `hostName=pump-7, ${addresses}, vendorClass=Acme pump`, 1],
  ['Kea', kea, `hostName=pump-7.chu.example, ${addresses}`, 0],
  ['Windows', windows, `hostName=pump-7.chu.example, ${addresses}`, 1],
  ['dnsmasq', dnsmasq, `hostName=pump-7, ${addresses}`, 0],
]

for (const [form, text, line, problems] of cases) {
  test(`the leases of ${form} tell who has which address, in whatever pieces they come`, async () => {
    for (const size of [1, 7, 65_536]) {
      const { observations, progress } = await readAll(dhcpLeases, text, size)
      assert.equal(observationLines(observations)[0], `10.0.0.7 00:09:fb:01:02:03 dhcp-lease: ${line}`)
      assert.equal(progress.problems.length, problems)
      assert.equal(dhcpLeases.recognises(new TextEncoder().encode(text)), true)
    }
  })
}

test('a lease bears the time at which it began', async () => {
  for (const text of [isc, kea]) {
    const { observations } = await readAll(dhcpLeases, text)
    assert.equal(observations[0]?.firstSeenAt, Date.UTC(2026, 0, 1))
  }
})

test('a lease that was given back names nobody', async () => {
  assert.equal((await readAll(dhcpLeases, kea)).observations.length, 1)
})

test('a file that begins like leases and never is one is given up and said, and so is what a lease says without end', async () => {
  const begun = `lease 10.0.0.7 { ${'x'.repeat(1_000_001)}\n${'nothing of the kind\n'.repeat(20_000)}`
  const { observations, progress } = await readAll(dhcpLeases, begun)
  assert.equal(observations.length, 0)
  assert.match(progress.problems.map(({ message }) => message).join(), /no lease among the first/)
  const long = `lease 10.0.0.7 {\n${`set note = "${'x'.repeat(9000)}";\n`.repeat(50)}hardware ethernet 00:09:fb:01:02:03;\n}\n`
  assert.equal((await readAll(dhcpLeases, long)).observations.length, 1)
})
