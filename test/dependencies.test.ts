import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly optionalDependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
  readonly allowScripts: Record<string, boolean>
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')

/** Packages named in the first column of the table under a heading. */
function namedUnder(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? ''
  const firstCells = [...section.matchAll(/^\|([^|]+)\|/gm)].map(([, cell = '']) => cell)
  return firstCells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)).toSorted()
}

const sections = [
  ['At run time', manifest.dependencies],
  ['One of each, by platform', manifest.optionalDependencies],
  ['To develop', manifest.devDependencies],
] as const

for (const [heading, packages] of sections) {
  test(`docs/dependencies.md, "${heading}", names exactly the packages of package.json`, () => {
    assert.deepEqual(namedUnder(heading), Object.keys(packages).toSorted())
  })
}

test('every version in package.json is exact, so that two installs are the same', () => {
  const loose = sections.flatMap(([, packages]) =>
    Object.entries(packages).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)),
  )
  assert.deepEqual(loose, [])
})

test('no platform package may run an install script', () => {
  const scripts = Object.keys(manifest.optionalDependencies).map((name) => [name, manifest.allowScripts[name]])
  assert.deepEqual(
    scripts,
    Object.keys(manifest.optionalDependencies).map((name) => [name, false]),
  )
})
