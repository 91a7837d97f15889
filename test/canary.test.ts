import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync, zstdDecompressSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import {
  backup,
  createOrganisation,
  listen,
  listenToImages,
  openSensorQueue,
  receiveReports,
  sense,
} from '../src/flows/index.ts'
import type { KeepHeard, Post, ReceivedMessage } from '../src/flows/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import type { Store } from '../src/store/index.ts'
import { inPieces } from '../src/network/testing-packets.ts'
import { canary, canaryCapture, hl7, image, patient } from './canary-capture.ts'
import { runAuscult } from './command-line.ts'
import { testStore } from './database.ts'
import { dataSet } from './dicom-bytes.ts'
import { damaged } from './network.ts'
import { testServer } from './server.ts'
import type { TestServer } from './server.ts'

const now = (): Date => new Date('2026-11-01T12:00:00Z')

async function hospital(scope: Parameters<typeof testStore>[0]): Promise<{ store: Store; keep: KeepHeard }> {
  const store = await testStore(scope)
  const { organisationId } = await createOrganisation(store, 'North')
  return { store, keep: { store, organisationId, sensor: 'desk', source: 'friday.pcap', name: 'friday' } }
}

/** Every row of every table that the organisation can see, as text. */
async function everyRow({ store, organisationId }: KeepHeard): Promise<string> {
  return inOrganisation(store, organisationId, async ({ client }) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_name as name
       from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')
       and has_table_privilege(format('%I.%I', table_schema, table_name), 'select')`,
    )
    assert.ok(tables.some(({ name }) => name === 'observation'))
    const found: string[] = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select each::text as row from "${name}" as each limit 50000`,
      )
      found.push(...rows.map(({ row }) => row))
    }
    return found.join('\n')
  })
}

test('no patient of a capture reaches the database or an answer, whatever the damage', async (t) => {
  const { store, keep } = await hospital(t)
  const heard = await listen({ bytes: inPieces(canaryCapture(), 1 << 16), now, keep })
  for (const protocol of ['dicom', 'hl7', 'poct1a', 'astm', 'http']) assert.ok(protocol in heard.protocols, protocol)
  assert.ok((heard.progress.dropped.patient ?? 0) > 10, 'nothing of a patient was met, so nothing was shown')
  assert.doesNotMatch(JSON.stringify(heard), canary)
  const rows = await everyRow(keep)
  assert.match(rows, /SN-640017/)
  assert.doesNotMatch(rows, canary)
  const server = await testServer(t, store)
  for (const path of ['/observed-devices', '/traffic', '/observed-devices/standings']) {
    const { status, text } = await server.ask(`GET ${path}`)
    assert.equal(status, 200, path)
    assert.doesNotMatch(text, canary, path)
  }
  await assertExportsAreDiscreet(server)
  const kept = await backedUp(store)
  assert.match(kept, /SN-640017/)
  assert.doesNotMatch(kept, canary)
})

/** Lists and rules as files, in every form. */
async function assertExportsAreDiscreet(server: TestServer): Promise<void> {
  const csv = await server.ask('GET /asset-lists?as=csv')
  assert.match(csv.text, /SN-640017/)
  const workbook = await server.ask('GET /asset-lists?as=xlsx')
  const sheets = Object.values(unzipSync(workbook.bytes)).map((bytes) => Buffer.from(bytes).toString('utf8'))
  assert.match(sheets.join(), /SN-640017/)
  const model = 'maker=Exemplar%20Medical&model=Tomo%2064'
  const flows = await server.ask(`GET /needed-flows?${model}&as=csv`)
  const rules = await server.ask(`GET /needed-flows?${model}&as=nftables`)
  assert.deepEqual([csv.status, workbook.status, flows.status, rules.status], [200, 200, 200, 200])
  assert.doesNotMatch([csv.text, ...sheets, flows.text, rules.text].join(), canary)
}

/** What a backup holds, unpacked. */
async function backedUp(store: Store): Promise<string> {
  const chunks: Buffer[] = []
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => done(void chunks.push(chunk)) })
  await backup(store, sink)
  const whole = Buffer.concat(chunks)
  const digestBytes = 32
  return zstdDecompressSync(whole.subarray(whole.indexOf('\n') + 1, -digestBytes)).toString('latin1')
}

