import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { openMllp } from '../src/cli/mllp-receiver.ts'
import { createOrganisation, receiveReports } from '../src/flows/index.ts'
import type { Heard, KeepHeard } from '../src/flows/index.ts'
import { testStore } from './database.ts'

const now = (): Date => new Date('2026-06-01T08:00:00Z')

function report(id: string, serial: string, profile = 'IHE_PCD_015^IHE PCD^1.3.6.1.4.1.19376.1.6.1.15.1^ISO'): string {
  const segments = [
    `MSH|^~\\&|Pumps|WARD|||20260101||ORU^R01^ORU_R01|${id}|P|2.6|||AL|NE||UNICODE UTF-8|||${profile}`,
    'PID|1||CANARY||DOE^JANE',
    'OBX|1|ST|69985^MDC_DEV_PUMP_INFUS_MDS^MDC|1.0.0.0|||||||X',
    'OBX|2|ST|531970^MDC_ID_MODEL_MANUFACTURER^MDC|1.0.0.1|Exemplar||||||R',
    'OBX|3|ST|531969^MDC_ID_MODEL_NUMBER^MDC|1.0.0.2|Pump 4000||||||R',
    `OBX|4|ST|531972^MDC_ID_PROD_SPEC_SERIAL^MDC|1.0.0.3|${serial}||||||R`,
  ]
  return `\u000b${segments.join('\r')}\r\u001c\r`
}

interface Receiver {
  readonly port: number
  readonly end: () => Promise<Heard>
}

async function receiver(keep?: KeepHeard): Promise<Receiver> {
  const controller = new AbortController()
  const { port, messages } = await openMllp({ port: 0, host: '127.0.0.1', signal: controller.signal })
  const heard = receiveReports({ messages, now, ...(keep === undefined ? {} : { keep }) })
  return {
    port,
    end: async () => {
      controller.abort()
      return heard
    },
  }
}

/** Sends, and waits for so many answers: their codes. */
async function send(t: TestContext, port: number, text: string, answers: number): Promise<string[]> {
  const socket: Socket = connect(port, '127.0.0.1')
  t.after(() => socket.destroy())
  socket.write(text)
  let said = ''
  while (said.split('\u001c').length <= answers) said += String(((await once(socket, 'data')) as [Buffer])[0])
  return [...said.matchAll(/MSA\|(\w\w)\|/g)].map(([, code = '']) => code)
}

test('reports of devices are acknowledged once they are stored; everything else is refused', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'North')
  const { port, end } = await receiver({ store, organisationId, sensor: 'desk', source: 'mllp', name: 'run' })
  const feed = report('3', 'SN-3', 'IHE_PCD_001^IHE PCD^1.3.6.1.4.1.19376.1.6.1.1.1^ISO')
  assert.deepEqual(await send(t, port, report('1', 'SN-1') + report('2', 'SN-2') + feed, 3), ['AA', 'AA', 'AR'])
  assert.deepEqual(await send(t, port, report('1', 'SN-1'), 1), ['AA'])
  const heard = await end()
  assert.deepEqual([heard.progress.units, heard.kept?.knownBatches], [4, 1])
  assert.match(heard.progress.problems[0]?.message ?? '', /^127\.0\.0\.1: 1 messages were refused \(AR\)/)
  assert.doesNotMatch(JSON.stringify(heard), /DOE|JANE|CANARY/)
  assert.deepEqual(
    heard.devices.map(({ subject, facts }) => subject.ip ?? facts.serial?.join()),
    ['127.0.0.1', 'SN-1', 'SN-2'],
  )
  assert.equal(heard.kept?.devices, 2)
})

test('a report that cannot be stored is answered so that it is sent again', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'North')
  const controller = new AbortController()
  const { port, messages } = await openMllp({ port: 0, host: '127.0.0.1', signal: controller.signal })
  const remarks: string[] = []
  const keep = { store, organisationId: 'nobody' as typeof organisationId, sensor: 's', source: 'm', name: 'n' }
  const heard = receiveReports({ messages, now, keep, onRemark: (line) => remarks.push(line) }).catch(() => undefined)
  assert.deepEqual(await send(t, port, report('1', 'SN-1'), 1), ['AE'])
  assert.match(remarks.join(), /could not be stored/)
  controller.abort()
  await heard
})

test('whoever speaks something else is answered and shown out, and the receiver goes on', async (t) => {
  const { port, end } = await receiver()
  const stranger = connect(port, '127.0.0.1')
  stranger.write('GET / HTTP/1.1\r\n'.repeat(100))
  const [answer] = (await once(stranger, 'data')) as [Buffer]
  assert.match(String(answer), /MSA\|AR\|/)
  await once(stranger, 'close')
  assert.deepEqual(await send(t, port, report('1', 'SN-1'), 1), ['AA'])
  await end()
})

test('a port that is taken is said', async () => {
  const { port, end } = await receiver()
  const signal = AbortSignal.timeout(60_000)
  await assert.rejects(openMllp({ port, host: '127.0.0.1', signal }), /something listens there already/)
  await end()
})
