import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import type { Component, Sbom } from '../model/index.ts'
import { depthOf } from './sbom-depth.ts'

const part = (ref: string, facts: Partial<Component> = {}): Component => ({
  ref,
  type: 'library',
  name: ref,
  purls: [],
  cpes: [],
  swids: [],
  hashes: [],
  sourcePackages: [],
  licences: [],
  deployed: true,
  ...facts,
})

const sbom = (facts: Partial<Sbom>): Sbom => ({
  format: { name: 'CycloneDX', version: '1.6', encoding: 'json' },
  authors: [],
  tools: [],
  components: [],
  relations: [],
  completeness: [],
  problems: [],
  ...facts,
})

test('the depth of a device with assemblies and dependencies', () => {
  const { components, notDeployed, nestedLevels, whole, assemblies, dependencies } = depthOf(
    sbomOf(sbomFixture('cyclonedx-json/pump.json')),
  )
  assert.deepEqual([components, notDeployed, nestedLevels, whole], [8, 1, 3, 'complete'])
  assert.deepEqual(assemblies, { complete: 1, incomplete: 1, unknown: 0, notSpecified: 0 })
  assert.equal(dependencies.complete, 1)
})

test('what the root neither holds nor needs is not reachable, and a circle ends', () => {
  const depth = depthOf(
    sbom({
      root: 'a',
      components: [
        part('a'),
        part('b', { version: '1' }),
        part('c', { purls: ['pkg:npm/c'] }),
        part('d', { supplier: 'S' }),
      ],
      relations: [
        { from: 'a', to: 'b', kind: 'dependsOn', label: 'dependsOn' },
        { from: 'b', to: 'c', kind: 'dependsOn', label: 'dependsOn' },
        { from: 'c', to: 'a', kind: 'dependsOn', label: 'dependsOn' },
        { from: 'a', to: 'd', kind: 'other', label: 'provides' },
      ],
    }),
  )
  assert.deepEqual([depth.reachable, depth.dependencyLevels, depth.nestedLevels], [3, 2, 1])
  assert.deepEqual([depth.identified, depth.versioned, depth.supplied], [1, 1, 1])
})

test('without a root nobody knows what is reachable, and of two statements on the whole the careful one counts', () => {
  const depth = depthOf(
    sbom({ components: [part('a')], completeness: [{ aggregate: 'unknown' }, { aggregate: 'incomplete' }] }),
  )
  assert.deepEqual([depth.reachable, depth.dependencyLevels, depth.whole], [undefined, undefined, 'incomplete'])
})
