import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpeMatch, nvdRecord, testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import { suggest } from './index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)

await north.load('nvd', [
  nvdRecord('CVE-2031-0001', [[[cpeMatch('a:nobody:elsewhere', '*', { versionEndExcluding: '9' })]]]),
  nvdRecord('CVE-2031-0002', [[[cpeMatch('a:openssl:openssl', '*', { versionEndExcluding: '9' })]]]),
])
const openssl = { name: 'openssl', version: '1', cpe: 'cpe:2.3:a:openssl:openssl:1:*:*:*:*:*:*:*' }
await north.describe('IntelliVue MX700', { parts: [openssl, { name: 'secretware-core', version: '1' }] })
await north.own(['SN-123/A'], { model: 'IntelliVue MX700', ward: 'Soins intensifs', site: 'Hôpital Nord' })
await north.own(['SN-9'], { model: 'Pump', ward: 'Urgences', site: 'Hôpital Nord' })
await south.own(['SN-1'], { model: 'Secretpump', ward: 'Secret ward' })

async function offered(hospital: TestHospital, text: string, limit = 10): Promise<string[]> {
  const { store, organisation } = hospital
  const found = await suggest(store, { organisation, text, limit })
  return found.map(({ is, query, detail }) => `${is} ${query}${detail === undefined ? '' : ` (${detail})`}`)
}

test('flaws are offered by how they begin, those of the fleet first', async () => {
  const both = ['flaw CVE-2031-0002 (made-up flaw CVE-2031-0002)', 'flaw CVE-2031-0001 (made-up flaw CVE-2031-0001)']
  assert.deepEqual(await offered(north, 'cve-2031'), both)
  assert.deepEqual(await offered(north, '2031-00'), both)
  assert.deepEqual(await offered(south, 'cve-2031'), both.toReversed())
  assert.deepEqual(await offered(north, 'CVE-2031', 1), both.slice(0, 1))
})

test('words of components that readable SBOMs list are offered, also after a typing error, and never those of others', async () => {
  assert.deepEqual(await offered(north, 'secr'), ['component secretware', 'component secretware-core'])
  assert.deepEqual(await offered(north, 'openssl secretw'), [
    'component openssl secretware',
    'component openssl secretware-core',
  ])
  assert.deepEqual(await offered(north, 'opensls'), ['component openssl'])
  for (const text of ['secretw', 'secretwre', 'openssl', 'opensls']) assert.deepEqual(await offered(south, text), [])
})

test('models, devices, wards and sites of the own fleet are offered as what asks for them', async () => {
  assert.deepEqual(await offered(north, 'mx700'), ['component mx700', 'model maker:Maker model:"IntelliVue MX700"'])
  assert.deepEqual(await offered(north, 'sn123'), [
    'device serial:SN-123/A (Maker · IntelliVue MX700 · Soins intensifs)',
  ])
  assert.deepEqual(await offered(north, 'soins'), ['ward ward:"Soins intensifs" (Hôpital Nord)'])
  assert.deepEqual(await offered(north, 'hopital'), ['ward site:"Hôpital Nord"'])
  assert.deepEqual(await offered(north, 'log4j ward:urg'), ['ward log4j ward:Urgences (Hôpital Nord)'])
  assert.deepEqual(await offered(north, 'log4j site:"Hôp'), ['ward log4j site:"Hôpital Nord"'])
  assert.deepEqual(await offered(north, 'model:intelli'), ['model maker:Maker model:"IntelliVue MX700"'])
  for (const text of ['secretp', 'secret w', 'SN-1 ', 'ward:sec']) {
    assert.deepEqual(
      (await offered(north, text)).filter((each) => /Secret/.test(each)),
      [],
    )
  }
})

test('whatever is typed, suggestions come or none do', async () => {
  for (const text of [
    '',
    ' ',
    'a',
    '\0\0\0',
    '%%%',
    "'''",
    '\\\\',
    'ward:',
    'x'.repeat(5000),
    '\u{1F600}\u{1F600}',
    '\ud800ab',
    '___',
    '"ward:',
  ]) {
    await offered(north, text)
  }
})

test('a model is offered by any spelling of its maker, also one that was read in a wrong encoding', async () => {
  await north.own(['SN-77'], { maker: 'Dr√§ger', model: 'Evita' })
  for (const text of ['Drägerwerk', 'draeger', 'DrÃ¤ger', 'drager ev'])
    assert.ok((await offered(north, text)).includes('model maker:Dr√§ger model:Evita'), text)
})

test('whoever looks for what is supported no longer is led to that question', async () => {
  for (const text of ['eol', 'End of l', 'fin de vie', 'fin d'])
    assert.ok((await offered(north, text)).includes('support eol'), text)
  for (const text of ['en', 'endo', 'fine']) assert.ok(!(await offered(north, text)).includes('support eol'), text)
})
