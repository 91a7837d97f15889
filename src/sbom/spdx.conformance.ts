import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sbomOf } from '../../test/sbom-readings.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Sbom } from '../model/index.ts'
import { readSbom } from './index.ts'

const skip = { skip: withoutSharedData() }
const java = 'spdx-tools/spdx__tools-java/testResources'
const python = 'spdx-tools/spdx__tools-python/tests/spdx/data'

/** The official example in every serialisation that its tools write. */
const examples = [
  ['JSON', 'YAML', 'Tag', 'Spreadsheet', 'Rdf', 'XML', '2.3', java],
  ['JSON', 'YAML', 'Tag', 'Spreadsheet', 'Rdf', 'XML', '2.2', java],
  ['JSON', 'YAML', 'Tag', 'Rdf', 'XML', '2.3', python],
  ['JSON', 'YAML', 'Tag', 'Rdf', 'XML', '2.2', python],
] as const

const endings = {
  JSON: 'JSONExample-vV.spdx.json',
  YAML: 'YAMLExample-vV.spdx.yaml',
  Tag: 'TagExample-vV.spdx',
  Spreadsheet: 'SpreadsheetExample-vV.xlsx',
  Rdf: 'RdfExample-vV.spdx.rdf',
  XML: 'XMLExample-vV.spdx.xml',
} as const

function pathOf(kind: keyof typeof endings, version: string, folder: string): string {
  const name = `SPDX${endings[kind].replace('V', version)}`
  if (folder === java && kind === 'YAML') return join(folder, name.replace('-v', '-'))
  return join(folder, folder === python && kind === 'Rdf' ? `${name}.xml` : name)
}

/** What a document says, without the order in which a serialisation happens to say it; that a package holds a file is said in two ways. */
function meaningOf({ components, relations, ...sbom }: Sbom): object {
  const sorted = (values: readonly unknown[]): readonly string[] => values.map((value) => JSON.stringify(value)).sort()
  return {
    components: components
      .map((component) => ({
        ...component,
        parent: undefined,
        hashes: sorted(component.hashes),
        otherIdentifiers: sorted(component.otherIdentifiers ?? []),
        licences: component.licences.map((licence) => licence.replaceAll(/[()]/g, '').split(' ').sort().join(' ')),
      }))
      .sort((a, b) => (a.ref < b.ref ? -1 : 1)),
    relations: sorted([
      ...new Set(
        relations.map(({ from, to, kind, label }) => [from, to, kind, kind === 'contains' ? '' : label].join(' ')),
      ),
    ]),
    completeness: sorted(sbom.completeness),
    created: sbom.createdAt,
    creators: sorted([...sbom.authors, ...sbom.tools]),
    root: sbom.root,
  }
}

for (const [first, ...rest] of examples) {
  const [folder, version] = [rest.at(-1) ?? '', rest.at(-2) ?? '']
  test(
    `the official example of SPDX ${version} reads to the same thing in all its serialisations (${folder})`,
    skip,
    async () => {
      const set = await sharedSet('sboms')
      const read = (kind: keyof typeof endings): object =>
        meaningOf(sbomOf(readFileSync(join(set, pathOf(kind, version, folder)))))
      const expected = read(first)
      for (const kind of rest) if (kind in endings) assert.deepEqual(read(kind as keyof typeof endings), expected, kind)
    },
  )
}

const golang = 'spdx-tools/spdx__tools-golang'
const trivy =
  'spdx-trivy-vmware_log-intelligence-fluentd-sha256_086af034f561f343f633be9d9f9e95f65ae6c61b8ddb2c6755ef5bb25b40f53a.json'

