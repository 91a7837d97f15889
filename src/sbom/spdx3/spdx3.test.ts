import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sbomFixture, sbomOf } from '../../../test/sbom-readings.ts'
import type { Component, Sbom } from '../../model/index.ts'

const namespace = 'https://medifict.example/infuso-3/4.2.0#'

function component(sbom: Sbom, id: string): Component {
  return sbom.components.find(({ ref }) => ref === namespace + id) ?? assert.fail(`no component ${id}`)
}

/** An SPDX 3.0.1 document of these elements. */
function documentOf(...graph: readonly object[]): object {
  return { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': graph }
}

function packageOf(id: string, fields: object = {}): object {
  return { type: 'software_Package', spdxId: id, name: id, ...fields }
}

function relationship(from: string, relationshipType: string, to: readonly unknown[], fields: object = {}): object {
  return { type: 'Relationship', from, relationshipType, to, ...fields }
}

test('SPDX 3 elements are components with parents, and what serves only to make the device is not on it', () => {
  const sbom = sbomOf(sbomFixture('spdx-json-ld/pump.json'))
  assert.deepEqual(sbom.format, { name: 'SPDX', version: '3.0.1', encoding: 'json-ld' })
  assert.equal(sbom.root, `${namespace}pump`)
  assert.deepEqual(
    [sbom.authors, sbom.tools, sbom.createdAt],
    [['Medifict', 'Ada Fiction'], ['bommaker-3.1'], '2026-03-01T08:00:00Z'],
  )
  assert.deepEqual(
    sbom.components.map(({ ref, type, parent, deployed }) => [
      ref.slice(namespace.length),
      type,
      parent?.slice(namespace.length),
      deployed,
    ]),
    [
      ['pump', 'device', undefined, true],
      ['os', 'operating-system', 'pump', true],
      ['libssl', 'library', 'pump', true],
      ['source', 'unknown', undefined, true],
      ['test', 'unknown', undefined, false],
      ['compiler', 'unknown', undefined, false],
      ['zlib', 'unknown', undefined, true],
      ['libssl.so', 'file', 'libssl', true],
    ],
  )
})

test('an SPDX 3 package keeps its identifiers, licences, agents, sources and the end of its support', () => {
  const sbom = sbomOf(sbomFixture('spdx-json-ld/pump.json'))
  const libssl = component(sbom, 'libssl')
  assert.deepEqual(libssl.purls, ['pkg:deb/fictian/libssl3@3.0.11-1'])
  assert.deepEqual(libssl.cpes, ['cpe:/a:openssl:openssl:3.0.11'])
  assert.deepEqual(libssl.swids, ['libssl-tag'])
  assert.deepEqual(libssl.otherIdentifiers, [
    { type: 'gitoid', value: 'gitoid:blob:sha1:cc0102030405060708090a0b0c0d0e0f10111213' },
  ])
  assert.deepEqual(libssl.hashes, [
    { algorithm: 'sha256', hex: 'aa0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' },
  ])
  assert.deepEqual(libssl.licences, ['Apache-2.0 OR OpenSSL', 'Apache-2.0'])
  assert.deepEqual(libssl.sourcePackages, ['openssl'])
  assert.equal(libssl.manufacturer, 'Ada Fiction')
  assert.equal(component(sbom, 'os').supplier, 'Blackfict')
  assert.equal(component(sbom, 'os').endOfSupport, '2029-06-30')
  assert.equal(component(sbom, 'zlib').endOfSupport, '2026-03-01')
})

test('completeness of an SPDX 3 relationship speaks of what it leads from, and of nothing when two claim to be all', () => {
  const sbom = sbomOf(sbomFixture('spdx-json-ld/pump.json'))
  assert.deepEqual(sbom.completeness, [
    { aggregate: 'unknown', assembly: `${namespace}os` },
    { aggregate: 'complete', assembly: `${namespace}pump` },
  ])
  assert.deepEqual(sbom.dependencyCompleteness, [{ aggregate: 'incomplete', assembly: `${namespace}os` }])
  const twice = sbomOf(
    documentOf(
      ...['a', 'b', 'c'].map((id) => packageOf(id)),
      relationship('a', 'contains', ['b'], { completeness: 'complete' }),
      relationship('a', 'contains', ['c'], { completeness: 'complete' }),
    ),
  )
  assert.deepEqual(twice.completeness, [])
})

test('elements may stand inline, twice, without an id, and under names of any profile', () => {
  const sbom = sbomOf(
    documentOf(
      {
        '@type': 'https://spdx.org/rdf/3.0.1/terms/Core/SpdxDocument',
        spdxId: 'd',
        rootElement: [packageOf('a', { 'software:packageVersion': '1', suppliedBy: { type: 'Person', name: 'Ada' } })],
        element: [{ type: 'Package', name: 'nameless' }],
      },
      packageOf('a', {
        verifiedUsing: [{ type: 'Hash', algorithm: 'sha1', hashValue: 'cc0102030405060708090a0b0c0d0e0f10111213' }],
      }),
      packageOf('a', { name: 'another' }),
      { type: 'ai_AIPackage', '@id': '_:model', name: 'model' },
    ),
  )
  assert.equal(sbom.root, 'a')
  assert.deepEqual(
    sbom.components.map(({ ref, name, type, version, supplier, hashes }) => [
      ref,
      name,
      type,
      version,
      supplier,
      hashes.length,
    ]),
    [
      ['a', 'a', 'unknown', '1', 'Ada', 1],
      ['#2', 'nameless', 'unknown', undefined, undefined, 0],
      ['#3', 'another', 'unknown', undefined, undefined, 0],
      ['_:model', 'model', 'machine-learning-model', undefined, undefined, 0],
    ],
  )
})

test('each oddity of an SPDX 3 document has its place', () => {
  const sbom = sbomOf(
    documentOf(
      {
        type: 'CreationInfo',
        '@id': '_:c',
        created: '2026-01-01T00:00:00Z',
        createdBy: [{ type: 'Person', name: 'Ada' }],
      },
      { type: 'SpdxDocument', spdxId: 'd', import: [{ type: 'ExternalMap', externalSpdxId: 'x' }] },
      packageOf('a', { validUntilTime: 'soon', packageVersion: '1' }),
      packageOf('a', { packageVersion: '2' }),
      { type: 'security_Vulnerability', spdxId: 'v', name: 'CVE-2021-44228' },
      relationship('v', 'affects', ['a']),
      relationship('a', 'dependsOn', ['nowhere']),
      { type: 'software_File', spdxId: 'f' },
    ),
  )
  assert.deepEqual(
    sbom.problems.map(({ place }) => place),
    [
      '/@graph/3/packageVersion',
      '/@graph/1',
      '/@graph',
      '/@graph/2/validUntilDate',
      '/@graph/7/fileName',
      '/@graph/6',
      '/spdxVersion',
    ],
  )
  assert.deepEqual(
    sbom.relations.map(({ from, to }) => [from, to]),
    [['a', 'nowhere']],
  )
})

test('SPDX 3 licences and elements that hold themselves end', () => {
  const set = {
    type: 'expandedlicensing_DisjunctiveLicenseSet',
    spdxId: 'l',
    expandedlicensing_member: ['l', 'l', 'https://spdx.org/licenses/MIT'],
  }
  const sbom = sbomOf(
    documentOf(
      packageOf('a'),
      set,
      relationship('a', 'hasDeclaredLicense', ['l']),
      relationship('a', 'contains', ['a']),
      {
        type: 'software_Sbom',
        spdxId: 's',
        rootElement: ['s', 'a'],
      },
    ),
  )
  assert.equal(sbom.root, 'a')
  assert.ok((sbom.components[0]?.licences[0]?.length ?? 0) < 10_000)
})

test('30,000 packages with their relationships are read', () => {
  const packages = Array.from({ length: 30_000 }, (_, n) =>
    packageOf(`p${n}`, { packageUrl: `pkg:npm/p${n}@1`, suppliedBy: 'o' }),
  )
  const sbom = sbomOf(
    documentOf(
      { type: 'Organization', spdxId: 'o', name: 'Acme' },
      ...packages,
      relationship(
        'p0',
        'contains',
        packages.slice(1).map((_, n) => `p${n + 1}`),
      ),
    ),
  )
  assert.equal(sbom.components.length, 30_000)
  assert.equal(sbom.relations.length, 29_999)
  assert.equal(sbom.components.at(-1)?.supplier, 'Acme')
})
