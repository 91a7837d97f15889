import assert from 'node:assert/strict'
import { deflateRawSync } from 'node:zlib'
import { test } from 'node:test'
import {
  associate,
  dataSet,
  deflatedLittle,
  elementHeader,
  explicitBig,
  explicitLittle,
  implicitLittle,
  message,
} from '../../../test/dicom-bytes.ts'
import type { Encoding, ItemBytes, MessageBytes } from '../../../test/dicom-bytes.ts'
import { assertNeverThrows, inLines, listenTo } from '../../../test/network.ts'
import type { Said } from '../../../test/network.ts'
import { dicom } from '../protocols/dicom.ts'

const pixels: ItemBytes = [[0x7fe0_0010, 'OW', Buffer.alloc(4096, 7)]]

/** A CT of an invented maker, around a patient who must never come out. */
const image: ItemBytes = [
  [0x0008_0005, 'CS', 'ISO_IR 100'],
  [0x0008_0018, 'UI', '1.2.3.CANARY'],
  [0x0008_0020, 'DA', '20260301'],
  [0x0008_0030, 'TM', '101112'],
  [0x0008_0050, 'SH', 'CANARY'],
  [0x0008_0060, 'CS', 'CT'],
  [0x0008_0070, 'LO', 'Exemplar Medical'],
  [0x0008_0080, 'LO', 'Hôpital Exemple'],
  [0x0008_0090, 'PN', 'CANARY^DOCTOR'],
  [0x0008_1010, 'SH', 'TOMO64'],
  [0x0008_1030, 'LO', 'DOE^JANE CANARY'],
  [0x0008_1040, 'LO', 'Imagerie B'],
  [0x0008_1090, 'LO', 'Tomo 64'],
  [
    0x0008_1140,
    'SQ',
    [
      [
        [0x0008_1155, 'UI', '1.2.3.CANARY'],
        [0x0008_0070, 'LO', 'CANARY maker'],
      ],
    ],
  ],
  [0x0010_0010, 'PN', 'DOE^JANE'],
  [0x0010_0020, 'LO', 'CANARY'],
  [0x0018_1000, 'LO', '640017'],
  [0x0018_100a, 'SQ', [[[0x0018_1009, 'UT', '(01)04012345678901(21)640017']]]],
  [0x0018_1020, 'LO', '4.2.1\\Recon 7'],
  [0x0020_000d, 'UI', '1.2.3.CANARY'],
  [0x0040_0241, 'AE', 'CT1'],
  [0x0040_0275, 'SQ', [[[0x0010_0010, 'PN', 'DOE^JANE']]]],
  ...pixels,
]
const ctFacts =
  'maker=Exemplar Medical, model=Tomo 64, serial=640017, udi=(01)04012345678901(21)640017, deviceKind=CT, ' +
  'softwareVersion=4.2.1, softwareVersion=Recon 7, aeTitle=CT1, stationName=TOMO64, institution=Hôpital Exemple, department=Imagerie B'

interface Sending {
  readonly calling?: string
  readonly transferSyntax?: string
  readonly messages: readonly MessageBytes[]
  readonly from?: 'client' | 'server'
}

/** An association, in which one side sends messages. */
function send({
  calling = 'CT1',
  transferSyntax = explicitLittle,
  messages,
  from = 'client',
}: Sending): readonly Said[] {
  const contexts = [{ id: 1, abstractSyntax: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxes: [transferSyntax] }]
  return [
    { from: 'client', bytes: associate(1, { calling, contexts }) },
    { from: 'server', bytes: associate(2, { calling, contexts: [{ id: 1, transferSyntaxes: [transferSyntax] }] }) },
    ...messages.map((each) => ({ from, bytes: message(each) })),
  ]
}

/** What is told beside the two ends of the association. */
function told(said: readonly Said[], piece?: number): string[] {
  return inLines(listenTo(dicom, said, piece === undefined ? {} : { piece })).filter(
    (line) => !line.includes('role=sc'),
  )
}

