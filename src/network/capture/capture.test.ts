import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observed } from '../testing-conversations.ts'
import { bytesOf, ethernet, ipv4, pcap, u16be, u32be, udp } from '../testing-packets.ts'
import type { PcapOptions } from '../testing-packets.ts'

const datagram = ethernet(0x0800, ipv4({ protocol: 17 }, udp(5000, 4000, Buffer.from('hello'))))
const at = Date.UTC(2026, 5, 1) + 123.5

const variants: readonly (readonly [name: string, options: PcapOptions])[] = [
  ['little-endian, microseconds', {}],
  ['big-endian, microseconds', { isBig: true }],
  ['little-endian, nanoseconds', { magic: 0xa1b23c4d }],
  ['big-endian, nanoseconds', { magic: 0xa1b23c4d, isBig: true }],
  ["Kuznetsov's, little-endian", { magic: 0xa1b2cd34 }],
  ["Kuznetsov's, big-endian", { magic: 0xa1b2cd34, isBig: true }],
]

for (const [name, options] of variants)
  test(`pcap ${name}: packets and their time are read, in pieces of any size`, async () => {
    const capture = pcap(
      [
        { bytes: datagram, at },
        { bytes: datagram, at: at + 1, wire: 1500 },
      ],
      options,
    )
    for (const pieces of [1, 7, 24, 40, 1000]) {
      const { flows, progress } = await observed(capture, { pieces })
      assert.deepEqual([progress.units, progress.firstSeenAt, progress.lastSeenAt], [2, at, at + 1])
      assert.deepEqual([flows[0]?.packets, flows[0]?.bytes], [2, datagram.length + 1500])
      assert.deepEqual(progress.problems, [])
    }
  })

interface Writer {
  readonly u16: (value: number) => Uint8Array
  readonly u32: (value: number) => Uint8Array
}

const orders: readonly (readonly [name: string, writer: Writer])[] = [
  ['big-endian', { u16: u16be, u32: u32be }],
  ['little-endian', { u16: (value) => u16be(value).reverse(), u32: (value) => u32be(value).reverse() }],
]

function padded(bytes: Uint8Array): Uint8Array {
  return bytesOf(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4))
}

function block({ u32 }: Writer, type: number, body: Uint8Array): Uint8Array {
  const length = 12 + padded(body).length
  return bytesOf(u32(type), u32(length), padded(body), u32(length))
}

function section(writer: Writer): Uint8Array {
  const { u16, u32 } = writer
  return block(writer, 0x0a0d0d0a, bytesOf(u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffffffff), u32(0xffffffff)))
}

function described(writer: Writer, linkType: number, options: Uint8Array = new Uint8Array(0)): Uint8Array {
  const { u16, u32 } = writer
  return block(writer, 1, bytesOf(u16(linkType), u16(0), u32(0), options))
}

function option({ u16 }: Writer, code: number, value: Uint8Array): Uint8Array {
  return bytesOf(u16(code), u16(value.length), padded(value))
}

function enhanced(writer: Writer, { of, units, bytes }: { of: number; units: bigint; bytes: Uint8Array }): Uint8Array {
  const { u32 } = writer
  const time = [u32(Number(units >> 32n)), u32(Number(units & 0xffffffffn))]
  return block(writer, 6, bytesOf(u32(of), ...time, u32(bytes.length), u32(bytes.length), padded(bytes)))
}

for (const [name, writer] of orders)
  test(`pcapng ${name}: sections, interfaces, resolutions, offsets, old and simple packets; the rest is skipped`, async () => {
    const { u16, u32 } = writer
    const ms = BigInt(at * 10) / 10n
    const raw = datagram.subarray(14)
    const seconds = Buffer.alloc(8)
    if (name === 'big-endian') seconds.writeBigInt64BE(3600n)
    else seconds.writeBigInt64LE(3600n)
    const capture = bytesOf(
      section(writer),
      block(writer, 0x0bad, Buffer.alloc(5000)),
      described(writer, 1),
      described(writer, 101, option(writer, 9, Uint8Array.of(9))),
      described(writer, 101, bytesOf(option(writer, 9, Uint8Array.of(0x80 + 10)), option(writer, 14, seconds))),
      enhanced(writer, { of: 0, units: ms * 1000n, bytes: datagram }),
      block(writer, 10, Buffer.from('TLS secrets, which are nobody’s business')),
      enhanced(writer, { of: 1, units: ms * 1_000_000n + 500_000n, bytes: raw }),
      enhanced(writer, { of: 2, units: (ms / 1000n - 3600n) * 1024n, bytes: raw }),
      block(writer, 3, bytesOf(u32(datagram.length), datagram)),
      section(writer),
      described(writer, 1),
      block(
        writer,
        2,
        bytesOf(u16(0), u16(0), u32(0), u32(1_000_000), u32(datagram.length), u32(datagram.length), datagram),
      ),
      block(
        writer,
        5,
        bytesOf(
          u32(0),
          u32(0),
          u32(0),
          option(writer, 5, name === 'big-endian' ? bytesOf(u32(0), u32(42)) : bytesOf(u32(42), u32(0))),
        ),
      ),
    )
    for (const pieces of [1, 13, 100_000]) {
      const { flows, progress } = await observed(capture, { pieces })
      assert.equal(progress.units, 5)
      assert.equal(
        flows.reduce((sum, { packets }) => sum + packets, 0),
        5,
      )
      assert.equal(progress.firstSeenAt, 1000)
      assert.equal(progress.lastSeenAt, Number(ms) + 0.5)
      assert.deepEqual(progress.problems, [
        { message: 'the capturing machine itself lost 42 packets: what they told is missing' },
      ])
    }
  })

test('a capture that is cut keeps what it held and says where it ended, at every byte', async () => {
  const whole = pcap([{ bytes: datagram }, { bytes: datagram }])
  const record = 16 + datagram.length
  for (let length = 0; length < whole.length; length += 1) {
    const { progress } = await observed(whole.subarray(0, length))
    const packets = Math.max(0, Math.floor((length - 24) / record))
    assert.equal(progress.units, packets)
    const isWhole = length >= 24 && (length - 24) % record === 0
    assert.equal(progress.problems.length, isWhole ? 0 : 1, `cut after ${length}`)
    if (!isWhole) assert.match(progress.problems[0]?.place ?? '', new RegExp(`^packet ${packets + 1}, byte ${length}$`))
  }
})

test('a length that no packet has ends the reading with its place, and keeps what stood before', async () => {
  const damaged = pcap([{ bytes: datagram }, { bytes: datagram }])
  damaged.set(u32be(0x7fffffff), 24 + 16 + datagram.length + 8)
  const { progress } = await observed(damaged)
  assert.equal(progress.units, 1)
  assert.match(progress.problems[0]?.message ?? '', /claims \d+ bytes, which no capture holds/)
})

test('captures of other programs are named, with what to do', async () => {
  for (const [head, name] of [
    ['snoop\0\0\0\0\0\0\u0002\0\0\0\u0004', 'snoop'],
    ['GMBU\0\0\0\0\0\0\0\0\0\0\0\0', 'Network Monitor'],
  ] as const) {
    const { progress } = await observed(Buffer.from(head, 'latin1'))
    assert.match(progress.problems[0]?.message ?? '', new RegExp(`${name}.*editcap`))
  }
})
