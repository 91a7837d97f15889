import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brokenWalls, doorsByRoom, whoMayImportWhom } from './walls.ts'

const root = join(import.meta.dirname, '..')

test('every import in the repository keeps to the table of who may import whom', () => {
  const paths = globSync('{src,demo}/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'))
  assert.ok(paths.includes('src/model/index.ts'), 'the source was not found, so nothing was checked')
  const tree = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
  assert.deepEqual(brokenWalls(tree), [])
})

test('docs/architecture.md shows the very table that is checked', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8').replaceAll('\r\n', '\n')
  assert.ok(page.includes(whoMayImportWhom))
})

test('the table only points downwards, so rooms cannot import each other in a circle', () => {
  const rooms = [...doorsByRoom(whoMayImportWhom).keys()]
  for (const [room, doors] of doorsByRoom(whoMayImportWhom)) {
    for (const target of doors.keys()) assert.ok(rooms.indexOf(target) > rooms.indexOf(room), `${room} → ${target}`)
  }
})

/** One file that keeps to the rules or breaks one: its path, its text, and what is said of it. */
const cases: readonly (readonly [path: string, text: string, says: RegExp | 'nothing'])[] = [
  ['src/sbom/read.ts', `import { a } from '../model/index.ts'`, 'nothing'],
  ['src/sbom/read.ts', `import { a } from './readers/spdx.ts'`, 'nothing'],
  ['src/sbom/read.ts', `import { readFile } from 'node:fs/promises'`, 'nothing'],
  ['src/sbom/read.ts', `import { SaxesParser } from 'saxes'`, 'nothing'],
  ['src/network/observe.ts', `import { connect } from 'node:net'`, /network may not reach out by node:net/],
  ['src/network/observe.ts', `import { createReadStream } from 'node:fs'`, 'nothing'],
  ['src/feeds/fetch.ts', `import { fetch } from 'undici'`, /feeds may not reach out by undici/],
  ['src/feeds/fetch.test.ts', `import { createServer } from 'node:http'`, 'nothing'],
  ['src/cli/fetch.ts', `import { EnvHttpProxyAgent } from 'undici'`, 'nothing'],
  ['src/sbom/read.ts', `import { a } from '../model/range.ts'`, /behind the door of model/],
  ['src/sbom/read.ts', `export { a } from '../model/range.ts'`, /behind the door of model/],
  ['src/sbom/read.ts', `export * from '../model/range.ts'`, /behind the door of model/],
  ['src/sbom/read.ts', `const a = await import('../model/range.ts')`, /behind the door of model/],
  ['src/sbom/read.ts', `const a = await import(name)`, /computed path/],
  ['src/sbom/read.ts', `import { a } from '../feeds/index.ts'`, /sbom may not import feeds/],
  ['src/sbom/read.ts', `import type { a } from '../feeds/index.ts'`, /sbom may not import feeds/],
  ['src/sbom/read.ts', `import { a } from '../store/index.ts'`, /sbom may not import store/],
  ['src/sbom/read.ts', `import '../attic/index.ts'`, /in no room/],
  ['src/sbom/read.ts', `import { a } from '../../test/tree.ts'`, /in no room/],
  ['src/sbom/read.ts', `import { a } from './read.test.ts'`, /imports the test/],
  ['src/sbom/read.ts', `import {`, /cannot be parsed/],
  ['src/attic/old.ts', ``, /belongs to no room/],
  ['src/loose.ts', ``, /belongs to no room/],
  ['src/inventory/fuse.ts', `import { a } from '../versions/index.ts'`, /inventory may not import versions/],
  ['src/findings/keys.ts', `import { a } from '../versions/index.ts'`, 'nothing'],
  ['src/versions/scheme.ts', `import type { SortKey } from '../model/index.ts'`, 'nothing'],
  ['src/versions/scheme.ts', `import { type SortKey } from '../model/index.ts'`, 'nothing'],
  [
    'src/versions/scheme.ts',
    `import { type SortKey, assertNever } from '../model/index.ts'`,
    /may not take the value assertNever/,
  ],
  ['src/versions/scheme.ts', `import * as model from '../model/index.ts'`, /may not take the value \*/],
  ['src/versions/scheme.ts', `import '../model/index.ts'`, /may not take the value \*/],
  ['src/model/range.ts', `import type { a } from '../versions/index.ts'`, /model may not import versions/],
  ['src/store/open.ts', `import { Pool } from 'pg'`, 'nothing'],
  ['src/store/open.ts', `import { a } from '../findings/index.ts'`, /store may not import findings/],
  ['src/flows/ask.ts', `import { findAdvisory } from '../store/index.ts'`, 'nothing'],
  ['src/flows/ask.ts', `import { sql } from 'kysely'`, /only store may/],
  ['src/flows/ask.test.ts', `import { Pool } from 'pg'`, /only store may/],
  ['src/flows/ask.ts', `import { a } from '../cli/index.ts'`, /flows may not import cli/],
  ['src/cli/ask.ts', `import { openStore, StoreError, type Store } from '../store/index.ts'`, 'nothing'],
  ['src/cli/ask.ts', `import { findAdvisory } from '../store/index.ts'`, /may not take the value findAdvisory/],
  ['src/cli/demo.ts', `import { makeHospital } from '../../demo/index.ts'`, 'nothing'],
  ['src/cli/demo.ts', `import { makeHospital } from '../../demo/hospital.ts'`, /behind the door of demo/],
  ['src/flows/demo.ts', `import { makeHospital } from '../../demo/index.ts'`, /flows may not import demo/],
  ['demo/hospital.ts', `import { createHash } from 'node:crypto'`, 'nothing'],
  ['demo/hospital.ts', `import { a } from '../src/model/index.ts'`, /demo may not import model/],
  ['demo/hospital.ts', `import fc from 'fast-check'`, /nothing but Node/],
  ['demo/hospital.test.ts', `import { a } from '../src/sbom/index.ts'`, 'nothing'],
  ['src/sbom/read.test.ts', `import fc from 'fast-check'`, 'nothing'],
  ['src/sbom/read.test.ts', `import { a } from '../feeds/index.ts'`, 'nothing'],
  ['src/sbom/read.conformance.ts', `import { a } from '../../test/shared-data.ts'`, 'nothing'],
  ['src/sbom/read.test.ts', `import { a } from '../feeds/osv/parse.ts'`, /behind the door of feeds/],
  ['src/cli/environment.ts', `export const url = process.env['DATABASE_URL']`, 'nothing'],
  ['src/cli/ask.ts', `const url = process.env['DATABASE_URL']`, /reads process.env/],
  ['src/store/open.ts', `const { env } = process`, /reads process.env/],
  ['src/store/open.ts', `const url = process['env'].DATABASE_URL`, /reads process.env/],
  ['src/store/open.ts', `import { env } from 'node:process'`, /imports node:process/],
  ['src/store/open.ts', `// process.env is read elsewhere`, 'nothing'],
]