const encodings: readonly (readonly [name: string, transferSyntax: string, encoding: Encoding])[] = [
  ['implicit little-endian', implicitLittle, 'implicit'],
  ['explicit little-endian', explicitLittle, 'explicit'],
  ['explicit big-endian', explicitBig, 'big'],
]

for (const [name, transferSyntax, encoding] of encodings) {
  for (const lengths of ['defined', 'undefined'] as const) {
    test(`an image in ${name} with ${lengths} lengths tells of its modality, and of its sender when that is the modality`, () => {
      const data = dataSet(image, { encoding, lengths })
      assert.deepEqual(told(send({ transferSyntax, messages: [{ command: 1, data }] })), [
        `CT1 explicit: ${ctFacts}`,
        `10.0.0.1 CT1 explicit: ${ctFacts}`,
      ])
    })
  }
}

test('a data set in fragments of any size is the same data set', () => {
  const whole = told(send({ messages: [{ command: 1, data: dataSet(image) }] }))
  for (const fragmentBytes of [1, 7, 100]) {
    const said = send({ messages: [{ command: 1, data: dataSet(image), fragmentBytes }] })
    assert.deepEqual(told(said), whole)
    assert.deepEqual(told(said, 13), whole)
  }
})

test('a deflated data set is unpacked up to where its equipment is named', () => {
  const data = deflateRawSync(dataSet([...image, [0x7fe0_0010, 'OW', Buffer.alloc(1_000_000)]]))
  assert.deepEqual(told(send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data }] })).length, 2)
})

test('what is deflated by lie, or is a bomb, is given up', () => {
  const garbage = listenTo(
    dicom,
    send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data: Buffer.alloc(500, 0xff) }] }),
  )
  assert.equal(garbage.malformed, 1)
  const bomb = deflateRawSync(Buffer.concat([elementHeader(0x0008_0021, 'UN', 0xffff_fff0), Buffer.alloc(50_000_000)]))
  assert.deepEqual(told(send({ transferSyntax: deflatedLittle, messages: [{ command: 1, data: bomb }] })), [])
})

test('nothing of the patient, the doctors or the examination comes out, and what was left out is counted', () => {
  const taken = listenTo(dicom, send({ messages: [{ command: 1, data: dataSet(image) }] }))
  assert.doesNotMatch(JSON.stringify(taken), /DOE|JANE|CANARY/)
  assert.deepEqual(taken.dropped, { identifier: 4, time: 1, person: 1, text: 2, patient: 2, image: 1 })
})

test('an image of another day tells of its equipment as it was on that day', () => {
  const { tellings } = listenTo(dicom, send({ messages: [{ command: 1, data: dataSet(image) }] }))
  const days = tellings.filter(({ asOf }) => asOf !== undefined).map(({ asOf = 0 }) => new Date(asOf).toISOString())
  assert.deepEqual(days, ['2026-03-01T12:00:00.000Z', '2026-03-01T12:00:00.000Z'])
})

test('a name of a person in a field of equipment is left out', () => {
  const data = dataSet([
    [0x0008_0070, 'LO', 'DOE^JANE'],
    [0x0008_1090, 'LO', 'Tomo 64'],
    [0x0018_1000, 'LO', 'Doe^Jane^^Dr'],
  ])
  const said = send({ messages: [{ command: 1, data }] })
  assert.deepEqual(told(said), ['- explicit: model=Tomo 64'])
  assert.deepEqual(listenTo(dicom, said).dropped, { person: 2 })
})

