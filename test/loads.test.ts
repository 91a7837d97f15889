import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadFeed } from '../src/flows/index.ts'
import type { Store } from '../src/store/index.ts'
import { testStore } from './database.ts'
import { cpeMatch, nvdRecord, osvRecord } from './hospital.ts'

/*
 * What a load keeps up for the packages and flaws that it touches is what comes of going through all that is stored.
 */

const name = fc.constantFrom('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta')
const time = fc.constantFrom(
  '2019-05-01T00:00:00Z',
  '2023-12-01T00:00:00Z',
  '2024-06-01T00:00:00Z',
  '2024-07-01T00:00:00Z',
)
const flaw = fc.nat(11).map((n) => `CVE-2034-00${String(n).padStart(2, '0')}`)

const osv = fc
  .record({
    id: fc.nat(11),
    systems: fc.uniqueArray(fc.constantFrom('npm', 'Debian:11', 'Debian:12', 'Alpine:v3.19'), { minLength: 1 }),
    names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    aliases: fc.uniqueArray(flaw, { maxLength: 2 }),
    upstream: fc.uniqueArray(flaw, { maxLength: 1 }),
    published: fc.option(time, { nil: undefined }),
    modified: time,
    withdrawn: fc.boolean().map((each) => (each ? '2024-08-01T00:00:00Z' : undefined)),
  })
  .map(({ id, systems, names, ...more }) => {
    const affected = systems.flatMap((ecosystem) =>
      names.map((each) => ({
        package: { ecosystem, name: each },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1' }] }],
      })),
    )
    return osvRecord(`GHSA-0000-0000-00${String(id).padStart(2, '0')}`, 'npm', 'alpha', [], { affected, ...more })
  })

const nvd = fc
  .record({
    id: flaw,
    products: fc.uniqueArray(name),
    vulnStatus: fc.constantFrom('Analyzed', 'Rejected'),
    lastModified: time,
  })
  .map(({ id, products, ...more }) =>
    nvdRecord(
      id,
      products.map((product) => [[cpeMatch(`a:maker:${product}`, '*', { versionEndExcluding: '2' })]]),
      { ...more, lastModified: more.lastModified.replace('Z', '.000') },
    ),
  )

const load = fc.oneof(
  fc.array(osv, { minLength: 1, maxLength: 4 }).map((records) => ({ feed: 'osv', records })),
  fc.array(nvd, { minLength: 1, maxLength: 3 }).map((records) => ({ feed: 'nvd', records })),
)

test('after each load, covered scopes and clusters of aliases are those that all live ranges and aliases give', async (t) => {
  const store = await testStore(t)
  const seen = { covered: 0, ranged: 0, largest: 0 }
  await loadRecords(store, 'osv', [osvRecord('GHSA-0000-0000-0099', 'crates.io', 'alpha', [{ introduced: '0' }])])
  await fc.assert(
    fc.asyncProperty(fc.array(load, { minLength: 3, maxLength: 10 }), async (loads) => {
      for (const { feed, records } of loads) {
        await loadRecords(store, feed, records)
        const ranged = await rangedScopes(store)
        assert.deepEqual(ranged.kept, ranged.recounted)
        const covered = await coveredScopes(store)
        assert.deepEqual(covered.kept, covered.recounted)
        const clusters = await clustersOf(store)
        assert.deepEqual(clusters.kept, clusters.recounted)
        seen.covered += covered.kept.filter(({ scope }) => !scope.startsWith('cpe/')).length
        seen.ranged += ranged.kept.length
        seen.largest = Math.max(seen.largest, ...sizes(clusters.kept))
      }
    }),
    { numRuns: 12 },
  )
  assert.ok(seen.covered > 0 && seen.ranged > seen.covered && seen.largest >= 3, JSON.stringify(seen))
})

test('a long chain of aliases is one flaw, and two once a link is taken back', async (t) => {
  const store = await testStore(t)
  const link = (n: number, more: object): object =>
    osvRecord(`LINK-${n}`, 'npm', 'alpha', [], { affected: [], ...more })
  await loadRecords(
    store,
    'osv',
    Array.from({ length: 500 }, (_, n) => link(n, { aliases: [`LINK-${n + 1}`] })),
  )
  assert.deepEqual(sizes((await clustersOf(store)).kept), [501])
  await loadRecords(store, 'osv', [link(99, { modified: '2025-02-01T00:00:00Z' })])
  assert.deepEqual(sizes((await clustersOf(store)).kept), [100, 401])
})