for (const [path, text, says] of cases) {
  test(`${path} holding ${JSON.stringify(text)}: ${says === 'nothing' ? 'no wall is broken' : `told "${says.source}"`}`, () => {
    const broken = brokenWalls({ [path]: text })
    if (says === 'nothing') assert.deepEqual(broken, [])
    else assert.match(broken.join('\n'), says)
  })
}

const member = `export const deb: VersionScheme = { id: 'deb', sortKey }`
const otherMember = `export const rpm = { id: 'rpm', sortKey } as const satisfies VersionScheme`
const door = `import { deb } from './schemes/deb.ts'\nexport const schemes = [deb] as const satisfies readonly VersionScheme[]`

test('a family whose door lists every member is whole', () => {
  assert.deepEqual(brokenWalls({ 'src/versions/schemes/deb.ts': member, 'src/versions/index.ts': door }), [])
})

test('a member that the door does not list is told', () => {
  const tree = {
    'src/versions/schemes/deb.ts': member,
    'src/versions/schemes/rpm.ts': otherMember,
    'src/versions/index.ts': door,
  }
  assert.deepEqual(brokenWalls(tree), ['src/versions/index.ts: schemes lacks rpm, which is a VersionScheme'])
})

test('a member without any door is told', () => {
  assert.deepEqual(brokenWalls({ 'src/versions/schemes/deb.ts': member }), [
    'src/versions/index.ts: schemes lacks deb, which is a VersionScheme',
  ])
})

test('a listed name that is no member is told, so a list cannot outlive its family', () => {
  assert.match(brokenWalls({ 'src/versions/index.ts': door }).join(), /schemes names deb, which no file exports/)
})

test('a door without the list of its family is told, so a list under another name cannot slip by', () => {
  assert.match(brokenWalls({ 'src/versions/index.ts': `export const all = [deb]` }).join(), /has no list of its family/)
})
