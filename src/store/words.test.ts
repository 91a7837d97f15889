import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { inOrganisation, meaningsOf, wordsNear } from './index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const names = [
  'openssl',
  'log4j-core',
  'busybox',
  'zlib',
  'sqlite',
  'libxml2',
  'freetype',
  'dcmtk',
  'systemd',
  'openssh',
  'jackson-databind',
]
await north.describe('Pump', { parts: names.map((name) => ({ name, version: '1' })) })
await south.describe('Monitor', { parts: [{ name: 'opensslx', version: '1' }] })

const typos = [
  { how: 'a letter too many', typed: 'opennssl', meant: 'openssl' },
  { how: 'a letter missing', typed: 'opensl', meant: 'openssl' },
  { how: 'another letter', typed: 'openzsl', meant: 'openssl' },
  { how: 'two letters changed places', typed: 'opnessl', meant: 'openssl' },
  { how: 'two letters missing', typed: 'busyb', meant: 'busybox' },
  { how: 'two other letters', typed: 'frextipe', meant: 'freetype' },
  { how: 'the first letter', typed: 'wqlite', meant: 'sqlite' },
  { how: 'the last letter', typed: 'libxmk2', meant: 'libxml2' },
  { how: 'changed places in a short word', typed: 'zlibb', meant: 'zlib' },
  { how: 'a letter missing in a short word', typed: 'dcmk', meant: 'dcmtk' },
  { how: 'the dash missing', typed: 'log4jcore', meant: 'log4j-core' },
  { how: 'one too many and one missing', typed: 'systmdd', meant: 'systemd' },
  { how: 'in the second part', typed: 'jackson-datbaind', meant: 'jackson-databind' },
]

for (const { how, typed, meant } of typos) {
  test(`a typing error is mended: ${how} (${typed})`, async () => {
    const near = await inOrganisation(north.store, north.organisation.organisationId, async (trx) =>
      wordsNear(trx, typed),
    )
    assert.equal(near[0], meant)
  })
}

test('a word that exists is not mended, one that is nothing like any is left, and of words of others none is told', async () => {
  const meanings = async (hospital: typeof north, word: string) =>
    inOrganisation(hospital.store, hospital.organisation.organisationId, async (trx) => meaningsOf(trx, word))
  assert.deepEqual(await meanings(north, 'openssl'), { exact: ['openssl'], longer: [], near: [] })
  assert.deepEqual(await meanings(north, 'open'), { exact: [], longer: ['openssh', 'openssl'], near: [] })
  assert.deepEqual(await meanings(north, 'quagga'), { exact: [], longer: [], near: [] })
  assert.deepEqual(await meanings(south, 'busybox'), { exact: [], longer: [], near: [] })
  assert.deepEqual((await meanings(south, 'openss')).longer, ['opensslx'])
  assert.deepEqual(await meanings(north, 'zl'), { exact: [], longer: [], near: [] }, 'two letters begin too much')
})
