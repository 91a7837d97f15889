import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bom, sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import type { Problem, Sbom } from '../model/index.ts'
import { kinds } from './cyclonedx/checks/kinds.ts'

const part = (fields: object): object => bom({ components: [{ type: 'library', name: 'tls', ...fields }] })
const xml = (inner: string, version = '1.6'): string =>
  `<bom xmlns="http://cyclonedx.org/schema/bom/${version}" version="1">\n${inner}\n</bom>`
const xmlPart = (inner: string): string =>
  xml(`<components>\n<component type="library"><name>tls</name>${inner}</component></components>`)

/** A document, the place of its fault, and what is said of it. */
const faults: readonly (readonly [string, object | string, string, RegExp])[] = [
  [
    'a scope',
    part({ scope: 'foo' }),
    '/components/0/scope',
    /^scope of a component is "foo" where CycloneDX expects one of required, optional, excluded; kept as it is/,
  ],
  ['a scope in XML', xmlPart('<scope>foo</scope>'), 'line 3', /^scope of a component is "foo"/],
  [
    'an algorithm',
    part({ hashes: [{ alg: 'FOO', content: 'ab'.repeat(16) }] }),
    '/components/0/hashes/0/alg',
    /^alg of a hash is "FOO" where CycloneDX expects one of its 14 words, such as MD5,/,
  ],
  [
    'a digest of another length, where it is not read',
    part({
      externalReferences: [
        { type: 'website', url: 'https://a.example', hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(20) }] },
      ],
    }),
    '/components/0/externalReferences/0/hashes/0',
    /^a SHA-256 digest has 40 hexadecimal digits, where it has 64;/,
  ],
  [
    'a digest that is none, where it is not read',
    part({
      externalReferences: [{ type: 'website', url: 'https://a.example', hashes: [{ alg: 'MD5', content: 'x' }] }],
    }),
    '/components/0/externalReferences/0/hashes/0/content',
    /expects a digest of 32, 40/,
  ],
  [
    'a SWID tag without its id',
    part({ swid: { name: 'a' } }),
    '/components/0/swid',
    /^a SWID tag has no tagId, which CycloneDX requires;/,
  ],
  ['a SWID tag without its id in XML', xmlPart('<swid name="a"/>'), 'line 3', /^a SWID tag has no tagId/],
  [
    'a licence that is not on the list',
    part({ licenses: [{ license: { id: 'Apache-2' } }] }),
    '/components/0/licenses/0/license/id',
    /is "Apache-2" where CycloneDX expects an identifier of the list of SPDX/,
  ],
  [
    'an expression that is none',
    part({ licenses: [{ expression: 'MIT or GPL' }] }),
    '/components/0/licenses/0/expression',
    /expects a licence expression of SPDX/,
  ],
  [
    'a licence and an expression',
    part({ licenses: [{ license: { id: 'MIT' }, expression: 'MIT' }] }),
    '/components/0/licenses/0',
    /^an entry of licenses has both license and expression/,
  ],
  [
    'licences beside an expression',
    part({ licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT' }] }),
    '/components/0',
    /^licenses mixes an expression with others/,
  ],
  [
    'a nameless licence',
    part({ licenses: [{ license: {} }] }),
    '/components/0/licenses/0/license',
    /^a licence has neither id nor name/,
  ],
  [
    'a nameless licence in XML',
    xmlPart('<licenses><license/></licenses>'),
    'line 3',
    /^a licence has neither id nor name/,
  ],
  [
    'an encoding',
    part({ licenses: [{ license: { id: 'MIT', text: { encoding: 'base85', content: 'a' } } }] }),
    '/components/0/licenses/0/license/text/encoding',
    /^encoding of a text is "base85"/,
  ],
  [
    'a patch',
    part({ pedigree: { patches: [{ type: 'foo' }] } }),
    '/components/0/pedigree/patches/0/type',
    /^type of a patch is "foo"/,
  ],
  [
    'a patch in XML',
    xmlPart('<pedigree><patches><patch type="foo"/></patches></pedigree>'),
    'line 3',
    /^type of a patch is "foo"/,
  ],
  [
    'an issue',
    part({ pedigree: { patches: [{ type: 'backport', resolves: [{ type: 'foo' }] }] } }),
    '/components/0/pedigree/patches/0/resolves/0/type',
    /^type of an issue is "foo"/,
  ],
  [
    'a variant without a name',
    part({ pedigree: { variants: [{ type: 'library' }] } }),
    '/components/0/pedigree/variants/0',
    /^a component has no name, which CycloneDX requires/,
  ],
  [
    'a range beside a version',
    part({ version: '1', versionRange: 'vers:pypi/1', isExternal: true }),
    '/components/0',
    /^a component has both version and versionRange/,
  ],
  [
    'a range of a part that comes along',
    part({ versionRange: 'vers:pypi/1' }),
    '/components/0',
    /^a component has a versionRange, which only one with "isExternal": true/,
  ],
  [
    'an empty reference',
    part({ 'bom-ref': '' }),
    '/components/0/bom-ref',
    /^bom-ref of a component is "" where CycloneDX expects a text that is not empty/,
  ],
  [
    'a misspelt field',
    part({ hashs: [] }),
    '/components/0/hashs',
    /^"hashs" is no field of a component in CycloneDX; look whether it is misspelt/,
  ],
  [
    'a misspelt element',
    xml('<metadata><distribution>all</distribution></metadata>'),
    'line 2',
    /^"distribution" is no field of metadata/,
  ],
  [
    'a time',
    bom({ metadata: { timestamp: '2020-04-13' } }),
    '/metadata/timestamp',
    /^timestamp of metadata is "2020-04-13" where CycloneDX expects a time/,
  ],
  [
    'a licence of the document',
    bom({ metadata: { licenses: [{ license: { id: 'x' } }] } }),
    '/metadata/licenses/0/license/id',
    /list of SPDX/,
  ],
  [
    'a phase in XML',
    xml('<metadata><lifecycles><lifecycle><phase>birth</phase></lifecycle></lifecycles></metadata>'),
    'line 2',
    /^phase of an entry of lifecycles is "birth"/,
  ],
  [
    'a number of the document',
    bom({ serialNumber: 'urn:uuid:1' }),
    '/serialNumber',
    /^serialNumber of the document is "urn:uuid:1"/,
  ],
  [
    'another format',
    { ...bom({ components: [] }), bomFormat: 'Other' },
    '/bomFormat',
    /^bomFormat of the document is "Other" where CycloneDX expects "CycloneDX"/,
  ],
  [
    'a property without a name',
    bom({ services: [{ name: 'a', properties: [{ value: 'b' }] }] }),
    '/services/0/properties/0',
    /^a property has no name/,
  ],
  [
    'a flow of data',
    bom({ services: [{ name: 'a', data: [{ flow: 'bar', classification: 'foo' }] }] }),
    '/services/0/data/0/flow',
    /^flow of data of a service is "bar"/,
  ],
  [
    'a flow of data in XML',
    xml(
      '<services><service><name>a</name><data><classification flow="bar">PII</classification></data></service></services>',
    ),
    'line 2',
    /^flow of data of a service is "bar"/,
  ],
  [
    'a citation by nobody',
    bom({ citations: [{ timestamp: '2030-01-01T00:00:00Z', pointers: ['/a'] }] }),
    '/citations/0',
    /^a citation has neither attributedTo nor process/,
  ],
  [
    'a citation of two kinds',
    bom({ citations: [{ timestamp: '2030-01-01T00:00:00Z', pointers: ['/a'], expressions: ['b'], process: 'c' }] }),
    '/citations/0',
    /not exactly one of pointers and expressions/,
  ],
  [
    'a method without certainty',
    part({ evidence: { identity: [{ field: 'purl', methods: [{ technique: 'filename' }] }] } }),
    '/components/0/evidence/identity/0/methods/0',
    /^a method of evidence has no confidence/,
  ],
]

function doubts(document: object | string): readonly Problem[] {
  return sbomOf(document).problems
}

for (const [name, document, place, says] of faults) {
  test(`what CycloneDX does not allow is a doubt with its place: ${name}`, () => {
    const found = doubts(document).filter(({ message }) => says.test(message))
    assert.deepEqual(
      found.map((each) => [each.severity, each.place]),
      [['doubt', place]],
      JSON.stringify(doubts(document)),
    )
  })
}

test('a doubt changes nothing of what is read', () => {
  const { problems, ...read } = sbomOf(part({ scope: 'foo', licenses: [{ license: { id: 'Apache-2' } }] }))
  assert.equal(problems.length, 2)
  assert.deepEqual([read.components[0]?.deployed, read.components[0]?.licences], [true, ['Apache-2']])
})

test('one mistake in a thousand places is told ten times and then counted', () => {
  const components = Array.from({ length: 1_000 }, (_, index) => ({ type: 'library', name: `${index}`, scope: 'all' }))
  const problems = doubts(bom({ components }))
  assert.equal(problems.length, 11)
  assert.match(problems.at(-1)?.message ?? '', /^scope of a component is "all" .*, and so it is in 990 more places/)
})

test('a thousand mistakes push no lost fact out of the list', () => {
  const components = [
    ...Array.from({ length: 1_500 }, (_, index) => ({ type: 'library', name: 'a', [`wrong${index}`]: 1 })),
    null,
  ]
  assert.equal(doubts(bom({ components }))[0]?.severity, 'lost')
})

test('a licence text of SPDX may name exceptions, licences of other documents and later versions', () => {
  const names = ['GPL-2.0+', 'Classpath-exception-2.0', 'MIT']
  const licenses = names.map((id) => ({ license: { id } }))
  assert.deepEqual(doubts(part({ licenses })), [])
  assert.deepEqual(
    doubts(part({ licenses: [{ expression: 'DocumentRef-a:LicenseRef-b OR (MIT AND Apache-2.0+)' }] })),
    [],
  )
})

test('any attribute may stand in XML, and those of other namespaces are not taken for ours', () => {
  const document = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:o="urn:o" o:version="x" version="1" foo="1"><components><component o:type="b" type="library" foo="2"><name>tls</name></component></components></bom>`
  const sbom = sbomOf(document)
  assert.deepEqual(sbom.problems, [])
  assert.equal(sbom.components[0]?.type, 'library')
})

test('a licence with details and the phases of a document are read from XML as from JSON', () => {
  const document = xml(
    '<metadata><lifecycles><lifecycle><phase>build</phase></lifecycle><lifecycle><name>site test</name></lifecycle></lifecycles></metadata><components><component type="library"><name>tls</name><licenses><expression-detailed expression="LicenseRef-a"><licensing/></expression-detailed></licenses></component></components>',
    '1.7',
  )
  const sbom = sbomOf(document)
  assert.deepEqual([sbom.phases, sbom.components[0]?.licences], [['build', 'site test'], ['LicenseRef-a']])
})

test('CycloneDX 1.0 and 1.1 are read, and their extension that states dependencies, at any depth', () => {
  const head =
    '<bom xmlns:dg="http://cyclonedx.org/schema/ext/dependency-graph/1.0" xmlns="http://cyclonedx.org/schema/bom/1.1" version="1"><components>'
  const component = (ref: string, inner = ''): string =>
    `<component type="library" bom-ref="${ref}"><name>${ref}</name><version>1</version>${inner}</component>`
  const graph =
    '<dg:dependencies><dg:dependency ref="b"><dg:dependency ref="c"><dg:dependency ref="d"/></dg:dependency></dg:dependency></dg:dependencies>'
  const all = ['a', 'b', 'c', 'd']
  const apart = sbomOf(`${head}${all.map((ref) => component(ref)).join('')}</components>${graph}</bom>`)
  const within = sbomOf(
    `${head}${all.map((ref) => component(ref, ref === 'a' ? graph : '')).join('')}</components></bom>`,
  )
  const edges = ({ relations }: Sbom): readonly string[] => relations.map(({ from, to }) => `${from} ${to}`).sort()
  assert.deepEqual([apart.format.version, apart.problems, within.problems], ['1.1', [], []])
  assert.deepEqual(edges(apart), ['b c', 'c d'])
  assert.deepEqual(edges(within), ['a b', 'b c', 'c d'])
})

test('every kind that the table names is in the table, and no field stands in it twice', () => {
  for (const { called, free = '', values = {}, objects = {}, required = [] } of Object.values(kinds)) {
    const fields = [...free.split(' '), ...Object.keys(values), ...Object.keys(objects)].filter((name) => name !== '')
    assert.equal(new Set(fields).size, fields.length, called)
    for (const name of required) assert.ok(fields.includes(name), `${called}: ${name}`)
  }
})

test('the fixture that both encodings share has the same doubts in both', () => {
  const messages = (path: string): readonly string[] => sbomOf(sbomFixture(path)).problems.map(({ message }) => message)
  assert.deepEqual(messages('cyclonedx-xml/pump.xml'), messages('cyclonedx-json/pump.json'))
})
