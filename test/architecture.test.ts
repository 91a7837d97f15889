import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { brokenPageWalls } from './page-walls.ts'
import { brokenWalls, doorsByRoom, roomsLoadedBy, whoMayImportWhom } from './walls.ts'

const root = join(import.meta.dirname, '..')

const paths = globSync('{src,demo,bench}/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/'))
const tree = Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))

test('every import in the repository keeps to the table of who may import whom', () => {
  assert.ok(paths.includes('src/model/index.ts'), 'the source was not found, so nothing was checked')
  assert.deepEqual(brokenWalls(tree), [])
})

test('what listens for weeks loads few rooms: a sensor no database, and neither SBOMs nor feeds', () => {
  assert.deepEqual(roomsLoadedBy('src/cli/commands/sensor.ts', tree), ['cli', 'flows', 'model', 'network'])
  const listener = ['cli', 'findings', 'flows', 'inventory', 'model', 'network', 'store', 'tables', 'versions']
  assert.deepEqual(roomsLoadedBy('src/cli/commands/listen.ts', tree), listener)
  assert.ok(roomsLoadedBy('src/cli/commands/sbom-add.ts', tree).includes('feeds'))
})

test('the pages know the contract alone, and a .tsx file holds no logic', () => {
  const paths = globSync('web/**/*.{ts,tsx}', { cwd: root, exclude: ['web/dist/**'] }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  assert.ok(paths.includes('web/main.tsx'), 'the pages were not found, so nothing was checked')
  assert.deepEqual(
    brokenPageWalls(Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))),
    [],
  )
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
  ['bench/measures/search.ts', `import { sql } from 'kysely'`, 'nothing'],
  ['bench/measures/search.ts', `import { a } from '../../src/store/index.ts'`, 'nothing'],
  ['bench/measures/search.ts', `import { a } from '../../src/store/words.ts'`, /behind the door of store/],
  ['src/flows/ask.ts', `import { a } from '../../bench/dataset.ts'`, /in no room/],
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
  ['src/cli/listen.ts', `import { listen } from '../flows/listening.ts'`, 'nothing'],
  ['src/store/open.ts', `import { listen } from '../flows/listening.ts'`, /store may not import flows/],
  ['src/cli/serve.ts', `import { startServer } from '../server/index.ts'`, 'nothing'],
  ['src/cli/serve.ts', `import fastify from 'fastify'`, /only server may/],
  ['src/flows/ask.ts', `import helmet from '@fastify/helmet'`, /only server may/],
  ['src/server/start.ts', `import { openStore } from '../store/index.ts'`, /may not take the value openStore/],
  ['src/server/start.ts', `import type { Store } from '../store/index.ts'`, 'nothing'],
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

const deb = { 'src/versions/schemes/deb.ts': `export const deb = defineScheme('deb')` }
const rpm = { 'src/versions/schemes/rpm.ts': `export const rpm = defineScheme('rpm')` }
const list = `import { deb } from './schemes/deb.ts'\nexport const schemes = [\n  deb, // dpkg\n] as const satisfies readonly VersionScheme[]`

test('a family is whole when its door lists every member', () => {
  assert.deepEqual(brokenWalls({ ...deb, 'src/versions/index.ts': list }), [])
})

test('a family is whole when its door exports the list from a file of the room', () => {
  const door = `export { schemes } from './schemes.ts'`
  assert.deepEqual(brokenWalls({ ...deb, 'src/versions/index.ts': door, 'src/versions/schemes.ts': list }), [])
})

test('a member that the list lacks is told', () => {
  const told = ['src/versions/index.ts: schemes lacks src/versions/schemes/rpm.ts']
  assert.deepEqual(brokenWalls({ ...deb, ...rpm, 'src/versions/index.ts': list }), told)
})

test('a member without any door is told', () => {
  assert.match(brokenWalls(deb).join(), /exports no list of its family/)
})

test('a list that the door does not export is told', () => {
  const tree = {
    ...deb,
    'src/versions/index.ts': `export { deb } from './schemes/deb.ts'`,
    'src/versions/schemes.ts': list,
  }
  assert.match(brokenWalls(tree).join(), /exports no list of its family/)
})

test('a listed name that is no member is told, so a list cannot outlive its family', () => {
  assert.match(
    brokenWalls({ 'src/versions/index.ts': list }).join(),
    /schemes holds src\/versions\/schemes\/deb.ts, which is no member/,
  )
  const spread = list.replace('deb, //', 'deb, ...more, //')
  assert.match(
    brokenWalls({ ...deb, 'src/versions/index.ts': spread }).join(),
    /schemes holds more, which is no member/,
  )
})

/** The same for the pages. */
const pageCases: readonly (readonly [path: string, text: string, says: RegExp | 'nothing'])[] = [
  ['web/api.ts', `import type { Problem } from '../src/server/contract.ts'`, 'nothing'],
  ['web/api.ts', `import { Problem } from '../src/server/contract.ts'`, /more than types/],
  ['web/api.ts', `import type { Answer } from '../src/model/index.ts'`, /know src\/server\/contract.ts alone/],
  ['web/api.ts', `import { readFile } from 'node:fs/promises'`, /not made of/],
  ['web/api.test.ts', `import { test } from 'node:test'`, 'nothing'],
  ['web/api.ts', `import { debounce } from 'lodash'`, /not made of/],
  ['web/pages/a.ts', `import { A } from './a.tsx'`, /Node cannot run that/],
  ['web/routes.ts', `import { A } from './pages/a.tsx'`, 'nothing'],
  ['web/pages/a.tsx', `export function A() { return <b>{total(1)}</b> }`, 'nothing'],
  ['web/pages/a.tsx', `export function A({ n }: P) { return <b>{n + 1}</b> }`, /arithmetic/],
  ['web/pages/a.tsx', `export function A() { for (const a of b) c(a); return null }`, /a loop/],
  ['web/pages/a.tsx', `export function A({ n }: P) { return /a/.test(n) ? <b /> : null }`, /regular expression/],
  ['web/pages/a.tsx', `function total(n: number) { return n }`, /beside components/],
  ['web/pages/a.tsx', `const limit = 5`, /beside components/],
  ['web/pages/a.tsx', `export function A() {`, /cannot be parsed/],
]

for (const [path, text, says] of pageCases) {
  test(`pages: ${path} with ${JSON.stringify(text)}: ${says}`, () => {
    const broken = brokenPageWalls({ [path]: text }).join()
    if (says === 'nothing') assert.equal(broken, '')
    else assert.match(broken, says)
  })
}
