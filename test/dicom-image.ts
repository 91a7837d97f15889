import { associate, explicitLittle, message } from './dicom-bytes.ts'
import type { ItemBytes, MessageBytes } from './dicom-bytes.ts'
import { inLines, listenTo } from './network.ts'
import type { Said } from './network.ts'
import { dicom } from '../src/network/protocols/dicom.ts'

const pixels: ItemBytes = [[0x7fe0_0010, 'OW', Buffer.alloc(4096, 7)]]

/** A CT of an invented maker, around a patient who must never come out. */
export const image: ItemBytes = [
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
/** What it tells of its equipment. */
export const ctFacts =
  'maker=Exemplar Medical, model=Tomo 64, serial=640017, udi=(01)04012345678901(21)640017, deviceKind=CT, ' +
  'softwareVersion=4.2.1, softwareVersion=Recon 7, aeTitle=CT1, stationName=TOMO64, institution=Hôpital Exemple, department=Imagerie B'

interface Sending {
  readonly calling?: string
  readonly transferSyntax?: string
  readonly messages: readonly MessageBytes[]
  readonly from?: 'client' | 'server'
}

/** An association, in which one side sends messages. */
export function send({
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
export function told(said: readonly Said[], piece?: number): string[] {
  return inLines(listenTo(dicom, said, piece === undefined ? {} : { piece })).filter(
    (line) => !line.includes('role=sc'),
  )
}
