import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatagramProtocol, FrameProtocol } from '../protocol.ts'
import { observed } from '../testing-conversations.ts'
import { bytesOf, ethernet, ipv4, ipv6, macOf, pcap, tagged, u16be, u32be, udp } from '../testing-packets.ts'

interface Recorded {
  readonly text: string
  readonly from: string
  readonly vlan: number | undefined
}

function datagrams(): DatagramProtocol & { readonly heard: Recorded[] } {
  const heard: Recorded[] = []
  return {
    id: 'spoken',
    name: 'Spoken',
    source: 'none',
    secrecy: 'mixed',
    over: 'datagram',
    ports: [],
    recognises: () => true,
    read: (payload, { source, vlan }) => {
      const from = `${source.mac ?? '-'} ${source.ip ?? '-'} ${source.port ?? '-'}`
      heard.push({ text: Buffer.from(payload).toString('latin1'), from, vlan })
    },
    heard,
  }
}

const spoken = udp(5000, 4000, Buffer.from('hello'))
const four = ipv4({ protocol: 17 }, spoken)
const six = ipv6(17, spoken)
const nurse = '00:00:5e:00:53:01'
const fromFour = `${nurse} 10.0.0.1 5000`
const fromSix = `${nurse} 2001:db8::1 5000`
const noMac = '- 10.0.0.1 5000'
const cooked = bytesOf(u16be(0), u16be(1), u16be(6), macOf(nurse), u16be(0), u16be(0x0800), four)
const cooked2 = bytesOf(u16be(0x0800), u16be(0), u32be(3), u16be(1), 0, 6, macOf(nurse), u16be(0), four)
const routing = bytesOf(17, 0, new Uint8Array(6))
const wireless = bytesOf(0x08, 0x01, u16be(0), macOf('00:00:5e:00:53:09'), macOf(nurse), macOf('00:00:5e:00:53:02'), u16be(0), Buffer.from('aaaa030000000800', 'hex'), four) // prettier-ignore
const vxlan = ipv4({ protocol: 17, from: '10.9.9.1', to: '10.9.9.2' }, udp(50_000, 4789, bytesOf(8, new Uint8Array(7), ethernet(0x0800, four)))) // prettier-ignore
const stationTo = (first: number, second: number): Uint8Array => bytesOf(first, second, wireless.subarray(2))
const capwap = (inner: Uint8Array, isWireless: boolean): Uint8Array => ethernet(0x0800, ipv4({ protocol: 17, from: '10.9.9.1', to: '10.9.9.2' }, udp(50_000, 5247, bytesOf(0, 0x10, isWireless ? 0x03 : 0x02, 0, u32be(0), inner)))) // prettier-ignore
const gtp = (...header: readonly number[]): Uint8Array => ethernet(0x0800, ipv4({ protocol: 17, from: '10.9.9.1', to: '10.9.9.2' }, udp(2152, 2152, bytesOf(...header, four)))) // prettier-ignore

