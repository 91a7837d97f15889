import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { notRead, sbomFixture, sbomOf } from '../../test/sbom-readings.ts'

const namespace = 'xmlns="http://standards.iso.org/iso/19770/-2/2015/schema.xsd"'
const tag = (attributes: string, inner = ''): string =>
  `<SoftwareIdentity ${namespace} ${attributes}>${inner}</SoftwareIdentity>`
const messages = (text: string): string[] => sbomOf(text).problems.map(({ place, message }) => `${place}: ${message}`)

test('a tag names the product, its maker and its files, and links say what holds what', () => {
  const sbom = sbomOf(sbomFixture('swid-xml/pump.swidtag'))
  assert.deepEqual(sbom.format, { name: 'SWID', version: '2015', encoding: 'xml' })
  assert.deepEqual([sbom.authors, sbom.tools, sbom.completeness], [['Acme Medical'], ['tagsmith 1.0'], []])
  assert.deepEqual(sbom.problems, [])
  const [pump, daemon, library, stack, patch] = sbom.components
  assert.equal(sbom.root, pump?.ref)
  assert.deepEqual(
    [pump?.name, pump?.version, pump?.supplier, pump?.manufacturer],
    ['Infusa 3', '4.2.1', 'Acme Medical', 'Acme Medical'],
  )
  assert.deepEqual(pump?.swids, ['acme-medical.example+infusa-3-4.2.1'])
  assert.deepEqual(pump?.licences, ['https://acme-medical.example/licence'])
  assert.ok(pump?.otherIdentifiers?.some(({ type, value }) => type === 'swid:colloquialVersion' && value === '4'))
  assert.deepEqual([daemon?.type, daemon?.name, daemon?.version, daemon?.parent], ['file', 'pumpd', '4.2.1', pump?.ref])
  assert.deepEqual(daemon?.hashes, [
    { algorithm: 'sha256', hex: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  ])
  assert.deepEqual(library?.otherIdentifiers, [{ type: 'path', value: '/opt/infusa/lib/libdose.so' }])
  assert.equal(stack?.parent, pump?.ref)
  assert.deepEqual(
    sbom.relations.filter(({ kind }) => kind === 'other'),
    [{ from: patch?.ref, to: pump?.ref, kind: 'other', label: 'patches' }],
  )
})

test('a tag without version has the version 0.0 by the schema, which must not exclude a flaw', () => {
  for (const version of ['', 'version="0.0"']) {
    const sbom = sbomOf(tag(`name="a" tagId="b" ${version}`))
    assert.equal(sbom.components[0]?.version, undefined)
    assert.match(sbom.problems[0]?.message ?? '', /version unknown/)
  }
})

test('the tags of a zip archive are read together, and what else it holds is told', () => {
  const bytes = zipSync({
    'tags/a.swidtag': strToU8(
      `<?xml version="1.0"?>${tag('name="a" tagId="a" version="1"', '<Link rel="component" href="swid:b"/>')}<!-- end -->`,
    ),
    'tags/b.swidtag': strToU8(`<?xml version="1.0"?>\n${tag('name="b" tagId="b" version="2"')}`),
    'read-me.txt': strToU8('hello'),
  })
  const sbom = sbomOf(bytes)
  assert.deepEqual(
    sbom.components.map(({ name, version, parent }) => [name, version, parent]),
    [
      ['a', '1', undefined],
      ['b', '2', 'a'],
    ],
  )
  assert.match(sbom.problems.map(({ message }) => message).join(), /1 files of the archive are no SWID tags/)
  assert.equal(notRead(zipSync({ 'read-me.txt': strToU8('hello') })).format, 'ZIP archive')
})

test('an archive that unpacks to more than a document may hold is not unpacked to its end', () => {
  const swollen = `${tag('name="a" tagId="a" version="1"')}${' '.repeat(3_000_000)}`
  const sound = tag('name="b" tagId="b" version="1"')
  const bytes = zipSync({ 'b.swidtag': strToU8(sound), 'a.swidtag': strToU8(swollen) })
  const sbom = sbomOf(bytes, { limits: { sizeBytes: 1_000_000 } })
  assert.deepEqual(
    sbom.components.map(({ name }) => name),
    ['b'],
  )
  assert.match(sbom.problems.map(({ message }) => message).join(), /a\.swidtag in the archive cannot be unpacked/)
})

test('a link to a tag that is not in the file is kept and told, with the line of the whole file', () => {
  const text = `${tag('name="a" tagId="a" version="1"')}\n\n${tag('name="b" tagId="b" version="1"', '\n<Link rel="requires" href="swid:c"/>')}`
  assert.match(messages(text).join(), /^line 4: the link "requires" names swid:c, whose tag is not in this file/)
  assert.deepEqual(sbomOf(text).relations, [{ from: 'b', to: 'swid:c', kind: 'dependsOn', label: 'requires' }])
})

test('tags that hold each other have no circle of parents', () => {
  const holds = (other: string): string => `<Link rel="component" href="swid:${other}"/>`
  const text = tag('name="a" tagId="a" version="1"', holds('b')) + tag('name="b" tagId="b" version="1"', holds('a'))
  assert.equal(sbomOf(text).components.filter(({ parent }) => parent === undefined).length, 1)
})

test('several products in one file describe no single one', () => {
  assert.equal(sbomOf(tag('name="a" tagId="a" version="1"') + tag('name="b" tagId="b" version="1"')).root, undefined)
})

test('corpus tags, decimal versions and processes are told', () => {
  const text = tag(
    'name="a" tagId="a" version="1.25" versionScheme="decimal" corpus="true"',
    '<Evidence><Process name="p"/></Evidence>',
  )
  const told = messages(text).join('\n')
  for (const word of ['installation medium', 'decimal number', '1 processes and resources'])
    assert.match(told, new RegExp(word))
})

test('a broken tag does not take the sound ones with it', () => {
  const sbom = sbomOf(`${tag('name="a" tagId="a" version="1"')}<SoftwareIdentity ${namespace} name="b" tagId="b"`)
  assert.equal(sbom.components[0]?.name, 'a')
  assert.ok(sbom.problems.some(({ message }) => message.includes('malformed')))
})

test('three thousand folders within folders cost no stack', () => {
  const deep = 3_000
  const sbom = sbomOf(
    tag(
      'name="a" tagId="a" version="1"',
      `<Payload>${'<Directory name="d">'.repeat(deep)}<File name="f"/>${'</Directory>'.repeat(deep)}</Payload>`,
    ),
  )
  assert.equal(sbom.components[1]?.name, 'f')
})