/** Documents that their owners hold to be wrong, and what we say of them. */
const wrong: readonly (readonly [path: string, says: RegExp])[] = [
  [`${java}/BadJSON.spdx.json`, /name is null/],
  [`${java}/SPDXWrongVersion.spdx.json`, /spdxVersion "SPDX-2\.2\.1"/],
  ['spdx-tools/spdx__tools-python/tests/spdx/parser/rdf/data/invalid_documents/file_without_spdx_ids.xml', /no SPDXID/],
  [
    'spdx-tools/spdx__tools-python/tests/spdx/parser/rdf/data/invalid_documents/invalid_creation_info.rdf.xml',
    /when it was made/,
  ],
  [
    'spdx-tools/spdx__tools-python/tests/spdx/parser/rdf/data/invalid_documents/invalid_creation_info_with_snippet.rdf.xml',
    /when it was made/,
  ],
  [`${java}/SPDXJSONExample-wrongversion.spdx.json`, /packages have primaryPackagePurpose, which came with 2\.3/],
  [`${python}/invalid/${trivy}`, /^licenseDeclared "LGPL-2\.1, GPL-2\.0, GPL-3\.0" is no expression/],
  [
    'quality/interlynk-io__sbomqs/testdata/fixtures/spdx-invalid-licenses.json',
    /^licenseDeclared "MyCustomLicense" is/,
  ],
  ['quality/interlynk-io__sbomqs/testdata/bsi/spdx/invalidMetadataTimestamp.spdx23.json', /^created is "2025-01-01 00/],
  [`${golang}/json/test_fixtures/spdx2_2_null_package.json`, /packages holds null/],
  [`${golang}/json/test_fixtures/spdx2_3_null_package.json`, /packages holds null/],
  [`${golang}/spdx/v2/v2_2/json/testdata/spdx-null-relationships.json`, /relationships holds null/],
  [`${golang}/spdx/v2/v2_3/json/testdata/spdx-null-relationships.json`, /relationships holds null/],
  ['quality/interlynk-io__sbomqs/testdata/bsi/spdx3/v2.1.0-doc-missing-timestamp.json', /when it was made/],
  ['quality/interlynk-io__sbomqs/testdata/bsi/spdx3/v2.1.0-doc-missing-spec-version.json', /no spdxVersion/],
  ['quality/interlynk-io__sbomqs/testdata/fixtures/spdx3-no-timestamp.json', /when it was made/],
  ['quality/interlynk-io__sbomqs/testdata/fixtures/spdx3-with-SBOM-invalid-timestamp.json', /when it was made/],
]

test('each document that is wrong is read as far as it goes, and its fault is named', skip, async () => {
  const set = await sharedSet('sboms')
  for (const [path, says] of wrong) {
    const reading = readSbom(readFileSync(join(set, path)))
    const problems = reading.is === 'read' ? reading.sbom.problems : reading.problems
    assert.ok(
      problems.some(({ message }) => says.test(message)),
      `${path}: ${JSON.stringify(problems.slice(0, 5))}`,
    )
  }
})

/** Of these something is lost: they hold a null where an object belongs. */
const lossy = wrong.flatMap(([path, says]) => (says.source.includes('holds null') ? [path] : []))

/** Recognised and not read, by the end of the name. */
const unread =
  /\.xls$|ontology\.owl\.xml$|spdx-schema\.json$|(?:Example-v1\.[12]|Examplev1\.2|MergeTest[12])\.(?:rdf|tag)$/

/** A list of relationships without a document. */
const broken = ['spdx-tools/spdx__spdx-java-jackson-store/testResources/unsortedrelationships.json']

test(
  'each document of the official tools is read without a lost fact and with every licence understood',
  skip,
  async () => {
    const set = await sharedSet('sboms')
    const paths = globSync('spdx-tools/**/*.{json,jsonld,spdx,yaml,rdf,xml,xls,xlsx,tag}', { cwd: set }).filter(
      (path) => lossy.includes(path) || !wrong.some(([other]) => other === path),
    )
    const [lost, notRead, doubted]: string[][] = [[], [], []]
    let read = 0
    for (const path of paths) {
      const reading = readSbom(readFileSync(join(set, path)))
      if (reading.is === 'notRead') {
        notRead?.push(path)
        continue
      }
      // The workbook of SPDX 1 is read as a list of components.
      if (reading.sbom.format.name !== 'SPDX') continue
      read += 1
      const { problems } = reading.sbom
      if (problems.some(({ severity }) => severity === 'lost')) lost?.push(path)
      if (problems.some(({ message }) => /^licen[sc]e\w* ("|names)/.test(message))) doubted?.push(path)
    }
    assert.ok(read >= 85, `${read} documents were read`)
    assert.deepEqual(lost?.toSorted(), lossy.toSorted())
    assert.deepEqual(notRead?.filter((path) => !unread.test(path)).toSorted(), broken)
    assert.deepEqual(doubted, [])
  },
)
