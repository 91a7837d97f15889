import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { isWhollyComplete } from '../model/index.ts'
import type { Component, Sbom } from '../model/index.ts'
import { countRows, exceptionRows, expectedOf } from '../../test/sbom-counts.ts'
import { bom, sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readSbom } from './index.ts'

function component(sbom: Sbom, ref: string): Component {
  return sbom.components.find((one) => one.ref === ref) ?? assert.fail(`no component ${ref}`)
}

/** Relations stand in the order of the file, which is another in RDF: a graph has none. */
function withoutEncoding({ problems, relations, ...sbom }: Sbom): object {
  return {
    ...sbom,
    format: { ...sbom.format, encoding: '' },
    relations: relations.map((relation) => JSON.stringify(relation)).sort(),
    problems: problems.map(({ message }) => message),
  }
}

test('a CycloneDX document gives the same in XML as in JSON', () => {
  assert.deepEqual(
    withoutEncoding(sbomOf(sbomFixture('cyclonedx-xml/pump.xml'))),
    withoutEncoding(sbomOf(sbomFixture('cyclonedx-json/pump.json'))),
  )
})

for (const path of [
  'spdx-tag-value/pump.spdx',
  'spdx-yaml/pump.yaml',
  'spdx-xml/pump.xml',
  'spdx-rdf-xml/pump.rdf',
  'spdx-xlsx/pump.xlsx',
]) {
  test(`an SPDX document gives the same in ${path} as in JSON`, () => {
    assert.deepEqual(
      withoutEncoding(sbomOf(sbomFixture(path))),
      withoutEncoding(sbomOf(sbomFixture('spdx-json/pump.json'))),
    )
  })
}

test('every part of a CycloneDX device is a component: root, nested parts, hardware, operating system, firmware, services', () => {
  const sbom = sbomOf(sbomFixture('cyclonedx-json/pump.json'))
  assert.equal(sbom.root, 'pump')
  assert.deepEqual(
    sbom.components.map(({ ref, type, parent }) => [ref, type, parent]),
    [
      ['pump', 'device', undefined],
      ['os', 'operating-system', 'pump'],
      ['fw', 'firmware', 'pump'],
      ['tls', 'library', 'fw'],
      ['libssl', 'library', undefined],
      ['builder', 'application', undefined],
      ['#7', 'device', undefined],
      ['cloud', 'service', undefined],
      ['cloud-store', 'service', 'cloud'],
    ],
  )
})

test('a CycloneDX component keeps all its identifiers, digests, licences and what it was made from', () => {
  assert.deepEqual(component(sbomOf(sbomFixture('cyclonedx-json/pump.json')), 'tls'), {
    ref: 'tls',
    type: 'library',
    group: 'org.fict',
    name: 'fict-tls',
    version: '1.1.0 b',
    description: 'Fork of an older library',
    purls: ['pkg:generic/fict-tls@1.1.0', 'pkg:github/fict/tls@v1.1.0'],
    cpes: ['cpe:/a:fict:tls:1.1.0', 'cpe:2.3:a:fict:tls:1.1.0:b:*:*:*:*:*:*'],
    swids: ['swid-fict-tls'],
    hashes: [
      { algorithm: 'sha256', hex: 'aa0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' },
      { algorithm: 'sha3256', hex: 'bb0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f' },
      { algorithm: 'sha1', hex: 'cc0102030405060708090a0b0c0d0e0f10111213' },
      { algorithm: 'md5', hex: 'dd0102030405060708090a0b0c0d0e0f' },
    ],
    sourcePackages: [],
    licences: ['MIT', 'Apache-2.0 OR BSD-3-Clause'],
    deployed: true,
    parent: 'fw',
    ancestors: [{ name: 'old-tls', version: '1.0.9', purls: ['pkg:generic/old-tls@1.0.9'], cpes: [] }],
    traits: { deployableUri: 'https://medifict.example/tls.bin' },
  })
})

test('makers, source packages, support dates and what is not on the device are read from where CycloneDX states them', () => {
  const sbom = sbomOf(sbomFixture('cyclonedx-json/pump.json'))
  assert.equal(component(sbom, 'pump').supplier, 'Medifict Distribution')
  assert.equal(component(sbom, 'pump').manufacturer, 'Medifict')
  assert.equal(component(sbom, 'os').endOfSupport, '2029-06-30')
  assert.deepEqual(component(sbom, 'libssl').sourcePackages, ['openssl'])
  assert.equal(component(sbom, 'libssl').sourceVersion, '3.0.11-1')
  assert.equal(component(sbom, 'builder').deployed, false)
  assert.deepEqual(sbom.authors, ['Ada Fiction'])
  assert.deepEqual(sbom.tools, ['Fictional Tools bommaker 3.1'])
})

test('compositions of assemblies and of dependencies are kept apart', () => {
  const sbom = sbomOf(sbomFixture('cyclonedx-json/pump.json'))
  assert.deepEqual(sbom.completeness, [
    { aggregate: 'complete', assembly: 'pump' },
    { aggregate: 'incomplete', assembly: 'fw' },
  ])
  assert.deepEqual(sbom.dependencyCompleteness, [{ aggregate: 'complete', assembly: 'fw' }])
  assert.equal(isWhollyComplete(sbom), true)
})