test('of the same advisory twice in a load the later one stands, in whatever order and batch they come', async (t) => {
  const store = await testStore(t)
  const older = osvRecord('GHSA-0000-0000-0001', 'npm', 'alpha', [{ introduced: '0' }], { summary: 'older' })
  const newer = osvRecord('GHSA-0000-0000-0001', 'npm', 'beta', [{ introduced: '0' }], {
    summary: 'newer',
    modified: '2025-03-01T00:00:00Z',
  })
  const between = Array.from({ length: 2_500 }, (_, n) => osvRecord(`FILL-${n}`, 'npm', 'gamma', [{ introduced: '0' }]))
  for (const records of [
    [older, newer],
    [newer, older],
    [older, ...between, newer],
    [newer, ...between, older],
  ]) {
    await store.ownerPool.query('truncate advisory, affected_range, advisory_alias, ranged_scope, feed_scope')
    await loadRecords(store, 'osv', records)
    const { rows } = await store.ownerPool.query(`
      select summary, package_key.key from advisory join affected_range using (advisory_id) join package_key using (key_id)
      where affected_range.valid_to = 'infinity' and package_key.key <> 'npm/gamma'`)
    assert.deepEqual(rows, [{ summary: 'newer', key: 'npm/beta' }])
    const ranged = await rangedScopes(store)
    assert.deepEqual(ranged.kept, ranged.recounted)
  }
})

async function loadRecords(store: Store, feed: string, records: readonly object[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-feed-'))
  await writeFile(join(folder, 'feed.json'), records.map((record) => JSON.stringify(record)).join('\n'))
  await loadFeed(store, { path: folder, feed })
  await rm(folder, { recursive: true })
}

interface Scope {
  readonly scope: string
}

interface TwoForms<Row> {
  readonly kept: readonly Row[]
  readonly recounted: readonly Row[]
}

async function twoForms<Row extends object>(store: Store, kept: string, recounted: string): Promise<TwoForms<Row>> {
  const [one, other] = [await store.ownerPool.query<Row>(kept), await store.ownerPool.query<Row>(recounted)]
  return { kept: one.rows, recounted: other.rows }
}

const recount = `
  select package_key.scope, bool_or(package_key.packaged) as packaged, count(distinct key_id)::integer as packages,
    max(coalesce(advisory.published_at, advisory.modified_at)) as newest_at
  from affected_range
  join advisory using (advisory_id)
  join package_key using (key_id)
  where affected_range.valid_to = 'infinity' and package_key.scope is not null
  group by package_key.scope`

async function rangedScopes(store: Store): Promise<TwoForms<Scope>> {
  return twoForms(
    store,
    'select scope, packaged, packages, newest_at from ranged_scope where packages > 0 order by scope',
    `select scope, packaged, packages, case when packaged then newest_at end as newest_at
     from (${recount}) as ranged where scope not like 'cpe/%' order by scope`,
  )
}

async function coveredScopes(store: Store): Promise<TwoForms<Scope>> {
  return twoForms(
    store,
    'select scope from feed_scope order by scope',
    `select scope
     from (select *, max(newest_at) over (partition by split_part(scope, ':', 1)) as family_newest_at from (${recount}) as newest) as aged
     where scope like 'cpe/%'
       or (packages >= 5 and (not packaged or newest_at is null or newest_at > family_newest_at - interval '180 days'))
     order by scope`,
  )
}

interface Grouped {
  readonly flaw: number
  readonly cluster: number
}

/** Live clusters, and the lowest number that each of their members reaches by live aliases, step by step. */
async function clustersOf(store: Store): Promise<TwoForms<Grouped>> {
  const { kept, recounted: edges } = await twoForms<Grouped>(
    store,
    `select vulnerability_id as flaw, cluster_id as cluster from vulnerability_alias where valid_to = 'infinity' order by 1`,
    `select vulnerability_id as flaw, other_id as cluster from advisory_alias where kind = 'alias' and valid_to = 'infinity'`,
  )
  const members = [
    ...new Set([...kept.map((each) => each.flaw), ...edges.flatMap((edge) => [edge.flaw, edge.cluster])]),
  ]
  const lowest = new Map(members.map((each) => [each, each]))
  for (let moves = true; moves;) {
    moves = false
    for (const { flaw: one, cluster: other } of edges) {
      const low = Math.min(lowest.get(one) ?? one, lowest.get(other) ?? other)
      moves ||= lowest.get(one) !== low || lowest.get(other) !== low
      lowest.set(one, low).set(other, low)
    }
  }
  const recounted = members.sort((a, b) => a - b).map((each) => ({ flaw: each, cluster: lowest.get(each) ?? each }))
  return { kept, recounted }
}

function sizes(grouped: readonly Grouped[]): number[] {
  const counts = new Map<number, number>()
  for (const { cluster } of grouped) counts.set(cluster, (counts.get(cluster) ?? 0) + 1)
  return [...counts.values()].sort((a, b) => a - b)
}
