import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { dhcp } from './dhcp.ts'

interface Message {
  readonly op: 1 | 2
  readonly own?: string
  readonly given?: string
  /** Code and value, as `wire` reads them. */
  readonly options: readonly (readonly [number, string])[]
}

function message({ op, own = '00000000', given = '00000000', options }: Message): Uint8Array {
  const bytes = options.map(([code, value]) => {
    const read = wire(value)
    return Buffer.from([code, read.length, ...read]).toString('hex')
  })
  const head = `0${op} 01 06 00 12345678 0000 0000 ${own} ${given} 00000000 00000000 0009fb010203`
  return wire(`${head} ${'00'.repeat(10 + 64 + 128)} 63825363 ${bytes.join('')} ff`)
}

const asked = message({
  op: 1,
  options: [
    [53, '01'],
    [61, '01 0009fb010203'],
    [12, '"MX700-12"'],
    [60, '"MSFT 5.0"'],
    [55, '01 03 06 0f 1f 21'],
    [81, '00 00 00 "mx700-12.icu.example"'],
    [50, '0a000063'],
  ],
})

test('whoever asks for an address says its name and what it runs', () => {
  const heard = hear(dhcp, asked)
  assert.deepEqual(heard.told[0]?.subject, { mac: '00:09:fb:01:02:03' })
  assert.deepEqual(factLines(heard), [
    'hostName: MX700-12',
    'hostName: mx700-12.icu.example',
    'vendorClass: MSFT 5.0',
    'dhcpParameters: 1,3,6,15,31,33',
    'operatingSystem: Windows',
  ])
  assert.equal(heard.told[1]?.confidence, 'weak')
})

test('what other options tell', () => {
  const cases: readonly (readonly [number, string, readonly string[]])[] = [
    [60, '"android-dhcp-13"', ['vendorClass: android-dhcp-13', 'operatingSystem: Android 13']],
    [60, '"udhcp 1.30.1"', ['vendorClass: udhcp 1.30.1', 'softwareProduct: BusyBox', 'softwareProductVersion: 1.30.1']],
    [
      60,
      '"dhcpcd-8.1.2:Linux-5.4.0:x86_64:GenuineIntel"',
      [
        'vendorClass: dhcpcd-8.1.2:Linux-5.4.0:x86_64:GenuineIntel',
        'operatingSystem: Linux 5.4.0',
        'softwareProduct: dhcpcd',
        'softwareProductVersion: 8.1.2',
      ].toSorted((a, b) => Number(b.startsWith('vendor')) - Number(a.startsWith('vendor'))),
    ],
    [
      60,
      '"Mfg=Xerox;Typ=MFP;Mod=VersaLink C405;Ser=ABC123456;Loc=Ward 7"',
      [
        'vendorClass: Mfg=Xerox;Typ=MFP;Mod=VersaLink C405;Ser=ABC123456;Loc=Ward 7',
        'maker: Xerox',
        'model: VersaLink C405',
        'serial: ABC123456',
        'location: Ward 7',
        'deviceKind: MFP',
      ],
    ],
    [
      60,
      '"AXIS,Network Camera,P3343,5.20.3"',
      [
        'vendorClass: AXIS,Network Camera,P3343,5.20.3',
        'maker: Axis',
        'model: P3343',
        'firmwareVersion: 5.20.3',
        'deviceKind: Network Camera',
      ],
    ],
    [61, 'ff 00000001 0002 00000009 "abc"', ['deviceIdentifier: duid:000200000009616263']],
    [61, '01 0009fb010203', []],
    [77, '05 "wards"', ['vendorClass: wards']],
    [77, '"iPXE"', ['vendorClass: iPXE']],
    [81, '04 00 00 05 "pump7" 03 "icu" 00', ['hostName: pump7.icu']],
    [82, '01 06 000400c80103 02 06 00000c000001', ['switchPort: 000400c80103 of 00000c000001']],
    [82, '01 08 "Gi1/0/12"', ['switchPort: Gi1/0/12']],
    [93, '0007', ['deviceKind: network boot, x86-64 UEFI']],
    [97, '00 00112233445566778899aabbccddeeff', ['deviceIdentifier: uuid:00112233445566778899aabbccddeeff']],
    [97, '00 ffffffffffffffffffffffffffffffff', []],
    [124, '00000009 06 05 "IOT 1"', ['vendorClass: enterprise 9: IOT 1']],
    [161, '"https://maker.example/pump.json"', ['deviceKind: https://maker.example/pump.json']],
  ]
  for (const [code, value, expected] of cases) {
    const heard = hear(dhcp, message({ op: 1, options: [[53, '03'], [code, value]] })) // prettier-ignore
    assert.deepEqual(factLines(heard).toSorted(), expected.toSorted(), `option ${code}: ${value}`)
  }
})

test('an address that is given is told with the name and the port, and so is the server', () => {
  const given = message({
    op: 2,
    given: '0a000063',
    options: [[53, '05'], [54, '0a000001'], [15, '"icu.example"'], [82, '01 02 "p1"'], [3, '0a0000fe']], // prettier-ignore
  })
  assert.deepEqual(hear(dhcp, given, between({ ip: '10.0.0.1', mac: '00:0c:29:00:00:01' })).told, [
    {
      subject: { mac: '00:09:fb:01:02:03', ip: '10.0.0.99' },
      facts: [
        { field: 'domain', value: 'icu.example' },
        { field: 'switchPort', value: 'p1' },
      ],
      confidence: 'strong',
    },
    {
      subject: { mac: '00:0c:29:00:00:01', ip: '10.0.0.1' },
      facts: [
        { field: 'service', value: 'dhcp/67' },
        { field: 'role', value: 'dhcp-server' },
      ],
      confidence: 'strong',
    },
  ])
})

test('an address that is only offered is nobody’s yet', () => {
  const offered = message({ op: 2, given: '0a000063', options: [[53, '02']] })
  assert.deepEqual(hear(dhcp, offered).told, [])
})

test('options in the fields of names are read when the message says so, and repeated ones are joined', () => {
  const overloaded = message({ op: 1, options: [[53, '01'], [52, '01'], [60, '"Philips "'], [60, '"IntelliVue"']] }) // prettier-ignore
  overloaded.set(wire('0c 04 "bed7" ff'), 108)
  assert.deepEqual(factLines(hear(dhcp, overloaded)), ['hostName: bed7', 'vendorClass: Philips IntelliVue'])
})

test('an option longer than the message breaks it', () => {
  const cut = message({ op: 1, options: [[53, '01'], [12, '"bed7"']] }).subarray(0, -3) // prettier-ignore
  assert.equal(hear(dhcp, cut).malformed, 1)
})

test('damaged messages harm nothing', () => assertSurvives(dhcp, asked))
