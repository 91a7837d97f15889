import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
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