const frames: readonly (readonly [name: string, linkType: number, bytes: Uint8Array, from: string, vlan?: number])[] = [
  ['Ethernet', 1, ethernet(0x0800, four), fromFour],
  ['Ethernet with padding', 1, bytesOf(ethernet(0x0800, four), new Uint8Array(18).fill(0x55)), fromFour],
  ['a VLAN', 1, ethernet(0x8100, tagged(0x6014, 0x0800, four)), fromFour, 20],
  ['QinQ', 1, ethernet(0x88a8, tagged(7, 0x8100, tagged(20, 0x0800, four))), fromFour, 20],
  ['LLC with SNAP', 1, ethernet(8 + four.length, bytesOf(Buffer.from('aaaa030000000800', 'hex'), four)), fromFour],
  ['MPLS', 1, ethernet(0x8847, bytesOf(u32be(0x00010040), u32be(0x00020140), four)), fromFour],
  ['PPPoE', 1, ethernet(0x8864, bytesOf(0x11, 0, u16be(1), u16be(2 + four.length), u16be(0x21), four)), fromFour],
  ['IPv6', 1, ethernet(0x86dd, six), fromSix],
  ['IPv6 with extension headers', 1, ethernet(0x86dd, ipv6(0, bytesOf(60, 0, new Uint8Array(6), routing, spoken))), fromSix],
  ['IPv4 with options', 1, ethernet(0x0800, ipv4({ protocol: 17, options: new Uint8Array(8).fill(1) }, spoken)), fromFour],
  ['IPv4 without a length', 1, ethernet(0x0800, ipv4({ protocol: 17, total: 0 }, spoken)), fromFour],
  ['Linux cooked', 113, cooked, fromFour],
  ['Linux cooked, version 2', 276, cooked2, fromFour],
  ['raw IP', 101, four, noMac],
  ['raw IPv6', 229, six, fromSix.replace(nurse, '-')],
  ['BSD loopback', 0, bytesOf(2, 0, 0, 0, four), noMac],
  ['OpenBSD loopback', 108, bytesOf(0, 0, 0, 24, six), fromSix.replace(nurse, '-')],
  ['PPP', 9, bytesOf(0xff, 0x03, 0, 0x21, four), noMac],
  ['802.11', 105, wireless, fromFour],
  ['radiotap', 127, bytesOf(0, 0, 12, 0, new Uint8Array(8), wireless), fromFour],
  ['GRE', 1, ethernet(0x0800, ipv4({ protocol: 47 }, bytesOf(u16be(0x2000), u16be(0x0800), u32be(9), four))), noMac],
  ['ERSPAN', 1, ethernet(0x0800, ipv4({ protocol: 47 }, bytesOf(u16be(0x1000), u16be(0x88be), u32be(1), new Uint8Array(8), ethernet(0x0800, four)))), fromFour],
  ['6in4', 1, ethernet(0x0800, ipv4({ protocol: 41 }, six)), fromSix.replace(nurse, '-')],
  ['VXLAN', 1, ethernet(0x0800, vxlan), fromFour],
  ['GTP', 1, gtp(0x30, 0xff, 0, 0, 0, 0, 0, 1), noMac],
  ['GTP with a container', 1, gtp(0x34, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x85, 1, 0x10, 9, 0), noMac],
  ['CAPWAP', 1, capwap(wireless, true), fromFour],
  ['CAPWAP with the control turned', 1, capwap(stationTo(0x01, 0x08), true), fromFour],
  ['CAPWAP with Ethernet', 1, capwap(ethernet(0x0800, four), false), fromFour],
] // prettier-ignore

for (const [name, linkType, bytes, from, vlan] of frames)
  test(`what ${name} carries is read, with its sender`, async () => {
    const protocol = datagrams()
    const { progress } = await observed(pcap([{ bytes }], { linkType }), { protocols: [protocol] })
    assert.deepEqual(
      protocol.heard.filter(({ text }) => text === 'hello'),
      [{ text: 'hello', from, vlan }],
    )
    assert.deepEqual([progress.malformed, progress.problems], [{}, []])
  })

test('no frame that is cut, anywhere, ends a capture', async () => {
  for (const [, linkType, bytes] of frames)
    for (let length = 0; length < bytes.length; length += 1) {
      const protocols = [datagrams()]
      const { progress } = await observed(pcap([{ bytes: bytes.subarray(0, length), wire: bytes.length }, { bytes }], { linkType }), { protocols }) // prettier-ignore
      assert.equal(progress.units, 2)
      assert.equal(protocols[0]?.heard.at(-1)?.text, 'hello')
    }
})

test('a link type that is not read is counted and named', async () => {
  const { progress } = await observed(pcap([{ bytes: four }, { bytes: four }], { linkType: 195 }))
  assert.match(progress.problems[0]?.message ?? '', /^2 packets were of link type 195 /)
})

