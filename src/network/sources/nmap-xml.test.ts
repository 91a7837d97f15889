import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observationLines, readAll } from '../logs/testing.ts'
import { nmapXml } from './nmap-xml.ts'

const report = `<?xml version="1.0"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" start="1767225600">
<host starttime="1767225600" endtime="1767225610"><status state="up"/>
<address addr="10.0.0.9" addrtype="ipv4"/><address addr="00:09:FB:01:02:03" addrtype="mac" vendor="Philips Patient Monitoring"/>
<hostnames><hostname name="pacs.chu.example" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="7.4" method="probed"/></port>
<port protocol="tcp" portid="23"><state state="closed"/><service name="telnet" method="table"/></port>
<port protocol="tcp" portid="104"><state state="open"/><service name="acr-nema" method="table"/></port></ports>
<os><osmatch name="Linux 3.10 - 4.11" accuracy="100"/></os></host>
<host><status state="down"/><address addr="10.0.0.10" addrtype="ipv4"/></host>
</nmaprun>`

test('a report of nmap tells hosts, open ports and probed software', async () => {
  const { observations, progress } = await readAll(nmapXml, report)
  const who = '10.0.0.9 00:09:fb:01:02:03 nmap:'
  assert.deepEqual(observationLines(observations), [
    `${who} hostName=pacs.chu.example, mac=00:09:fb:01:02:03, ip=10.0.0.9`,
    `${who} operatingSystem=Linux 3.10 - 4.11, macMaker=Philips Patient Monitoring`,
    `${who} service=ssh tcp/22, role=server`,
    `${who} softwareProduct=OpenSSH, softwareProductVersion=7.4`,
    `${who} service=tcp/104, role=server`,
  ])
  assert.deepEqual([observations[0]?.firstSeenAt, progress.problems], [1767225610000, []])
})

test('a version that is a span, or that nmap gives to whatever is newer, is not told; the system that an answer looks like is a hint', async () => {
  const given = [['Samba smbd', '4.6.2'], ['Samba smbd', '3.X - 4.X'], ['Dropbear sshd', '2019.78 or later'], ['Samba smbd', '4.5.16']] // prettier-ignore
  for (const [product = '', version = ''] of given) {
    const service = `<service name="x" product="${product}" version="${version}" ostype="Windows" method="probed"/>`
    const { observations } = await readAll(nmapXml, report.replace(/<service name="ssh"[^>]*>/, service))
    const told = observations.flatMap(({ facts, confidence }) => facts.map(({ field, value }) => `${field}=${value} ${confidence}`)) // prettier-ignore
    assert.ok(told.includes(`softwareProduct=${product} strong`))
    assert.equal(told.includes(`softwareProductVersion=${version} strong`), version === '4.5.16')
    assert.ok(told.includes('operatingSystem=Windows weak'))
  }
})

test('a report that is cut, broken or hostile keeps the hosts before, and says so', async () => {
  const cut = await readAll(nmapXml, report.slice(0, report.indexOf('portid="104"')))
  assert.match(cut.progress.problems[0]?.message ?? '', /ends within a host/)
  const broken = await readAll(nmapXml, report.replace('<host><status', '<host <status'))
  assert.equal(broken.observations.length, 5)
  assert.match(broken.progress.problems[0]?.message ?? '', /breaks here/)
  const entities = await readAll(nmapXml, report.replace('<!DOCTYPE nmaprun>', '<!DOCTYPE nmaprun [<!ENTITY a "b">]>'))
  assert.deepEqual([entities.observations.length, entities.progress.problems.length], [0, 1])
  const deep = await readAll(nmapXml, `<nmaprun>${'<host>'.repeat(10_000)}`)
  assert.equal(deep.progress.problems.length, 1)
})

test('one element without end, and a host with names without end, are given up and said', async () => {
  const lines = `${'x'.repeat(999)}\n`.repeat(2500)
  const sound = '<host><address addr="10.0.0.9" addrtype="ipv4"/></host>'
  for (const begun of ['<host a="', '<!--', '<![CDATA[', '<?nmap ', '<host ', '<host>&', '</']) {
    const { observations, progress } = await readAll(nmapXml, `<nmaprun>\n${sound}\n${begun}${lines}`)
    assert.match(progress.problems[0]?.message ?? '', /no element ends|breaks here/, begun)
    assert.equal(observations.length, 2, begun)
  }
  const names = Array.from(
    { length: 5000 },
    (_, n) => `<hostname name="h${n}"/><address addr="10.0.${n >> 8}.${n & 255}" addrtype="ipv4"/>`,
  )
  const { observations } = await readAll(nmapXml, `<nmaprun><host>\n${names.join('\n')}\n</host></nmaprun>`)
  assert.deepEqual([observations.length, (observations[0]?.facts.length ?? 0) <= 256], [2, true])
})