test('an archive that forwards images learns nothing of them for its own address', () => {
  const other: ItemBytes = [
    [0x0008_0070, 'LO', 'Magnetica'],
    [0x0008_1090, 'LO', 'Field 3T'],
    [0x0018_1000, 'LO', '33001'],
  ]
  const lines = told(
    send({
      calling: 'PACS2',
      messages: [
        { command: 1, data: dataSet(image) },
        { command: 1, data: dataSet(other) },
      ],
    }),
  )
  assert.deepEqual(lines, [
    `CT1 explicit: ${ctFacts}`,
    '- explicit: maker=Magnetica, model=Field 3T, serial=33001',
    '10.0.0.1 PACS2 weak: role=archive',
  ])
})

test('a router that calls itself by the name of a modality is found out by what it sends of another', () => {
  const other: ItemBytes = [
    [0x0008_0070, 'LO', 'Magnetica'],
    [0x0018_1000, 'LO', '33001'],
  ]
  const lines = told(
    send({
      messages: [
        { command: 1, data: dataSet(image) },
        { command: 1, data: dataSet(other) },
      ],
    }),
  )
  assert.ok(!lines.some((line) => line.startsWith('10.0.0.1') && line.includes('serial')), lines.join('\n'))
})

test('who sends because a third one asked for it is an archive', () => {
  const lines = told(send({ messages: [{ command: 1, moveOriginator: 'VIEWER', data: dataSet(image) }] }))
  assert.deepEqual(lines, ['10.0.0.1 CT1 strong: role=archive', `CT1 explicit: ${ctFacts}`].toReversed())
})

test('a station whose name is the title of the sender is the sender', () => {
  const data = dataSet([
    [0x0008_0070, 'LO', 'Sonoworks'],
    [0x0008_1010, 'SH', 'echo9'],
    [0x0018_1000, 'LO', '90023'],
  ])
  assert.deepEqual(told(send({ calling: 'ECHO9', messages: [{ command: 1, data }] })), [
    '- explicit: maker=Sonoworks, serial=90023, stationName=echo9',
    '10.0.0.1 ECHO9 explicit: maker=Sonoworks, serial=90023, stationName=echo9',
  ])
})

test('a performed procedure step tells of the station that reports it', () => {
  const data = dataSet([
    [0x0008_0060, 'CS', 'MR'],
    [0x0040_0241, 'AE', 'MR2'],
    [0x0040_0242, 'SH', 'MAGNET2'],
  ])
  const step = { command: 0x0140, sopClass: '1.2.840.10008.3.1.2.3.3', data }
  assert.deepEqual(told(send({ calling: 'MR2', messages: [step] })), [
    'MR2 explicit: deviceKind=MR, aeTitle=MR2, stationName=MAGNET2',
    '10.0.0.1 MR2 explicit: deviceKind=MR, aeTitle=MR2, stationName=MAGNET2',
  ])
  assert.deepEqual(told(send({ messages: [{ ...step, sopClass: '1.2.840.10008.5.1.1.1' }] })), [])
})

test('a worklist names stations, and who asks for its own is a modality', () => {
  const step = (title: string, kind: string): ItemBytes => [
    [0x0010_0010, 'PN', 'DOE^JANE'],
    [
      0x0040_0100,
      'SQ',
      [
        [
          [0x0008_0060, 'CS', kind],
          [0x0040_0001, 'AE', title],
          [0x0040_0006, 'PN', 'CANARY'],
          [0x0040_0010, 'SH', 'ROOM4'],
        ],
      ],
    ],
  ]
  const asked = send({ messages: [{ command: 0x20, data: dataSet(step('CT1', 'CT')) }] })
  assert.deepEqual(told(asked), ['10.0.0.1 CT1 strong: deviceKind=CT, role=modality'])
  assert.deepEqual(told(send({ calling: 'CT9', messages: [{ command: 0x20, data: dataSet(step('*', 'CT')) }] })), [])
  const answered = send({
    from: 'server',
    messages: [{ command: 0x8020, data: dataSet(step('MG3', 'MG'), { lengths: 'undefined' }) }],
  })
  assert.deepEqual(told(answered), ['MG3 explicit: deviceKind=MG, aeTitle=MG3, stationName=ROOM4'])
})

