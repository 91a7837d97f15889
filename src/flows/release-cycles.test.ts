import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { listReleaseCycles, loadFeed } from './index.ts'

const { store, organisation } = await testHospital(test)

const product = (name: string, cycles: readonly string[]): string =>
  [
    '---',
    `title: ${name}`,
    `permalink: /${name}`,
    'identifiers:',
    `  - cpe: cpe:2.3:o:maker:${name}`,
    'releases:',
    ...cycles.flatMap((cycle) => {
      const [number, ...member] = cycle.split(' ')
      return [`  - releaseCycle: "${number}"`, `    ${member.join(' ')}`]
    }),
    '---',
    '',
  ].join('\n')

async function load(products: Readonly<Record<string, readonly string[]>>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-eol-'))
  for (const [name, cycles] of Object.entries(products))
    await writeFile(join(folder, `${name}.md`), product(name, cycles))
  const { changed } = await loadFeed(store, { path: folder, feed: 'eol' })
  await rm(folder, { recursive: true })
  return changed
}

async function told(): Promise<readonly unknown[]> {
  const { items } = await listReleaseCycles(store, { organisation, page: { limit: 50 } })
  return items.map(({ product: name, cycle, securitySupport: end }) =>
    [name, cycle, end === undefined ? 'untold' : end.is === 'on' ? end.day : end.is].join(' '),
  )
}

test('cycles are listed with their end, a load replaces what it tells of its products, and history stays', async () => {
  assert.equal(await load({ alpha: ['1 eol: true', '2 eol: 2031-05-01', '3 eol: false', '4 latest: 4.1'] }), 5)
  assert.deepEqual(await told(), ['alpha 1 ended', 'alpha 2 2031-05-01', 'alpha 3 open', 'alpha 4 untold'])
  assert.equal(await load({ alpha: ['1 eol: true', '2 eol: 2031-05-01', '3 eol: false', '4 latest: 4.1'] }), 0)

  assert.equal(await load({ beta: ['1 eol: true'] }), 2)
  assert.equal(await load({ alpha: ['2 eol: 2032-05-01', '3 eol: false'] }), 4)
  assert.deepEqual(await told(), ['alpha 2 2032-05-01', 'alpha 3 open', 'beta 1 ended'])
  const { rows } = await store.ownerPool.query<{ ends: string }>(
    "select security_ends::text as ends from release_cycle where product = 'alpha' and cycle = '2' order by valid_from",
  )
  assert.deepEqual(
    rows.map(({ ends }) => ends),
    ['2031-05-01', '2032-05-01'],
  )
})

test('the cycles of one product are listed page by page', async () => {
  const asked = { organisation, product: 'alpha', page: { limit: 1 } }
  const first = await listReleaseCycles(store, asked)
  const second = await listReleaseCycles(store, { ...asked, page: { limit: 1, after: first.next ?? '' } })
  assert.deepEqual(
    [...first.items, ...second.items].map(({ cycle, cpes }) => [cycle, cpes]),
    [
      ['2', ['cpe:2.3:o:maker:alpha']],
      ['3', ['cpe:2.3:o:maker:alpha']],
    ],
  )
  assert.equal(second.next, undefined)
})
