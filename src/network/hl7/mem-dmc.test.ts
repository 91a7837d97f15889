import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damaged, inLines } from '../../../test/network.ts'
import { receiveMemDmc, rejectUnread } from './mem-dmc.ts'
import { MllpFrames } from './mllp-frames.ts'

const given = { now: new Date('2026-06-01T08:00:00Z'), ip: '10.0.0.7', port: 2575, answerId: 'A-1' }
const report = [
  'MSH|^~\\&|Exemplar^0012210000000001^EUI-64|Bio & Med|CMMS|HOSPITAL|20260101||ORU^R01^ORU_R01|ID-7|P|2.6|||AL|NE||UNICODE UTF-8|||IHE_PCD_015^IHE PCD^1.3.6.1.4.1.19376.1.6.1.15.1^ISO',
  'PID|1||CANARY||DOE^JANE',
  'OBX|1|ST|69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X|||||||P-1^^0012210000000001^EUI-64',
  'OBX|2|ST|67880^MDC_ATTR_ID_MODEL^MDC|1.0.0.1|manufacturer=Exemplar Medical model=Pump 4000||||||R',
  'OBX|3|ST|531975^MDC_ID_PROD_SPEC_SW^MDC|1.0.0.2|6.0.1||||||R',
].join('\r')

function answerOf(text: string): string {
  const { answer } = receiveMemDmc(Buffer.from(text), given)
  return Buffer.from(answer).toString().replaceAll('\r', '\n')
}

test('a report of devices is taken, told without its patient, and acknowledged', () => {
  const received = receiveMemDmc(Buffer.from(report), given)
  assert.ok(received.is === 'accepted')
  assert.deepEqual(inLines({ tellings: [...received.observations] }), [
    '10.0.0.7 explicit: role=client',
    '10.0.0.7 explicit: applicationName=Exemplar, facility=Bio & Med, deviceIdentifier=0012210000000001, banner=HL7 2.6, banner=IHE_PCD_015',
    '10.0.0.7 explicit: maker=Exemplar Medical, model=Pump 4000, deviceKind=MDC_DEV_PUMP_INFUS_MDS, softwareVersion=6.0.1, deviceIdentifier=0012210000000001',
  ])
  assert.doesNotMatch(JSON.stringify(received), /DOE|JANE|CANARY/)
  assert.deepEqual(received.dropped, { patient: 1 })
  assert.equal(
    Buffer.from(received.answer).toString(),
    '\u000bMSH|^~\\&|CMMS|HOSPITAL|Exemplar^0012210000000001^EUI-64|Bio \\T\\ Med|20260601080000+0000||ACK^R01^ACK|A-1|P|2.6||||||UNICODE UTF-8\rMSA|AA|ID-7\r\u001c\r',
  )
  assert.match(Buffer.from(received.failed).toString(), /MSA\|AE\|ID-7\rERR\|\|MSH\^1\|207\^/)
})

const refused: readonly (readonly [name: string, message: string, place: RegExp])[] = [
  ['a result of a laboratory', report.replace(/\|IHE_PCD_015[^\r]*/, ''), /MSH\^1\^21\|200\^/],
  [
    'measurements of a monitor (PCD-01)',
    report.replaceAll('015', '001').replace('1.15.1', '1.1.1'),
    /MSH\^1\^21\|200\^/,
  ],
  ['an alarm (PCD-04)', report.replace('ORU^R01^ORU_R01', 'ORU^R40^ORU_R40'), /MSH\^1\^9\|201\^/],
  ['an admission', report.replace('ORU^R01^ORU_R01', 'ADT^A01'), /MSH\^1\^9\|200\^/],
  ['two messages in one', `${report}\r${report}`, /MSH\^1\|100\^/],
]
for (const [name, message, error] of refused) {
  test(`${name} is refused (AR), with the field and the reason, and is told to nobody`, () => {
    const received = receiveMemDmc(Buffer.from(message), given)
    assert.equal(received.is, 'rejected')
    assert.match(answerOf(message), /\nMSA\|AR\|ID-7\nERR\|\|/)
    assert.match(answerOf(message), error)
    assert.doesNotMatch(answerOf(message), /DOE|JANE|CANARY/)
  })
}

test('an answer names the event of what it answers', () => {
  assert.match(answerOf(report.replace('ORU^R01^ORU_R01', 'ADT^A01')), /\|ACK\^A01\^ACK\|/)
})

test('what is no message is refused too, and its bytes do not come back', () => {
  assert.match(answerOf('CANARY'), /^\u000bMSH\|\^~\\&\|AUSCULT\|.*\nMSA\|AR\|\nERR\|\|MSH\^1\|100\^/s)
  assert.doesNotMatch(answerOf('CANARY'), /CANARY/)
  assert.match(Buffer.from(rejectUnread(given)).toString(), /MSA\|AR\|/)
})

test('what a sender calls itself cannot forge a segment or a frame of the answer', () => {
  const forged = report.replace('ID-7', 'x\\X0D\\MSA\\X1C0B\\\\F\\AA')
  const answer = Buffer.from(receiveMemDmc(Buffer.from(forged), given).answer).toString()
  assert.equal(answer.split('\r').filter((line) => line.startsWith('MSA')).length, 1)
  assert.equal(answer.split(/[\u000b\u001c]/).length, 3)
})

test('a damaged report is taken or refused, and never throws', () => {
  for (let seed = 1; seed <= 500; seed += 1) receiveMemDmc(damaged(Buffer.from(report), seed), given)
  for (let cut = 0; cut < report.length; cut += 1) receiveMemDmc(Buffer.from(report.slice(0, cut)), given)
})

test('frames are found in bytes of any division; too long or strange ones end the reading', () => {
  const bytes = Buffer.from('\u000bone\rtwo\r\u001c\r\u000bthree\u001c\r\n')
  for (const size of [1, 5, 100]) {
    const frames = new MllpFrames()
    const messages: string[] = []
    for (let at = 0; at < bytes.length; at += size)
      messages.push(...frames.take(bytes.subarray(at, at + size)).messages.map((each) => Buffer.from(each).toString()))
    assert.deepEqual(messages, ['one\rtwo\r', 'three'])
  }
  assert.equal(new MllpFrames().take(Buffer.from('\u000bhalf')).is, 'open')
  assert.equal(new MllpFrames().take(Buffer.alloc(2000, 0x41)).is, 'tooLong')
  assert.equal(
    new MllpFrames().take(Buffer.concat([Buffer.from('\u000b'), Buffer.alloc(1_100_000, 0x41)])).is,
    'tooLong',
  )
})
