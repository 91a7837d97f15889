import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from 'pg'
import { testStore } from '../test/database.ts'
import { listedIn, posted } from '../test/postings.ts'
import { loadKnowledge } from './dataset/knowledge.ts'
import { fillNation } from './dataset/nation.ts'
import { AUTHORITY } from './dataset/organisations.ts'
import { sizesAt } from './dataset/sizes.ts'
import { shareOut } from './random.ts'

const SCALE = 0.001
const silent = { step: () => undefined, done: () => undefined, end: () => undefined }

async function numberOf(client: Client, query: string): Promise<number> {
  const { rows } = await client.query<{ number: string }>(`select (${query}) as number`)
  return Number(rows[0]?.number)
}

test('a made-up nation has exactly the sizes that are stated, and its kept counts are those of its devices', async (t) => {
  const store = await testStore(t)
  const client = await store.connectAboveWalls()
  t.after(async () => client.end())
  await loadKnowledge(store, { is: 'madeUp', ranges: 5_000 }, silent)
  await fillNation(store, client, SCALE, silent)
  const sizes = sizesAt(SCALE)
  const stated: readonly (readonly [what: string, query: string, size: number])[] = [
    ['devices', 'select count(*) from device', sizes.devices],
    ['hospitals', `select count(distinct organisation_id) from device`, sizes.hospitals],
    ['SBOMs', 'select count(*) from sbom', sizes.sboms],
    ['lines', 'select count(*) from sbom_component', sizes.sbomRows],
    ['lines as SBOMs tell them', 'select sum(component_count) from sbom', sizes.sbomRows],
    ['components', 'select count(distinct component_id) from sbom_component', sizes.components],
    ['described versions', 'select count(distinct model_version_id) from sbom_target', sizes.describedVersions],
    [
      'versions',
      'select count(*) from model_version where version is not null',
      sizes.describedVersions + sizes.silentVersions,
    ],
  ]
  for (const [what, query, size] of stated) assert.equal(await numberOf(client, query), size, what)

  const differing = `
    select count(*)
    from (select organisation_id, model_version_id, scope, count(*) as devices from device group by 1, 2, 3) as counted
    full join (
      select device_count.* from device_count join organisation using (organisation_id) where name <> '${AUTHORITY}'
    ) as kept using (organisation_id, model_version_id, scope)
    where counted.devices is distinct from kept.devices`
  assert.equal(await numberOf(client, differing), 0, 'kept counts')
  const ofAuthority = `select sum(devices) from device_count join organisation using (organisation_id) where name = '${AUTHORITY}'`
  assert.equal(await numberOf(client, ofAuthority), sizes.devices, 'the authority holds all of them')

  const postings = `
    select count(*)
    from (select distinct component_id, sbom_id from sbom_component where deployed) as listed
    full join ${posted} as posted using (component_id, sbom_id)
    where listed.* is null or posted.* is null`
  assert.equal(await numberOf(client, postings), 0, 'postings are the lines')
  const dangling =
    'select count(*) from sbom_component left join component using (component_id) where component.* is null'
  assert.equal(await numberOf(client, dangling), 0, 'every line names a stored component')
})

test('a made-up nation is skewed: a few parts in most SBOMs, most parts in few, and a share that no feed knows', async (t) => {
  const store = await testStore(t)
  const client = await store.connectAboveWalls()
  t.after(async () => client.end())
  await loadKnowledge(store, { is: 'madeUp', ranges: 5_000 }, silent)
  await fillNation(store, client, SCALE, silent)
  const { sboms, components } = sizesAt(SCALE)
  const spread = `select component_id, sboms from ${listedIn} as listed`
  const most = await numberOf(client, `select max(sboms) from (${spread}) as each`)
  const middle = await numberOf(
    client,
    `select percentile_disc(0.5) within group (order by sboms) from (${spread}) as each`,
  )
  assert.ok(most > sboms / 2, `the commonest part is in ${most} of ${sboms} SBOMs`)
  assert.ok(middle < sboms / 4, `half of the parts are in ${middle} SBOMs at most`)
  const known = await numberOf(
    client,
    `
    select count(distinct component_id)
    from posting join component_key using (component_id) join package_key asked using (key_id)
    where exists (
      select from affected_range join package_key using (key_id)
      where asked.key_id = package_key.key_id or asked.key = package_key.name_key
    )`,
  )
  assert.ok(known / components > 0.4 && known / components < 0.8, `feeds know ${known} of ${components} parts`)
  assert.ok((await numberOf(client, 'select count(*) from finding')) > 0)
})

test('what is shared out adds up', () => {
  for (const total of [3, 10, 1_000]) {
    const parts = shareOut(total, [1, 5, 0.1])
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0),
      total,
    )
    assert.ok(parts.every((part) => part >= 1))
  }
})
