import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedFile, sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Advisory, Condition } from '../model/index.ts'
import { feeds, openFeed } from './index.ts'

/** What is counted of a feed; the numbers held below were counted by other tools on the same files. */
interface Counts {
  readonly feed: string
  advisories: number
  exploited: number
  predictions: number
  ranges: number
  openUpdates: number
  unreadable: number
  withoutRange: number
  withProblem: number
  withdrawn: number
  passingOn: number
  conditions: number
  environment: number
  unscored: number
  readonly keys: Set<string>
}

async function count(path: string): Promise<Counts> {
  const startedAt = performance.now()
  const { feed, records } = await openFeed({ path, feeds })
  const counts: Counts = {
    feed: feed.id,
    advisories: 0,
    exploited: 0,
    predictions: 0,
    ranges: 0,
    openUpdates: 0,
    unreadable: 0,
    withoutRange: 0,
    withProblem: 0,
    withdrawn: 0,
    passingOn: 0,
    conditions: 0,
    environment: 0,
    unscored: 0,
    keys: new Set(),
  }
  for await (const record of records) {
    if (record.is === 'advisory') countAdvisory(counts, record.advisory)
    else if (record.is === 'exploited') counts.exploited += 1
    else if (record.is === 'prediction') counts.predictions += 1
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(path, { ...counts, keys: counts.keys.size, seconds, peakMegabytes })
  return counts
}

function countAdvisory(counts: Counts, advisory: Advisory): void {
  counts.advisories += 1
  counts.keys.add(advisory.key)
  counts.ranges += advisory.ranges.length
  counts.openUpdates += advisory.ranges.filter(
    ({ undecided }) => undecided?.startsWith('the source names updates of this version') === true,
  ).length
  counts.unreadable += advisory.ranges.filter(({ range }) => range.is === 'unreadable').length
  counts.withoutRange += Number(advisory.ranges.length === 0)
  counts.withProblem += Number(advisory.problems.length > 0)
  counts.withdrawn += Number(advisory.withdrawn)
  counts.passingOn += Number(advisory.upstream.length > 0)
  counts.conditions += advisory.conditions.length
  counts.unscored += advisory.severities.filter(({ base }) => base === undefined).length
  for (const condition of advisory.conditions) counts.environment += environmentOf(condition)
}

function environmentOf({ nodes }: Condition): number {
  return nodes.reduce((sum, { operands }) => sum + operands.filter(({ vulnerable }) => !vulnerable).length, 0)
}

const skip = withoutSharedData()

test('all CVEs of the NVD are read, within a minute of one core and 512 MB', { skip }, async () => {
  const before = process.cpuUsage()
  const counts = await count(sharedFile('nvd/nvd-all.ndjson.zst'))
  assert.equal(counts.advisories, 298_586)
  assert.equal(counts.keys.size, 298_586)
  // 1,660,767 vulnerable matches; those that name no single vendor and product (one in each such record) are told as problems. Versions of which updates
  // alone are named are left open besides.
  assert.equal(counts.ranges - counts.openUpdates + counts.withProblem, 1_660_767)
  assert.ok(counts.openUpdates > 0)
  assert.ok(counts.withProblem <= 25, String(counts.withProblem))
  // 102,694 have no configuration and 435 only environment; the rest are told as problems.
  const untold = counts.withoutRange - 102_694 - 435
  assert.ok(untold >= 0 && untold <= counts.withProblem, String(untold))
  assert.equal(counts.withdrawn, 10_576)
  // 140,924 configurations are joined by AND and 145 nodes inside; those of one operand ask nothing more.
  assert.equal(counts.conditions, 140_999)
  // Of 216,741 matches of the environment, 3,038 stand in configurations that do not depend on them.
  assert.equal(counts.environment, 213_703)
  assert.equal(counts.unscored, 0)
  assert.ok(process.cpuUsage(before).user < 60_000_000)
  assert.ok(process.resourceUsage().maxRSS < 512 * 1024)
})

test('the NVD in its own form is read', { skip }, async () => {
  const counts = await count(sharedFile('nvd/nvdcve-2.0-sample.json.gz'))
  assert.equal(counts.advisories, 20_000)
  assert.equal(counts.ranges - counts.openUpdates, 177_495)
})

test('all of OSV is read, as a folder and as its files', { skip }, async () => {
  const whole = await count(sharedFile('osv'))
  assert.equal(whole.feed, 'osv')
  assert.equal(whole.advisories, 85_876)
  assert.equal(whole.withdrawn, 17)
  // One CVE number of Debian and Alpine makes two keys; a GHSA that stands in several files makes one.
  assert.equal(whole.keys.size, 85_578)
  // 268,116 ranges and a point for each listed version outside them; stretches that two ranges share stand once.
  assert.ok(whole.ranges > 266_000 && whole.ranges < 272_000, String(whole.ranges))
  assert.ok(whole.unreadable <= 10, String(whole.unreadable))
  assert.equal(whole.withoutRange, 0)
  let sum = 0
  for (const name of readdirSync(sharedFile('osv')).sort())
    sum += (await count(join(sharedFile('osv'), name))).advisories
  assert.equal(sum, whole.advisories)
})

test('all of KEV and EPSS is read', { skip }, async () => {
  const kev = await count(join(await sharedSet('kev'), 'known_exploited_vulnerabilities.json'))
  assert.deepEqual([kev.feed, kev.exploited], ['kev', 1404])
  const epss = await count(await sharedSet('epss'))
  assert.deepEqual([epss.feed, epss.predictions], ['epss', 360_142])
})