function fragment(offset: number, to: number, more: boolean, id = 7): Uint8Array {
  return ethernet(0x0800, ipv4({ protocol: 17, id, offset, more }, whole.subarray(offset, to)))
}

const text = 'x'.repeat(20) + 'y'.repeat(20)
const whole = udp(5000, 4000, Buffer.from(text))
const end = whole.length

const fragmented: readonly (readonly [name: string, fragments: readonly Uint8Array[], heard: number, givenUp: number])[] = [
  ['in order', [fragment(0, 16, true), fragment(16, 32, true), fragment(32, end, false)], 1, 0],
  ['last first', [fragment(32, end, false), fragment(16, 32, true), fragment(0, 16, true)], 1, 0],
  ['one of them twice', [fragment(0, 16, true), fragment(0, 16, true), fragment(16, 32, true), fragment(32, end, false)], 1, 0],
  ['one of them missing', [fragment(0, 16, true), fragment(32, end, false)], 0, 1],
  ['overlapping', [fragment(0, 24, true), fragment(16, 32, true)], 0, 1],
  ['of two datagrams, mixed', [fragment(0, 16, true), fragment(0, 16, true, 8), fragment(16, end, false), fragment(16, end, false, 8)], 2, 0],
] // prettier-ignore

for (const [name, fragments, count, givenUp] of fragmented)
  test(`IPv4 fragments ${name}`, async () => {
    const protocol = datagrams()
    const { progress, flows } = await observed(pcap(fragments.map((bytes) => ({ bytes }))), { protocols: [protocol] })
    assert.deepEqual(
      protocol.heard.map((each) => each.text),
      Array.from({ length: count }, () => text),
    )
    assert.equal(progress.givenUp, givenUp)
    if (count === 1) assert.equal(flows[0]?.packets, fragments.length)
  })

test('IPv6 fragments are put together', async () => {
  const part = (offset: number, to: number, more: number): Uint8Array =>
    ethernet(0x86dd, ipv6(44, bytesOf(17, 0, u16be(offset | more), u32be(9), whole.subarray(offset, to))))
  const protocol = datagrams()
  await observed(pcap([{ bytes: part(0, 24, 1) }, { bytes: part(24, end, 0) }]), { protocols: [protocol] })
  assert.deepEqual(protocol.heard.map((each) => each.text), [text]) // prettier-ignore
})

test('overlapping fragments are told', async () => {
  const { progress } = await observed(pcap([{ bytes: fragment(0, 24, true) }, { bytes: fragment(16, 32, true) }]))
  assert.match(progress.problems[0]?.message ?? '', /^1 fragmented datagrams given up because their fragments overlap/)
})

test('frames are read by EtherType, LLC, SNAP and IP protocol', async () => {
  const heard: string[] = []
  const frame: FrameProtocol = {
    id: 'framed',
    name: 'Framed',
    source: 'none',
    secrecy: 'clear',
    over: 'frame',
    carriedIn: [0x88cc, 'llc:00000c2000', 'llc:4242', 'ip:58'],
    read: (payload) => void heard.push(Buffer.from(payload).toString('latin1')),
  }
  const snap = Buffer.from('aaaa0300000c2000', 'hex')
  const packets = [
    ethernet(0x88cc, Buffer.from('lldp')),
    ethernet(11, bytesOf(snap, 'cdp')),
    ethernet(6, bytesOf(0x42, 0x42, 3, 'stp')),
    ethernet(0x86dd, ipv6(58, Buffer.from('ndp'))),
  ]
  const { flows } = await observed(pcap(packets.map((bytes) => ({ bytes }))), { protocols: [frame] })
  assert.deepEqual(heard, ['lldp', 'cdp', 'stp', 'ndp'])
  assert.deepEqual(flows.map(({ transport, protocol }) => `${transport} ${protocol}`), ['other framed', 'other framed', 'other framed', 'icmp framed']) // prettier-ignore
})