test('images, gzipped or not, and exports of archives are never kept by their names, however they come', async (t) => {
  const { store, keep } = await hospital(t)
  const json = JSON.stringify([
    {
      '00080070': { vr: 'LO', Value: ['Exemplar Medical'] },
      '00081090': { vr: 'LO', Value: ['Tomo 64'] },
      '00181000': { vr: 'LO', Value: ['SN-640017'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: patient.name }] },
    },
  ])
  const files = [dataSet(image), gzipSync(dataSet(image)), Buffer.from(json), gzipSync(json)]
  const source = `${patient.name}.dcm`
  for (const [place, bytes] of files.entries())
    await listen({ bytes: inPieces(bytes, 512), now, keep: { ...keep, source, name: `${place}` } })
  const folder = await mkdtemp(join(tmpdir(), 'auscult-queue-'))
  t.after(async () => rm(folder, { recursive: true, force: true }))
  const sent: string[] = []
  const post: Post = async (_path, body) => ({ status: 200, text: String(sent.push(body)) })
  await sense({
    sources: files.map((bytes) => ({ name: source, bytes: inPieces(bytes, 512), isLive: false })),
    sensor: 'ward',
    queue: await openSensorQueue(folder, { maxBytes: 1e6 }),
    post,
    now,
    signal: new AbortController().signal,
    flushMs: 1000,
  })
  const server = await testServer(t, store)
  for (const bytes of files) {
    const { status } = await server.ask(`POST /captures?fileName=${encodeURIComponent(source)}`, {}, bytes)
    assert.equal(status, 202)
  }
  while (/"state":"(?:waiting|running)"/.test((await server.ask('GET /jobs')).text)) await delay(20)
  const told = [...sent, (await server.ask('GET /jobs')).text, await everyRow(keep), await backedUp(store)].join()
  assert.match(told, /SN-640017/)
  assert.match(told, /"DICOM file"/)
  assert.doesNotMatch(told, canary)
})

test('no patient of a folder of images is kept, though files and folders bear their names', async (t) => {
  const { keep } = await hospital(t)
  async function* files(): AsyncGenerator<AsyncIterable<Uint8Array>> {
    const whole = dataSet(image)
    yield inPieces(whole, 512)
    for (let seed = 1; seed <= 200; seed += 1) yield inPieces(damaged(whole, seed), 512)
    for (let cut = 1; cut < 700; cut += 7) yield inPieces(whole.subarray(0, cut), 512)
  }
  const heard = await listenToImages({ files: files(), now, keep: { ...keep, source: 'DICOM files' } })
  const told = JSON.stringify(heard) + (await everyRow(keep))
  assert.match(told, /SN-640017/)
  assert.doesNotMatch(told, canary)
})

test('no patient of a message that is sent to the receiver comes back or stays', async (t) => {
  const { keep } = await hospital(t)
  const said: string[] = []
  const answers: string[] = []
  const report = hl7.replace('|P|2.6', '|P|2.6|||||||||IHE_PCD_015')
  async function* messages(): AsyncGenerator<ReceivedMessage> {
    for (const text of [hl7, report, report.replace('MSH', 'XXX'), `${report}\r${hl7}`, patient.name])
      yield { bytes: Buffer.from(text), ip: '10.0.0.9', port: 2575, answer: (answer) => answers.push(String(answer)) }
  }
  const heard = await receiveReports({ messages: messages(), now, keep, onRemark: (line) => said.push(line) })
  assert.deepEqual(
    answers.map((answer) => /MSA\|(\w\w)/.exec(answer)?.[1]),
    ['AR', 'AA', 'AR', 'AR', 'AR'],
  )
  assert.doesNotMatch(JSON.stringify([said, heard]) + answers.join() + (await everyRow(keep)), canary)
})

test('the command line prints no patient, neither to standard output nor to standard error', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-hearing-'))
  t.after(async () => rm(folder, { recursive: true, force: true }))
  const named = join(folder, patient.name)
  await mkdir(named)
  await writeFile(join(named, `${patient.id}.dcm`), dataSet(image))
  await writeFile(join(folder, 'friday.pcap'), canaryCapture())
  for (const more of [[], ['--json'], ['--lines']]) {
    const { stdout, stderr } = await runAuscult(['listen', '--dry-run', ...more, folder])
    assert.match(stdout, /SN-640017/)
    assert.doesNotMatch(stdout + stderr, canary)
  }
})
