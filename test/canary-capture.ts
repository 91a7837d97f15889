import { ethernet, flags, ipv4, pcap, tcp, udp } from '../src/network/testing-packets.ts'
import { ascii, associate, dataSet, implicitLittle, item, message } from './dicom-bytes.ts'
import type { ItemBytes } from './dicom-bytes.ts'
import { damaged } from './network.ts'

/**
 * Every clinical protocol with a patient in every place where it can name one. Nothing of it may reach the database, an answer, an export, a log or an
 * error message. The equipment is named beside it, so that an empty hearing does not pass for a discreet one.
 */
export const patient = { name: 'DOE^JANE^CANARY', id: 'ZEBRA-7731', born: '19700113' }
export const canary = /JANE|CANARY|ZEBRA|19700113|1970-01-13|RESULT-42/i

export const image: ItemBytes = [
  [0x0008_0005, 'CS', 'ISO_IR 192'],
  [0x0008_0018, 'UI', '1.2.3.77311.ZEBRA'],
  [0x0008_0050, 'SH', patient.id],
  [0x0008_0070, 'LO', 'Exemplar Medical'],
  [0x0008_0080, 'LO', patient.name],
  [0x0008_0090, 'PN', patient.name],
  [0x0008_1030, 'LO', `CT of ${patient.name}`],
  [0x0008_1090, 'LO', 'Tomo 64'],
  [
    0x0008_1140,
    'SQ',
    [
      [
        [0x0010_0010, 'PN', patient.name],
        [0x0008_0070, 'LO', patient.id],
      ],
    ],
  ],
  [0x0009_0010, 'LO', patient.name],
  [0x0010_0010, 'PN', patient.name],
  [0x0010_0020, 'LO', patient.id],
  [0x0010_0030, 'DA', patient.born],
  [0x0018_1000, 'LO', 'SN-640017'],
  [0x0018_1030, 'LO', patient.name],
  [
    0x0018_a001,
    'SQ',
    [
      [
        [0x0008_1070, 'PN', patient.name],
        [0x0018_1000, 'LO', 'SN-9'],
        [0x0018_a003, 'ST', patient.name],
      ],
    ],
  ],
  [
    0x0040_0100,
    'SQ',
    [
      [
        [0x0040_0001, 'AE', 'CT1'],
        [0x0040_0006, 'PN', patient.name],
        [0x0040_0007, 'LO', patient.name],
      ],
    ],
  ],
  [
    0x0040_a730,
    'SQ',
    [
      [
        [0x0040_a123, 'PN', patient.name],
        [0x0040_a160, 'UT', 'RESULT-42'],
      ],
    ],
  ],
  [0x7fe0_0010, 'OW', Buffer.from(patient.name.repeat(50))],
]

const contexts = [{ id: 1, abstractSyntax: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxes: [implicitLittle] }]
const identity = item(
  0x58,
  Buffer.concat([Buffer.from([1, 0, 0, patient.name.length]), ascii(patient.name), Buffer.from([0, 0])]),
)
const set = dataSet(image, { encoding: 'implicit', lengths: 'undefined' })

export const hl7 = [
  'MSH|^~\\&|ANALYSER|LAB-1|LIS|HOSPITAL|20260101||ORU^R01|1|P|2.6',
  'SFT|Exemplar Diagnostics|4.2.0|Analyse One|A-77',
  `PID|1||${patient.id}^^^MR||${patient.name}||${patient.born}|F|||1 ZEBRA street`,
  `NK1|1|${patient.name}|WIFE`,
  `PV1|1|I|WARD^ZEBRA^1||||${patient.name}`,
  `ORC|RE|${patient.id}|||||||||${patient.name}`,
  `OBR|1|${patient.id}|${patient.id}|cbc^CBC||||||||||||${patient.name}`,
  `OBX|1|NM|wbc^Wbc^L||RESULT-42|/nl|||||F|||20260101|lab|${patient.name}||AN-1`,
  `OBX|2|ED|x^x^L||^^PDF^Base64^${'QUJD'.repeat(900)}${patient.id}`,
  `OBX|3|ST|531972^MDC_ID_PROD_SPEC_SERIAL^MDC|1.0.0.1|SN-8`,
  `PRT|1|UC||AP|${patient.name}|||||${patient.id}||||||${patient.id}|||||${patient.id}`,
  `NTE|1||${patient.name}`,
  `ZPD|${patient.name}`,
].join('\r')
const poct1a =
  '<HEL.R01><DEV><DEV.manufacturer_name V="Exemplar Diagnostics"/><DEV.serial_id V="SN-0600"/></DEV></HEL.R01>' +
  `<OBS.R01><SVC><PT><PT.patient_id V="${patient.id}"/><PT.name V="${patient.name}"/></PT><OBS><OBS.value V="RESULT-42"/></OBS></SVC></OBS.R01>`
