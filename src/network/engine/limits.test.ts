import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzip } from '../gunzip.ts'
import { gzipSync } from 'node:zlib'
import { observeCapture } from '../observe-capture.ts'
import { observed, recorder } from '../testing-conversations.ts'
import { bytesOf, ethernet, flags, ipv4, pcap, tcp, udp } from '../testing-packets.ts'

const head = pcap([])
const record = (bytes: Uint8Array): Uint8Array => pcap([{ bytes }]).subarray(head.length)

/** A SYN whose client can be changed in place: its address at 42, its port at 50. */
const syn = record(ethernet(0x0800, ipv4({ protocol: 6 }, tcp({ from: 1, to: 80, sequence: 9, flags: flags.syn }))))

test('a million half-open connections are counted in bounded memory, and none is lost', async () => {
  const million = 1_000_000
  const flood = async function* (): AsyncGenerator<Uint8Array> {
    yield head
    for (let count = 0; count < million; count += 1000) {
      const chunk = new Uint8Array(syn.length * 1000)
      for (let index = 0; index < 1000; index += 1) {
        chunk.set(syn, index * syn.length)
        new DataView(chunk.buffer).setUint16(index * syn.length + 16 + 34, (count + index) & 0xffff)
        chunk[index * syn.length + 16 + 29] = (count + index) >> 16
      }
      yield chunk
    }
  }
  let connections = 0
  let givenUp = 0
  for await (const batch of observeCapture(flood(), { now: () => new Date(0), protocols: [recorder('x')] })) {
    assert.ok(batch.flows.length <= 20_000)
    connections += batch.flows.reduce((sum, flow) => sum + flow.connections, 0)
    givenUp = batch.progress.givenUp
  }
  assert.equal(connections, million)
  assert.equal(givenUp, million - 65_536)
})

test('more connections than can be read at once: the longest silent are given up, and the count says so', async () => {
  const opened = Array.from({ length: 9000 }, (_, index) => ({
    bytes: ethernet(
      0x0800,
      ipv4(
        { protocol: 6, from: `10.1.${index >> 8}.${index & 255}` },
        tcp({ from: 5000, to: 80, sequence: 9 }, 'HELLO'),
      ),
    ),
  }))
  const protocol = recorder('HELLO')
  const { progress } = await observed(pcap(opened), { protocols: [protocol] })
  assert.equal(protocol.heard.length, 9000)
  assert.equal(progress.givenUp, 9000 - 8192)
  assert.ok(protocol.heard.every(({ client }) => client === 'HELLO.'))
})

test('fragments without an end are bounded', async () => {
  const parts = Array.from({ length: 3000 }, (_, index) => ({
    bytes: ethernet(
      0x0800,
      ipv4({ protocol: 17, id: index, more: true }, udp(1, 2, new Uint8Array(1000)).subarray(0, 1000)),
    ),
  }))
  const { progress } = await observed(pcap(parts))
  assert.equal(progress.givenUp, 3000)
})

test('a gzip file that inflates beyond all measure ends the reading, and says so', async () => {
  const zeros = gzipSync(new Uint8Array(64 * 1024 * 1024))
  const bomb = async function* (): AsyncGenerator<Uint8Array> {
    for (let count = 0; count < 6; count += 1) yield zeros
  }
  let bytes = 0
  await assert.rejects(async () => {
    for await (const chunk of gunzip(bomb())) bytes += chunk.length
  }, /inflates to more than 250 times its size/)
  assert.ok(bytes <= 257 * 1024 * 1024)
})

test('an endless run of tags, labels or tunnels ends', async () => {
  const tags = bytesOf(new Uint8Array(12), ...Array.from({ length: 300 }, () => Uint8Array.of(0x81, 0, 0, 1)))
  const labels = ethernet(0x8847, new Uint8Array(1200))
  let nested: Uint8Array = udp(1, 2, Buffer.from('in'))
  for (let depth = 0; depth < 40; depth += 1) nested = ipv4({ protocol: depth === 0 ? 17 : 4 }, nested)
  const { progress } = await observed(pcap([{ bytes: tags }, { bytes: labels }, { bytes: ethernet(0x0800, nested) }]))
  const messages = progress.problems.map(({ message }) => message).join('\n')
  assert.match(messages, /2 packets were damaged/)
  assert.match(messages, /1 packet was in tunnels nested too deep/)
})