test('a composition that says complete of nothing does not make the device complete', () => {
  const sbom = sbomOf(bom({ components: [{ type: 'library', name: 'a' }], compositions: [{ aggregate: 'complete' }] }))
  assert.equal(isWhollyComplete(sbom), false)
  assert.match(sbom.problems[0]?.message ?? '', /names no assembly/)
})

test('an edge to nothing is kept, with its place', () => {
  const sbom = sbomOf(sbomFixture('cyclonedx-json/pump.json'))
  assert.ok(sbom.relations.some(({ from, to, kind }) => from === 'tls' && to === 'gone' && kind === 'dependsOn'))
  assert.deepEqual(
    sbom.problems.map(({ place }) => place),
    ['/dependencies/1/dependsOn/0', '/metadata/component/components/1/components/0'],
  )
  assert.deepEqual(
    sbomOf(sbomFixture('cyclonedx-xml/pump.xml')).problems.map(({ place }) => place),
    ['line 123', 'line 36'],
  )
})

test('an SPDX document gives its packages and files, who holds them, and what is not on the device', () => {
  const sbom = sbomOf(sbomFixture('spdx-json/pump.json'))
  assert.equal(sbom.root, 'SPDXRef-pump')
  assert.deepEqual(
    sbom.components.map(({ ref, type, parent, deployed }) => [ref, type, parent, deployed]),
    [
      ['SPDXRef-pump', 'device', undefined, true],
      ['SPDXRef-os', 'operating-system', 'SPDXRef-pump', true],
      ['SPDXRef-libssl', 'unknown', 'SPDXRef-pump', true],
      ['SPDXRef-openssl-source', 'unknown', undefined, true],
      ['SPDXRef-test', 'unknown', undefined, false],
      ['SPDXRef-libssl.so', 'file', 'SPDXRef-libssl', true],
    ],
  )
})

test('an SPDX package keeps its identifiers whatever they are called, and NOASSERTION is no value', () => {
  const sbom = sbomOf(sbomFixture('spdx-json/pump.json'))
  const libssl = component(sbom, 'SPDXRef-libssl')
  assert.deepEqual(libssl.purls, ['pkg:deb/fictian/libssl3@3.0.11-1', 'pkg:generic/libssl3@3.0.11'])
  assert.deepEqual(libssl.cpes, ['cpe:/a:openssl:openssl:3.0.11'])
  assert.deepEqual(libssl.swids, ['libssl-tag'])
  assert.deepEqual(libssl.otherIdentifiers, [
    { type: 'gitoid', value: 'gitoid:blob:sha1:cc0102030405060708090a0b0c0d0e0f10111213' },
  ])
  assert.deepEqual(libssl.sourcePackages, ['openssl', 'openssl-source'])
  assert.deepEqual(libssl.licences, ['OpenSSL', 'Apache-2.0'])
  assert.equal(libssl.manufacturer, 'OpenFict')
  assert.equal(component(sbom, 'SPDXRef-pump').supplier, 'Medifict')
  assert.equal(component(sbom, 'SPDXRef-os').version, undefined)
  assert.equal(component(sbom, 'SPDXRef-os').endOfSupport, '2029-06-30')
  assert.deepEqual(sbom.completeness, [
    { aggregate: 'complete', assembly: 'SPDXRef-pump' },
    { aggregate: 'unknown', assembly: 'SPDXRef-os' },
  ])
})

test('a component that is only expected keeps its range, and one with a document of its own says so', () => {
  const sbom = sbomOf(
    bom({
      components: [
        { type: 'library', name: 'libc', isExternal: true, versionRange: 'vers:generic/>=2.31' },
        {
          type: 'firmware',
          name: 'radio',
          externalReferences: [{ type: 'bom', url: 'urn:cdx:22222222-2222-4222-8222-222222222222/1' }],
        },
      ],
    }),
  )
  assert.equal(sbom.components[0]?.versionRange, 'vers:generic/>=2.31')
  assert.deepEqual(
    sbom.problems.map(({ place }) => place),
    ['/components/1/externalReferences/0'],
  )
})

test('a build tool that is also held by the device is on the device', () => {
  const relationship = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement,
  })
  const sbom = sbomOf({
    spdxVersion: 'SPDX-2.3',
    packages: ['device', 'compiler', 'shell'].map((name) => ({ SPDXID: name, name })),
    relationships: [
      relationship('compiler', 'BUILD_TOOL_OF', 'device'),
      relationship('shell', 'BUILD_TOOL_OF', 'device'),
      relationship('device', 'CONTAINS', 'shell'),
    ],
  })
  assert.deepEqual(
    sbom.components.map(({ name, deployed }) => [name, deployed]),
    [
      ['device', true],
      ['compiler', false],
      ['shell', true],
    ],
  )
})

test('a sample of collected SBOMs has the components that were counted', { skip: withoutSharedData() }, async () => {
  const folder = await sharedSet('sboms')
  const exceptions = exceptionRows()
  const rows = countRows(folder).filter((_, index) => index % 55 === 0)
  assert.ok(rows.length >= 39)
  for (const row of rows) {
    const bytes = readFileSync(join(folder, row.path))
    const reading = readSbom(bytes)
    assert.equal(
      reading.is === 'read' ? reading.sbom.components.length : 'notRead',
      expectedOf(row, bytes, exceptions).ours,
      row.path,
    )
  }
})
