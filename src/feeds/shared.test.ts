import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedFile, sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Advisory } from '../model/index.ts'
import { contains, schemeById } from '../versions/index.ts'
import { feeds, openFeed } from './index.ts'

/** The first advisory with this id in a file of collected public data. */
async function advisory(path: string, id: string): Promise<Advisory> {
  const { records } = await openFeed({ path: sharedFile(path), feeds })
  for await (const record of records) {
    if (record.is === 'advisory' && record.advisory.id === id) return record.advisory
  }
  throw new Error(`${path} has no ${id}`)
}

const skip = withoutSharedData()

test('Log4Shell in the NVD covers 2.14.1 and the first beta, not 2.17.1', { skip }, async () => {
  const { ranges, severities } = await advisory('nvd/nvdcve-2.0-sample.json.gz', 'CVE-2021-44228')
  const log4j = ranges.filter(({ key }) => key === 'cpe/a/apache/log4j')
  const affected = (version: string): boolean =>
    log4j.some(({ range }) => contains(range, schemeById('natural').sortKey(version)) === 'inside')
  assert.deepEqual(['2.14.1', '2.0-beta9', '2.17.1', '1.2.17'].map(affected), [true, true, false, false])
  assert.ok(severities.some(({ base }) => base === 10))
})

test('Log4Shell in OSV covers the Maven package', { skip }, async () => {
  const { ranges, aliases } = await advisory('osv/maven.ndjson.zst', 'GHSA-jfh8-c2jp-5v3q')
  assert.ok(aliases.includes('CVE-2021-44228'))
  const core = ranges.filter(({ key }) => key === 'maven/org.apache.logging.log4j/log4j-core')
  const affected = (version: string): boolean =>
    core.some(({ range }) => contains(range, schemeById('maven').sortKey(version)) === 'inside')
  assert.deepEqual(['2.14.1', '2.0-beta9', '2.12.2', '2.17.1'].map(affected), [true, true, false, false])
})

test('a Wolfi advisory passes on the CVE that it repairs', { skip }, async () => {
  const { upstream } = await advisory('osv/wolfi.ndjson.zst', 'CGA-222c-fw64-wpxf')
  assert.deepEqual(upstream, ['CVE-2024-42447', 'GHSA-62qf-qm3g-fvcw'])
})

test('the catalogue of exploited flaws and a year of predictions are read whole', { skip }, async () => {
  const kev = await openFeed({ path: join(await sharedSet('kev'), 'known_exploited_vulnerabilities.json'), feeds })
  assert.equal((await Array.fromAsync(kev.records)).filter(({ is }) => is === 'exploited').length, 1404)
  const epss = await openFeed({ path: join(await sharedSet('epss'), 'CVE_2021_EPSS.csv'), feeds })
  const predictions = await Array.fromAsync(epss.records)
  assert.ok(predictions.length > 20_000 && predictions.every(({ is }) => is === 'prediction'))
})
