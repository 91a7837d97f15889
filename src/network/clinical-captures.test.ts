import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inLines } from '../../test/network.ts'
import { observe } from './index.ts'

/** What a capture told by one protocol; nothing of a patient may be in anything. */
async function told(
  protocol: string,
): Promise<{ readonly lines: readonly string[]; readonly dropped: object | undefined }> {
  const stream = createReadStream(join(import.meta.dirname, 'fixtures', 'clinical', `${protocol}.pcap`))
  const batches = await Array.fromAsync(observe(stream, { now: () => new Date('2026-12-01T00:00:00Z') }))
  assert.doesNotMatch(JSON.stringify(batches), /DOE|JANE|CANARY/)
  const observations = batches.flatMap((batch) => batch.observations).filter((each) => each.protocol === protocol)
  return { lines: inLines({ tellings: observations }), dropped: batches.at(-1)?.progress.dropped }
}

test('HL7 over a real connection: an analyser, its host, and a monitor behind a gateway', async () => {
  const { lines, dropped } = await told('hl7')
  for (const line of [
    '127.0.0.1 explicit: softwareMaker=Exemplar Diagnostics, softwareProduct=Analyse One, softwareProductVersion=4.2.0',
    '127.0.0.1 explicit: softwareMaker=Hostworks, softwareProduct=Lab Host, softwareProductVersion=12.1',
    '127.0.0.1 explicit: service=hl7/2575, role=server',
    '- explicit: maker=Exemplar Médical, model=Monitor M8, serial=SN-800441, deviceKind=MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS, softwareVersion=L.01.20, deviceIdentifier=0012210000000009',
  ])
    assert.ok(lines.includes(line), line)
  assert.deepEqual(dropped, { patient: 4, text: 2, identifier: 1, result: 2 })
})

test('POCT1-A over a real connection: an analyser at the bedside', async () => {
  const { lines, dropped } = await told('poct1a')
  assert.deepEqual(lines, [
    '127.0.0.1 explicit: maker=Exemplar Diagnostics, model=Gas 5, serial=0600100736, softwareVersion=3.10.8, hardwareVersion=K1, deviceIdentifier=00-06-66-00-22-A1',
  ])
  assert.deepEqual(dropped, { result: 1 })
})

test('ASTM over a real connection: an analyser of a laboratory', async () => {
  const { lines, dropped } = await told('astm')
  assert.deepEqual(lines, ['127.0.0.1 strong: applicationName=Analyse 9, banner=Analyse 9 00-05 SN1234'])
  assert.deepEqual(dropped, { patient: 1, identifier: 1, result: 1 })
})

test('Philips Data Export in real datagrams: a monitor that announces itself', async () => {
  const { lines, dropped } = await told('intellivue')
  assert.deepEqual(lines, [
    '10.1.2.3 explicit: maker=Philips, model=M8007A, serial=DE00000001, deviceKind=MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS, softwareVersion=G.01.78, hardwareVersion=B.00.05, location=ICU 7',
  ])
  assert.deepEqual(dropped, { result: 1 })
})
