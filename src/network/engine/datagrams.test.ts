import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatagramProtocol } from '../protocol.ts'
import { observed } from '../testing-conversations.ts'
import { ethernet, ipv4, pcap, udp } from '../testing-packets.ts'

/** Knows datagrams that begin with its id, and writes them down. */
function speaker(id: string, ports: readonly number[]): DatagramProtocol & { readonly heard: string[] } {
  const heard: string[] = []
  const textOf = (payload: Uint8Array): string => Buffer.from(payload).toString('latin1')
  return {
    id,
    name: id,
    source: 'none',
    secrecy: 'clear',
    over: 'datagram',
    ports,
    recognises: (payload) => textOf(payload).startsWith(id),
    read: (payload) => void heard.push(textOf(payload)),
    heard,
  }
}

const said = (text: string, port = 67): { bytes: Uint8Array } => ({
  bytes: ethernet(
    0x0800,
    ipv4({ protocol: 17, from: '0.0.0.0', to: '255.255.255.255' }, udp(68, port, Buffer.from(text))),
  ),
})
const noise = Array.from({ length: 20 }, () => said('noise'))

test('a protocol is heard on its port after any number of strange datagrams between the same ends', async () => {
  const lease = speaker('lease', [67])
  await observed(pcap([...noise, said('lease 1'), said('lease 2')]), { protocols: [lease] })
  assert.deepEqual(lease.heard, ['lease 1', 'lease 2'])
})

test('who claims the port takes over from whom another datagram of the same ends was taken for', async () => {
  const [other, lease] = [speaker('other', []), speaker('lease', [67])]
  const { flows } = await observed(pcap([said('other 1'), said('lease 1'), said('lease 2')]), {
    protocols: [other, lease],
  })
  assert.deepEqual([other.heard, lease.heard, flows[0]?.protocol], [['other 1'], ['lease 1', 'lease 2'], 'lease'])
})

test('on a port that nobody claims a flow is tried a few times, and then only counted', async () => {
  const other = speaker('other', [])
  const strange = Array.from({ length: 20 }, () => said('noise', 9999))
  const { flows } = await observed(pcap([...strange, said('other', 9999)]), { protocols: [other] })
  assert.deepEqual([other.heard, flows[0]?.packets], [[], 21])
})
