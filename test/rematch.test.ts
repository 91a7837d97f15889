import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { rematch } from '../src/flows/index.ts'
import type { Store } from '../src/store/index.ts'
import { cpeMatch, cveRecord, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part, TestHospital } from './hospital.ts'

const version = fc.constantFrom('1.0.0', '1.2.0', '1.5.0', '2.0.0', '2021-03-04', 'A.02.15', 'not ordered')
const name = fc.constantFrom('alpha', 'beta')
const release = fc.constantFrom('debian:11', 'debian:12')

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ name, version }),
  fc.record({ name }),
  fc.record({ name, version }).map((each) => ({ ...each, purl: `pkg:npm/${each.name}@${each.version}` })),
  fc.record({ name, version }).map((each) => ({ ...each, cpe: cpe(`a:maker:${each.name}`, each.version) })),
  fc.record({ name, version }).map((each) => ({
    ...each,
    purl: `pkg:npm/${each.name}@${each.version}`,
    cpe: cpe(`a:maker:${each.name}`, each.version),
  })),
  fc.record({ name, version, release }).map((each) => ({
    name: each.name,
    version: each.version,
    purl: `pkg:deb/debian/${each.name}@${each.version}?distro=${each.release.replace(':', '-')}`,
  })),
  fc
    .record({ name, version })
    .map((each) => ({ ...each, type: 'firmware', cpe: cpe(`o:maker:${each.name}`, each.version) })),
)

const advisory: fc.Arbitrary<{ readonly feed: 'nvd' | 'osv' | 'cve'; readonly record: object }> = fc.oneof(
  fc
    .record({ name, to: version, id: fc.nat(5), system: fc.constantFrom('npm', 'Debian:11', 'Debian:12') })
    .map((each) => ({
      feed: 'osv' as const,
      record: osvRecord(
        `GHSA-0000-0000-000${each.id}`,
        each.system,
        each.name,
        [{ introduced: '0' }, { fixed: each.to }],
        {
          aliases: [`CVE-2034-000${each.id}`],
        },
      ),
    })),
  fc.record({ name, bounds: fc.array(version, { maxLength: 4 }), id: fc.nat(5), beside: fc.boolean() }).map((each) => ({
    feed: 'nvd' as const,
    record: nvdRecord(`CVE-2034-000${each.id}`, configurations(each)),
  })),
  fc
    .record({
      id: fc.nat(5),
      product: name,
      vendor: fc.constantFrom('Maker Inc.', 'n/a'),
      defaultStatus: fc.constantFrom('unaffected', 'unknown'),
      versions: fc.array(fc.record({ version, status: fc.constantFrom('affected', 'unaffected') }), { maxLength: 3 }),
    })
    .map(({ id, ...block }) => ({ feed: 'cve' as const, record: cveRecord(`CVE-2034-000${id}`, [block]) })),
)

function configurations({
  name: product,
  bounds,
  beside,
}: {
  name: string
  bounds: readonly string[]
  beside: boolean
}) {
  const plain = bounds.map((text, index) =>
    index % 2 === 0
      ? cpeMatch(`a:maker:${product}`, '*', { versionEndExcluding: text })
      : cpeMatch(`o:maker:${product}`, text.includes(' ') ? '-' : text),
  )
  const conditional = [
    [cpeMatch(`o:maker:${product}`, '*', { versionEndIncluding: '1.5.0' })],
    [cpeMatch('h:maker:box', '-', {}, false)],
  ]
  return [...(plain.length > 0 ? [[plain]] : []), ...(beside ? [conditional] : [])]
}

function cpe(product: string, text: string): string {
  return `cpe:2.3:${product}:${text.replaceAll(' ', '_').replace(/[^\w.]/g, String.raw`\$&`)}:*:*:*:*:*:*:*`
}