test('what took part in an object is a device of its own', () => {
  const data = dataSet([
    [0x0008_0070, 'LO', 'Magnetica'],
    [0x0018_1000, 'LO', '33001'],
    [0x0018_1016, 'LO', 'Scannerie'],
    [0x0018_1018, 'LO', 'Film 2'],
    [0x0018_1019, 'LO', '1.1'],
    [0x0018_700a, 'SH', 'D-7'],
    [0x0018_702a, 'LO', 'Panelworks'],
    [
      0x0018_a001,
      'SQ',
      [
        [
          [0x0008_0070, 'LO', 'Routerie'],
          [0x0008_1090, 'LO', 'Gate'],
          [0x0018_1000, 'LO', 'G1'],
          [0x0018_1020, 'LO', '9.0'],
          [
            0x0040_a170,
            'SQ',
            [
              [
                [0x0008_0100, 'SH', '109103'],
                [0x0008_0104, 'LO', 'Modifying Equipment'],
              ],
            ],
          ],
        ],
      ],
    ],
  ])
  for (const lengths of ['defined', 'undefined'] as const)
    assert.deepEqual(
      told(send({ messages: [{ command: 1, data }] })),
      [
        '- explicit: maker=Magnetica, serial=33001',
        '- explicit: maker=Scannerie, model=Film 2, softwareVersion=1.1, role=capture',
        '- explicit: maker=Panelworks, serial=D-7, deviceKind=detector',
        '- explicit: maker=Routerie, model=Gate, serial=G1, softwareVersion=9.0, role=modification',
      ],
      lengths,
    )
})

test('sequences a million levels deep, and elements of four gigabytes, cost nothing', () => {
  const level = Buffer.concat([
    elementHeader(0x0008_1140, 'SQ', 0xffff_ffff),
    elementHeader(0xfffe_e000, '', 0xffff_ffff),
  ])
  const deep = Buffer.concat(Array.from({ length: 100_000 }, () => level))
  assert.deepEqual(told(send({ messages: [{ command: 1, data: deep }] })), [])
  const open = Buffer.concat([
    elementHeader(0x0018_a001, 'SQ', 0xffff_ffff),
    elementHeader(0xfffe_e000, '', 0xffff_ffff),
  ])
  const openDeep = Buffer.concat(Array.from({ length: 10_000 }, () => open))
  assert.deepEqual(told(send({ messages: [{ command: 1, data: openDeep }] })), [])
  const huge = Buffer.concat([
    dataSet([[0x0008_0070, 'LO', 'Magnetica']]),
    elementHeader(0x0018_1000, 'UN', 0xffff_fffe),
  ])
  assert.deepEqual(told(send({ messages: [{ command: 1, data: huge }] })), ['- explicit: maker=Magnetica'])
})

test('an association that was already there is read by what its messages are', () => {
  const [line] = inLines(
    listenTo(dicom, [
      { from: 'client', bytes: message({ command: 1, data: dataSet(image, { encoding: 'implicit' }) }) },
    ]),
  )
  assert.equal(line, `CT1 explicit: ${ctFacts}`)
})

test('after a gap in an image the next image is read', () => {
  const said = send({ messages: [{ command: 1, data: dataSet(image), fragmentBytes: 1000 }] })
  const pair = [...said, said.at(-1)].filter((each) => each !== undefined)
  assert.equal(told(pair).length, 3)
})

test('no cut, gap or damage of a data set makes it throw', () => {
  const data = dataSet(image.slice(0, -1), { lengths: 'undefined' })
  const said = send({ messages: [{ command: 1, data, fragmentBytes: 200 }] })
  assertNeverThrows(dicom, said.slice(2))
  assertNeverThrows(dicom, [
    { from: 'client', bytes: Buffer.concat(said.flatMap(({ from, bytes }) => (from === 'client' ? [bytes] : []))) },
  ])
})
