import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataSet } from '../../../test/dicom-bytes.ts'
import type { ItemBytes } from '../../../test/dicom-bytes.ts'
import { ctFacts, image, send, told } from '../../../test/dicom-image.ts'

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