const astm = [
  'H|\\^&|||Analyse 9',
  `P|1||${patient.id}||${patient.name}||${patient.born}`,
  'R|1|^^^GLU|RESULT-42',
  `C|1|I|${patient.name}`,
].join('\r')
const intellivue = Buffer.concat([
  Buffer.from([0xe1, 0, 0, 2, 0, 2, 0, 60]),
  Buffer.from(patient.name.padEnd(30), 'utf16le').swap16(),
])

interface Talk {
  readonly port: number
  readonly client: Uint8Array
  readonly server?: Uint8Array
}

const talks: readonly Talk[] = [
  {
    port: 104,
    client: Buffer.concat([
      associate(1, { calling: 'CT1', contexts, userItems: [identity] }),
      message({ command: 1, data: set }),
      message({ command: 0x20, data: set }),
    ]),
    server: Buffer.concat([
      associate(2, { calling: 'CT1', contexts: [{ id: 1, transferSyntaxes: [implicitLittle] }] }),
      message({ command: 0x8020, data: set }),
    ]),
  },
  { port: 2575, client: Buffer.from(`\u000b${hl7}\r\u001c\r`), server: Buffer.from(`\u000b${hl7}\r\u001c\r`) },
  { port: 6661, client: Buffer.from(hl7.replaceAll('\r', '\n')) },
  { port: 3001, client: Buffer.from(poct1a) },
  { port: 4000, client: Buffer.from(astm) },
  {
    port: 8042,
    client: Buffer.from(
      `GET /dicom-web/studies?PatientName=${patient.name} HTTP/1.1\r\nHost: pacs\r\nUser-Agent: viewer/1.0\r\n\r\n`,
    ),
  },
]

/** Each talk as one connection, whole and damaged in many ways. */
export function canaryCapture(): Uint8Array {
  const sound = talks.flatMap((talk, index) => connection(talk, 20_000 + index))
  const hurt = talks.flatMap((talk, index) =>
    Array.from({ length: 25 }, (_, seed) =>
      connection({ ...talk, client: damaged(talk.client, seed + 1) }, 30_000 + 100 * index + seed),
    ).flat(),
  )
  const cut = talks.flatMap((talk, index) =>
    connection({ ...talk, client: talk.client.subarray(0, 400) }, 40_000 + index),
  )
  const datagram = ethernet(0x0800, ipv4({ protocol: 17 }, udp(24_105, 24_105, intellivue)))
  return pcap([...sound, ...hurt, ...cut, datagram].map((bytes) => ({ bytes })))
}

function connection({ port, client, server = new Uint8Array(0) }: Talk, from: number): Uint8Array[] {
  const up = (sequence: number, payload: Uint8Array | '', bits: number = flags.ack, acknowledged = 1): Uint8Array =>
    ethernet(0x0800, ipv4({ protocol: 6 }, tcp({ from, to: port, sequence, acknowledged, flags: bits }, payload)))
  const down = (sequence: number, payload: Uint8Array | '', bits: number = flags.ack, acknowledged = 1): Uint8Array =>
    ethernet(
      0x0800,
      ipv4(
        { protocol: 6, from: '10.0.0.2', to: '10.0.0.1' },
        tcp({ from: port, to: from, sequence, acknowledged, flags: bits }, payload),
      ),
    )
  const packets = [up(0, '', flags.syn, 0), down(0, '', flags.syn | flags.ack)]
  for (let at = 0; at < client.length; at += 1400) packets.push(up(1 + at, client.subarray(at, at + 1400)))
  for (let at = 0; at < server.length; at += 1400)
    packets.push(down(1 + at, server.subarray(at, at + 1400), flags.ack, 1 + client.length))
  return [...packets, up(1 + client.length, '', flags.fin | flags.ack, 1 + server.length)]
}
