import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sources } from '../index.ts'
import { readAll } from '../logs/testing.ts'

const canary = 'DOEJANE'

/** Logs of others, with the name of a person wherever their makers let one stand. */
const logs: readonly (readonly [what: string, text: string])[] = [
  ['pages, users and referrers of HTTP in Zeek', JSON.stringify({ _path: 'http', ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', uri: `/p?n=${canary}`, username: canary, password: canary, referrer: canary, user_agent: 'curl/8.0', uid: 'C' })],
  ['users and files of FTP in Zeek', JSON.stringify({ _path: 'ftp', ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', user: canary, password: canary, arg: canary, uid: 'C' })],
  ['shares and files of SMB in Zeek', JSON.stringify({ _path: 'smb_files', ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', path: canary, name: `${canary}.dcm`, prev_name: canary, uid: 'C' })],
  ['users of NTLM and RDP in Zeek', [{ _path: 'ntlm', username: canary, hostname: 'PC-1' }, { _path: 'rdp', cookie: canary, client_name: 'PC-1' }].map((row) => JSON.stringify({ ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', uid: 'C', ...row })).join('\n')],
  ['communities of SNMP, clients of MQTT and users of RADIUS in Zeek', [{ _path: 'snmp', community: canary }, { _path: 'mqtt_connect', client_id: canary, will_topic: canary }, { _path: 'radius', username: canary, mac: '00:09:fb:01:02:03' }].map((row) => JSON.stringify({ ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', uid: 'C', ...row })).join('\n')],
  ['logs of Zeek that are not read', [{ _path: 'kerberos', client: canary }, { _path: 'smtp', mailfrom: canary, subject: canary }, { _path: 'ldap', object: canary }].map((row) => JSON.stringify({ ts: 1, uid: 'C', ...row })).join('\n')],
  ['mail addresses in certificates in Zeek', JSON.stringify({ _path: 'ssl', ts: 1, 'id.orig_h': '10.0.0.1', 'id.resp_h': '10.0.0.2', server_name: 'a.example', subject: `CN=a,emailAddress=${canary}@chu.example`, issuer: `CN=ca,UID=${canary}`, uid: 'C' })],
  ['lines of Zeek that cannot be read', `#separator \\x09\n#fields\tts\tmac\n${canary}\n{"${canary}`],
  ['output of scripts of nmap', `<nmaprun><host><status state="up"/><address addr="10.0.0.2" addrtype="ipv4"/><ports><port protocol="tcp" portid="80"><state state="open"/><script id="http-title" output="${canary}"><elem key="title">${canary}</elem></script></port></ports></host></nmaprun>`],
  ['an nmap report that breaks', `<nmaprun><host><address addr="10.0.0.2" addrtype="ipv4"/><${canary} <`],
  ['leases without a sound address', `lease 10.0.0.7 {\n  hardware ethernet 00:09:fb:01:02:03;\n  set ddns-txt = "${canary}";\n}\nlease 10.0.0.8 {\n`],
  ['leases whose columns have slipped', `address,hwaddr,client_id,valid_lifetime,expire,hostname\n${canary},00:09:fb:01:02:03,,1,1767229600,\n`],
] // prettier-ignore

for (const [what, text] of logs) {
  test(`${what}: no name of a person comes out, whether told, counted or named as a problem`, async () => {
    const source = sources.find(({ recognises }) => recognises(new TextEncoder().encode(text)))
    assert.ok(source !== undefined, 'somebody reads it')
    const said = JSON.stringify(await readAll(source, text))
    assert.equal(said.toUpperCase().includes(canary), false, said)
  })
}