test('one change after the other, all at once over what is there, and all at once into an empty table give the same findings', async (t) => {
  const hospital = await testHospital(t)
  const { store } = hospital
  let run = 0
  const doubts = new Set<unknown>()
  // Chance may leave a doubt out of the first worlds.
  for (let round = 0; round === 0 || (doubts.size < 6 && round < 5); round += 1) {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 8 }),
        fc.array(advisory, { minLength: 2, maxLength: 6 }),
        async (parts, advisories) => {
          run += 1
          await hospital.describe(`Pump ${run}`, { parts })
          for (const { feed, record } of advisories)
            await hospital.load(feed, [record], run % 3 === 0 ? 'alone' : undefined)
          const grown = await findings(store)
          for (const each of grown) doubts.add(each.doubt)
          assert.deepEqual(await rematch(store, 'all'), { opened: 0, closed: 0 })
          await spoil(store)
          await rematch(store, 'all')
          assert.deepEqual(await findings(store), grown)
          await store.ownerPool.query('truncate finding')
          assert.deepEqual(await rematch(store, 'all'), { opened: grown.length, closed: 0 })
          assert.deepEqual(await findings(store), grown)
        },
      ),
      { numRuns: 12 },
    )
  }
  assert.ok(doubts.size >= 6, [...doubts].join())
})

test('many components at once, which several processes match, get the findings of a full rematch', async (t) => {
  const hospital = await testHospital(t)
  const { store } = hospital
  for (const { feed, record } of fc.sample(advisory, { numRuns: 12, seed: 3 })) await hospital.load(feed, [record])
  const parts = fc.sample(part, { numRuns: 2_100, seed: 3 })
  const supplied = parts.map((each, index) => ({ ...each, supplier: { name: `Supplier ${index}` } }))
  await hospital.describe('Pump', { parts: supplied })
  const grown = await findings(store)
  assert.ok(new Set(grown.map((each) => each.component_id)).size > 1_000, `${grown.length}`)
  const { rows: counted } = await store.ownerPool.query<{ components: number }>(
    'select count(*)::int as components from component',
  )
  assert.ok((counted[0]?.components ?? 0) > 2_100)
  assert.ok(new Set(grown.map(({ doubt }) => doubt)).size >= 5)
  assert.deepEqual(await rematch(store, 'all'), { opened: 0, closed: 0 })
  await spoil(store)
  await store.ownerPool.query('insert into stale_component select component_id from component')
  await rematch(store, 'stale')
  assert.deepEqual(await findings(store), grown)
  const { rows } = await store.ownerPool.query(
    "select relname from pg_class where relname like 'matching\\_%' union all select proname from pg_proc where proname like 'matching\\_%'",
  )
  assert.deepEqual(rows, [])
})

test('a load that begins to speak for hundreds of products at once silences what was known of each by its name alone', async (t) => {
  const hospital = await testHospital(t)
  const names = Array.from({ length: 250 }, (_, place) => `part${place}`)
  await hospital.describe('Pump', {
    parts: names.map((each) => ({ name: each, version: '1.0.0', cpe: cpe(`a:maker:${each}`, '1.0.0') })),
  })
  const events = [{ introduced: '0' }, { fixed: '2.0.0' }]
  await hospital.load(
    'osv',
    ['part0', 'part249'].map((each, place) => osvRecord(`GHSA-0000-0000-000${place}`, 'npm', each, events)),
  )
  const byName = await findings(hospital.store)
  assert.deepEqual(
    byName.map(({ doubt }) => doubt),
    ['nameOnly', 'nameOnly'],
  )
  const ranges = names.map((each) => [[cpeMatch(`a:maker:${each}`, '0.9.0')]])
  await hospital.load('nvd', [nvdRecord('CVE-2034-0001', ranges)])
  assert.deepEqual(await findings(hospital.store), [])
  assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 0, closed: 0 })
})

