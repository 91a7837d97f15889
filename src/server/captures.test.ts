import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import type { Answered } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const dataFolder = await mkdtemp(join(tmpdir(), 'auscult-captures-'))
test.after(async () => rm(dataFolder, { recursive: true, force: true }))
const server = await testServer(test, store, { dataFolder, limits: { captureBytes: 100_000 } })
const capture = await readFile(join(import.meta.dirname, '../network/fixtures/dicom/dicom-echo.pcap'))
const binary = { 'content-type': 'application/vnd.tcpdump.pcap' }

interface Body {
  readonly [field: string]: unknown
}

const bodyOf = ({ json }: Answered): Body => json as Body

/** The job's last state. */
async function ended(answered: Answered): Promise<Body> {
  assert.equal(answered.status, 202)
  const { jobId } = bodyOf(answered)
  for (;;) {
    const job = bodyOf(await server.ask(`GET /jobs/${String(jobId)}`))
    if (job['state'] !== 'waiting' && job['state'] !== 'running') return job
  }
}

function spooled(): readonly string[] {
  return readdirSync(join(dataFolder, 'spool')).filter((name) => name !== 'id')
}

test('a capture is listened to in the background, its devices are kept, and the file is deleted', async () => {
  const job = await ended(await server.ask('POST /captures?fileName=echo.pcap', binary, capture))
  assert.deepEqual([job['kind'], job['state'], job['about']], ['captureListen', 'done', 'echo.pcap'])
  const { units, unit, protocols, kept } = job['result'] as Body
  assert.equal(unit, 'packets')
  assert.ok(Number(units) > 5 && Number((protocols as Body)['dicom']) > 0)
  assert.equal((kept as Body)['knownBatches'], 0)
  assert.ok(Number((kept as Body)['devices']) >= 2)
  while (spooled().length > 0) await server.ask('GET /health') // a file goes once its job has ended
  const again = await ended(await server.ask('POST /captures?fileName=echo.pcap', binary, capture))
  assert.equal(((again['result'] as Body)['kept'] as Body)['knownBatches'], 1)
})

test('what is no capture fails with what is read, and one that is too large is refused', async () => {
  const job = await ended(await server.ask('POST /captures?fileName=x.pcap', binary, Buffer.from('MZ no capture')))
  assert.equal(job['state'], 'failed')
  assert.match(String((job['problem'] as Body)['detail']), /x\.pcap: it is nothing that is read here/)
  const large = await server.ask('POST /captures', binary, Buffer.alloc(200_000))
  assert.equal(large.status, 413)
})
