import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { testStore } from '../../test/database.ts'
import { writeObjects } from '../../test/pdf-writer.ts'
import { sbomFixture } from '../../test/sbom-readings.ts'
import type { ListHints } from '../sbom/index.ts'
import { addSbom } from './add-sbom.ts'
import { createOrganisation, listSboms } from './index.ts'
import { withPdf } from './read-pdf.ts'

/** A page whose content unpacks to this many MB of spaces. */
function bomb(megabytes: number): Buffer {
  const packed = deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' '), { level: 9 })
  return writeObjects([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << >> /Contents 4 0 R >>',
    `<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n${packed.toString('latin1')}\nendstream`,
  ])
}

test('a PDF that unpacks to more than its thread may hold is refused, and nothing else ends', async () => {
  const refused = await withPdf({ bytes: bomb(300) }, { limits: { timeMs: 60_000, memoryMb: 96 } })
  assert.ok('is' in refused)
  assert.match(refused.because, /takes more than 96 MB of memory/)
})

test('a PDF that takes too long is refused', async () => {
  const refused = await withPdf({ bytes: bomb(8) }, { limits: { timeMs: 1, memoryMb: 512 } })
  assert.ok('is' in refused)
  assert.match(refused.because, /takes longer than/)
})

test('a PDF that is cut, or has a part of another put into it, is read as far as it goes or refused', async () => {
  const sound = sbomFixture('list-pdf/pump.pdf')
  for (const at of [20, 300, 900, 1500, sound.length - 200]) {
    const spoilt = [
      sound.subarray(0, at),
      Buffer.concat([sound.subarray(0, at), Buffer.from('<<[('), sound.subarray(at + 9)]),
    ]
    for (const bytes of spoilt) {
      const given: { readonly bytes: Uint8Array; readonly hints?: ListHints } = { bytes }
      const read = await withPdf(given)
      assert.ok('is' in read ? read.because !== '' : read.hints?.pdf !== undefined)
    }
  }
})

test('whoever waits no more ends the reading', async () => {
  const signal = AbortSignal.abort(new Error('gone'))
  await assert.rejects(withPdf({ bytes: sbomFixture('list-pdf/pump.pdf') }, { signal }), /gone/)
})

test('the table of a PDF counts nothing before the very table is confirmed', async (t) => {
  const store = await testStore(t)
  const organisation = await createOrganisation(store, 'Hospital')
  const bytes = sbomFixture('list-pdf/pump.pdf')
  const options = {
    organisationId: organisation.organisationId,
    bytes,
    target: { maker: 'Acme', model: 'Infusa', version: '4' },
  }
  const asked = await addSbom(store, options)
  assert.ok(asked.is === 'needsConfirmation')
  assert.equal((await listSboms(store, { organisation, page: { limit: 5 } })).items.length, 0)
  const other = await addSbom(store, {
    ...options,
    confirm: asked.confirmation,
    hints: { choices: [{ field: 'none', column: 4 }] },
  })
  assert.equal(other.is, 'needsConfirmation')
  const added = await addSbom(store, { ...options, confirm: asked.confirmation })
  assert.equal(added.is, 'added')
})
