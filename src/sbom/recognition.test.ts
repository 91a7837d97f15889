import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { notRead, sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import { readSbom } from './index.ts'

test('a document is recognised in any usual encoding, behind a mark, blanks or a comment, and compressed', () => {
  const text = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"café"}]}'
  const utf16be = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  for (const bytes of [
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(text, 'utf16le'),
    utf16be,
    Buffer.from(text, 'latin1'),
    Buffer.from(`\n\t ${text}\n`),
    Buffer.from(`// made by hand\n/* twice */ ${text}`),
    gzipSync(text),
    zstdCompressSync(text),
  ]) {
    assert.equal(sbomOf(bytes).components[0]?.name, 'café')
  }
})

test('the digest is that of the bytes as given', () => {
  const bytes = gzipSync(sbomFixture('spdx-json/pump.json'))
  assert.equal(readSbom(bytes).sha256, createHash('sha256').update(bytes).digest('hex'))
})

for (const [name, document, expected] of [
  ['CycloneDX protobuf as text', 'spec_version: "1.6"\nversion: 1', 'CycloneDX protobuf'],
  ['CycloneDX protobuf', Buffer.from([0x0a, 0x03, 0x31, 0x2e, 0x36, 0x10, 0x01, 0x00]), 'CycloneDX protobuf'],
  [
    'SPDX 1 in RDF',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#"><SpdxDocument><specVersion>SPDX-1.2</specVersion></SpdxDocument></rdf:RDF>',
    'SPDX 1 RDF/XML',
  ],
  ['SPDX 1', 'SPDXVersion: SPDX-1.2\nPackageName: a', 'SPDX 1 tag-value'],
  ['an Excel file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'spreadsheet'],
  ['an archive', Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0x00]), 'ZIP archive'],
  ['a PDF', '%PDF-1.7\n', 'PDF'],
  ['Syft JSON', '{"artifacts":[],"descriptor":{"name":"syft"}}', 'Syft JSON'],
] as const) {
  test(`${name} is recognised and named, with what to do`, () => {
    const { format, because } = notRead(document)
    assert.equal(format, expected)
    assert.notEqual(because, '')
  })
}

test('what is no SBOM at all is said to be none', () => {
  for (const document of ['', ' ', 'hello', '{}', '[]', '<html/>', '\u0000\u0001'])
    assert.equal(notRead(document).format, undefined)
})