test('the table that a first rematch fills is what the migrations made', async (t) => {
  const hospital = await testHospital(t)
  const before = await formOfFinding(hospital.store)
  await hospital.describe('Pump', { parts: [{ name: 'alpha', version: '1.0.0', purl: 'pkg:npm/alpha@1.0.0' }] })
  await loadOne(hospital)
  await hospital.store.ownerPool.query('truncate finding')
  assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 1, closed: 0 })
  assert.deepEqual(await formOfFinding(hospital.store), before)
  const { rows } = await hospital.store.appPool.query('select component_id from finding')
  assert.equal(rows.length, 1)
})

test('a first rematch dates findings as one after the other would have', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'alpha', version: '1.0.0', purl: 'pkg:npm/alpha@1.0.0' }] })
  await loadOne(hospital)
  const dates = 'select valid_from, valid_to from finding order by 1'
  const { rows: grown } = await hospital.store.ownerPool.query(dates)
  await hospital.store.ownerPool.query('truncate finding')
  await hospital.store.ownerPool.query('insert into stale_vulnerability select vulnerability_id from vulnerability')
  await rematch(hospital.store, 'all')
  assert.deepEqual((await hospital.store.ownerPool.query(dates)).rows, grown)
})

test('a rematch that is ended leaves all as it was, and the next one takes up what was due', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'alpha', version: '1.0.0', purl: 'pkg:npm/alpha@1.0.0' }] })
  await hospital.store.ownerPool.query('insert into stale_component select component_id, true from component')
  for (const extent of ['stale', 'all'] as const) {
    const abort = new AbortController()
    const { signal } = abort
    const ended = rematch(hospital.store, extent, {
      signal,
      onProgress: () => abort.abort(new Error('no longer wanted')),
    })
    await assert.rejects(ended, /no longer wanted/)
    const { rows } = await hospital.store.ownerPool.query<{ due: number; tables: number }>(`
      select (select count(*)::int from stale_component) as due, (select count(*)::int from pg_class where relname like 'matching\\_%') as tables`)
    assert.ok((rows[0]?.due ?? 0) > 0)
    assert.equal(rows[0]?.tables, 0)
  }
  await rematch(hospital.store, 'stale')
  assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 0, closed: 0 })
})

test('who adds or loads does not wait for a rematch, nor the other way round', async (t) => {
  const hospital = await testHospital(t)
  const client = await hospital.store.ownerPool.connect()
  try {
    await client.query('begin')
    await client.query('insert into stale_component values (1, true)')
    await client.query('insert into stale_vulnerability values (1)')
    await rematch(hospital.store, 'stale')
  } finally {
    await client.query('rollback')
    client.release()
  }
})

/** Findings that nobody made, and others gone: what a full rematch is for. */
async function spoil(store: Store): Promise<void> {
  await store.ownerPool.query('delete from finding where component_id % 2 = 0')
  await store.ownerPool.query("update finding set tier = 5 where vulnerability_id % 3 = 0 and valid_to = 'infinity'")
}

async function loadOne(hospital: TestHospital): Promise<void> {
  await hospital.load('osv', [
    osvRecord('GHSA-0000-0000-0001', 'npm', 'alpha', [{ introduced: '0' }, { fixed: '2.0.0' }]),
  ])
}

interface FoundRow {
  readonly component_id: number
  readonly doubt: string | null
}

async function findings(store: Store): Promise<FoundRow[]> {
  const { rows } = await store.ownerPool.query<FoundRow>(`
    select vulnerability_id, component_id, range_id, tier, doubt, conditional
    from finding where valid_to = 'infinity' order by 1, 2, 3, 6`)
  return rows
}

async function formOfFinding(store: Store): Promise<unknown> {
  const { rows } = await store.ownerPool.query(`
    select obj_description('finding'::regclass, 'pg_class') as comment, (select relacl::text from pg_class where oid = 'finding'::regclass) as rights,
      array(select indexdef from pg_indexes where tablename = 'finding' order by 1) as indexes,
      array(
        select concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where attrelid = 'finding'::regclass and attnum > 0 order by attnum
      ) as columns`)
  return rows
}
