import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { OrganisationId } from '../model/index.ts'
import { prepareSbom } from './prepare-sbom.ts'
import { openReadingRoom } from './read-apart.ts'

const asked = (bytes: Uint8Array) => ({
  bytes,
  fileName: 'large.json',
  organisationId: '0f8fad5b-d9cb-469f-a165-70867728950e' as OrganisationId,
  target: { maker: 'Maker', model: 'Model', version: '1' },
})

function sbomOf(parts: number): Uint8Array {
  const components = Array.from({ length: parts }, (_, n) => ({
    type: 'library',
    name: `part-${n}`,
    version: `1.${n}`,
    'bom-ref': `part-${n}`,
    purl: n % 100 === 0 ? 'no purl' : `pkg:npm/part-${n}@1.${n}`,
  }))
  const dependencies = components.slice(1).map((_, n) => ({ ref: 'part-0', dependsOn: [`part-${n + 1}`] }))
  return Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components, dependencies }))
}

test('what is read apart is what would have been read here, also when there is nothing to read', async () => {
  const read = openReadingRoom({ apartFromBytes: 0 })
  for (const bytes of [sbomOf(12_345), sbomOf(1), Buffer.from('no SBOM'), Buffer.from('')]) {
    assert.deepEqual(await read(asked(bytes)), prepareSbom(asked(bytes)))
  }
})

test('everything else goes on while a large document is read', async () => {
  const read = openReadingRoom()
  const events: string[] = []
  const reading = read(asked(sbomOf(20_000))).then(() => events.push('read'))
  for (let turn = 0; turn < 100; turn += 1) {
    await setImmediate()
    events.push('turn')
  }
  await reading
  assert.equal(events.indexOf('read'), 100)
})

test('a document that takes more memory than it may is refused, and the next one is read', async () => {
  const read = openReadingRoom({ apartFromBytes: 0, memoryMb: 48 })
  const part = '<component type="library"><name>part</name><version>1</version></component>'
  const bomb = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components>${part.repeat(200_000)}</components></bom>`
  const refused = await read(asked(Buffer.from(bomb)))
  assert.ok('is' in refused)
  assert.match(refused.because, /more than 48 MB of memory to read; ask the maker/)
  assert.ok(!('is' in (await read(asked(sbomOf(10))))))
})

test('a reading that is no longer wanted ends, whether it has begun or waits for another', async () => {
  const read = openReadingRoom({ apartFromBytes: 0 })
  const abort = new AbortController()
  const unwanted = [1, 2].map(async () => read({ ...asked(sbomOf(50_000)), signal: abort.signal }))
  const wanted = read(asked(sbomOf(10)))
  await setImmediate()
  abort.abort(new Error('no longer wanted'))
  for (const each of unwanted) await assert.rejects(each, /no longer wanted/)
  assert.ok(!('is' in (await wanted)))
})
