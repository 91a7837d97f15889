import assert from 'node:assert/strict'
import type { FastifyRequest } from 'fastify'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { openReceiver } from './receive-body.ts'
import type { Receive } from './receive-body.ts'

const folder = mkdtempSync(join(tmpdir(), 'auscult-receive-'))
test.after(() => rmSync(folder, { recursive: true }))
const spool = { id: 'test', folder, owner: 'nobody' }
const MB = 1024 * 1024

function requestOf(pieces: Iterable<Buffer>): FastifyRequest {
  return { headers: {}, raw: Readable.from(pieces, { objectMode: false }) } as unknown as FastifyRequest
}

const receive = async (by: Receive, pieces: Iterable<Buffer>, to: 'memory' | 'disk' = 'memory') =>
  by(requestOf(pieces), { limitBytes: 100 * MB, to })

function* pieces(count: number): Generator<Buffer> {
  for (let n = 0; n < count; n += 1) yield Buffer.alloc(MB, n)
}

test('what memory has no room for goes to the disk, and is the same', async () => {
  const by = openReceiver(spool)
  const small = await receive(by, [Buffer.from('small')])
  assert.deepEqual(readdirSync(folder), [])
  const large = await receive(by, pieces(40))
  assert.equal(readdirSync(folder).length, 1)
  assert.deepEqual(Buffer.from(await large.bytes()), Buffer.concat([...pieces(40)]))
  assert.equal(Buffer.from(await small.bytes()).toString(), 'small')
  await large.end()
  assert.deepEqual(readdirSync(folder), [])
})

test('memory that an upload gave back is there for the next', async () => {
  const by = openReceiver(spool)
  for (let n = 0; n < 5; n += 1) {
    const upload = await receive(by, pieces(20))
    assert.deepEqual(readdirSync(folder), [])
    await upload.end()
  }
})

test('a file is handed over to a job with all that it held, and stays only when the job took it', async () => {
  const by = openReceiver(spool)
  const kept = await receive(by, [Buffer.from('for a job')])
  const name = await kept.keep(async (file) => file)
  await kept.end()
  assert.equal(readFileSync(join(folder, name), 'utf8'), 'for a job')
  rmSync(join(folder, name))
  const refused = await receive(by, [Buffer.from('for no job')], 'disk')
  await assert.rejects(
    refused.keep(async () => {
      throw new Error('too many wait')
    }),
    /too many wait/,
  )
  await refused.end()
  assert.deepEqual(readdirSync(folder), [])
})

test('the disk is never filled to its end: the database may lie on it', async () => {
  const by = openReceiver(spool, async () => 64 * MB)
  await assert.rejects(receive(by, pieces(1), 'disk'), { code: 'diskFull' })
  await assert.rejects(receive(by, pieces(40)), { code: 'diskFull' })
  let freeBytes = 200 * MB
  const filling = openReceiver(spool, async () => (freeBytes -= 100 * MB))
  await assert.rejects(receive(filling, pieces(40), 'disk'), { code: 'diskFull' })
  assert.deepEqual(readdirSync(folder), [])
})
