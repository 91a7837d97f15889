import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CsafDocument } from './document.ts'
import { isCsaf, readCsaf } from './index.ts'

test('a product has the maker, family, name and version of its way through the branches', () => {
  const { products } = read({ tree: { branches: [pump('P1', '4.2')] } })
  const product = products.get('P1')
  assert.equal(product?.maker, 'Example Medical')
  assert.equal(product?.product, 'Pump 3000')
  assert.deepEqual(product?.version, { is: 'version', text: '4.2' })
  assert.deepEqual(
    product?.path.map(({ category }) => category),
    ['vendor', 'product_name', 'product_version'],
  )
})

test('a service pack belongs to the version before it', () => {
  const step = branch('service_pack', 'SP1', { product: named('P1') })
  const { products } = read({ tree: { branches: [branch('product_version', '10', { branches: [step] })] } })
  assert.deepEqual(products.get('P1')?.version, { is: 'version', text: '10 SP1' })
})

test('a product may be known by purls, hashes, CPE, model and serial numbers', () => {
  const helper = {
    cpe: 'cpe:/h:example:pump',
    purl: 'pkg:generic/pump@1',
    purls: ['pkg:generic/pump@2'],
    model_numbers: ['P-3?00'],
    serial_numbers: ['SN*'],
    skus: ['4711'],
    hashes: [{ filename: 'pump.bin', file_hashes: [{ algorithm: 'SHA256', value: 'AB'.repeat(32) }] }],
    x_generic_uris: [{ namespace: 'https://example.org', uri: 'urn:x' }],
  }
  const { products } = read({
    tree: { full_product_names: [{ ...named('P1'), product_identification_helper: helper }] },
  })
  assert.deepEqual(products.get('P1')?.identifiers, {
    cpe: 'cpe:/h:example:pump',
    purls: ['pkg:generic/pump@1', 'pkg:generic/pump@2'],
    modelNumbers: ['P-3?00'],
    serialNumbers: ['SN*'],
    skus: ['4711'],
    hashes: [{ filename: 'pump.bin', digests: [{ algorithm: 'sha256', digest: 'ab'.repeat(32) }] }],
    sbomUrls: [],
    genericUris: [{ namespace: 'https://example.org', uri: 'urn:x' }],
  })
})

test('a relationship makes a product of a component and its host, through several levels', () => {
  const { products } = read({
    tree: {
      full_product_names: [named('LIB'), named('APP'), named('PUMP')],
      relationships: [relationship('LIB-APP', 'LIB', 'APP'), relationship('ALL', 'LIB-APP', 'PUMP')],
    },
  })
  assert.deepEqual(products.get('ALL')?.joined, [
    { productId: 'LIB', category: 'installed_on' },
    { productId: 'APP', category: 'installed_on' },
    { productId: 'PUMP' },
  ])
})

test('a product path of 2.1 is the same', () => {
  const subpaths = [
    { category: 'default_component_of', next_product_reference: 'APP' },
    { category: 'installed_on', next_product_reference: 'PUMP' },
  ]
  const path = { beginning_product_reference: 'LIB', full_product_name: named('ALL'), subpaths }
  const { products } = read({
    tree: { full_product_names: [named('LIB'), named('APP'), named('PUMP')], product_paths: [path] },
  })
  assert.deepEqual(products.get('ALL')?.joined, [
    { productId: 'LIB', category: 'default_component_of' },
    { productId: 'APP', category: 'installed_on' },
    { productId: 'PUMP' },
  ])
})

test('groups are expanded wherever they stand', () => {
  const { vulnerabilities } = read({
    tree: {
      full_product_names: [named('A'), named('B')],
      product_groups: [{ group_id: 'G', product_ids: ['A', 'B'] }],
    },
    vulnerabilities: [
      {
        cve: 'CVE-2024-0001',
        product_status: { known_affected: ['A', 'B'] },
        remediations: [{ category: 'vendor_fix', details: 'update', group_ids: ['G'], url: 'https://example.org' }],
        threats: [{ category: 'impact', details: 'none', group_ids: ['G'], product_ids: ['A'] }],
      },
    ],
  })
  assert.deepEqual(vulnerabilities[0]?.remediations[0]?.productIds, ['A', 'B'])
  assert.deepEqual(vulnerabilities[0]?.threats[0]?.productIds, ['A', 'B'])
})

test('every list of a status is read, and recommended says nothing of being affected', () => {
  const lists = {
    known_affected: ['A'],
    last_affected: ['A'],
    fixed: ['B'],
    known_not_affected: ['C'],
    under_investigation: ['D'],
    unknown: ['E'],
    recommended: ['B'],
  }
  const { vulnerabilities, problems } = read({
    tree: { full_product_names: ['A', 'B', 'C', 'D', 'E'].map((id) => named(id)) },
    vulnerabilities: [{ cve: 'CVE-2024-0001', product_status: lists }],
  })
  const standings = vulnerabilities[0]?.standings
  assert.deepEqual(
    [...(standings ?? [])].map(([id, { status }]) => `${id} ${status}`),
    ['A affected', 'B fixed', 'C notAffected', 'D underInvestigation', 'E unknown'],
  )
  assert.deepEqual(standings?.get('A')?.lists, ['known_affected', 'last_affected'])
  assert.deepEqual(vulnerabilities[0]?.recommended, ['B'])
  assert.deepEqual(problems, [])
})

test('statuses that exclude each other are contradictory, in one entry or in two of the same flaw', () => {
  const within = read({
    tree: { full_product_names: [named('A')] },
    vulnerabilities: [{ cve: 'CVE-2024-0001', product_status: { known_affected: ['A'], known_not_affected: ['A'] } }],
  })
  assert.equal(within.vulnerabilities[0]?.standings.get('A')?.status, 'contradictory')
  const between = read({
    tree: { full_product_names: [named('A')] },
    vulnerabilities: [
      { cve: 'CVE-2024-0001', product_status: { known_affected: ['A'] } },
      { cve: 'CVE-2024-0001', product_status: { known_not_affected: ['A'] } },
    ],
  })
  assert.deepEqual(
    between.vulnerabilities.map(({ standings }) => standings.get('A')?.status),
    ['contradictory', 'contradictory'],
  )
  assert.ok(between.problems.some(({ test: clause }) => clause === '6.1.6'))
})

test('two products of one id are both kept, both named by its statuses, and sure for nobody', () => {
  const { products, vulnerabilities } = read({
    tree: { full_product_names: [named('A', 'Pump'), named('A', 'Monitor')] },
    vulnerabilities: [{ cve: 'CVE-2024-0001', product_status: { known_not_affected: ['A'] } }],
  })
  assert.deepEqual(
    [...products.values()].map(({ name, unresolved }) => [name, unresolved]),
    [
      ['Pump', 'several products have the id "A"'],
      ['Monitor', 'several products have the id "A"'],
    ],
  )
  assert.deepEqual([...(vulnerabilities[0]?.standings.keys() ?? [])], ['A', 'A (2)'])
})

/** A fault of a tree or a vulnerability, and the clause that names it. */
const faults: readonly (readonly [what: string, clause: string, parts: Parts])[] = [
  ['a status of an unknown product', '6.1.1', { vulnerabilities: [{ product_status: { fixed: ['X'] } }] }],
  [
    'a relationship to itself',
    '6.1.3',
    { tree: { full_product_names: [], relationships: [relationship('A', 'A', 'A')] } },
  ],
  [
    'relationships in a circle',
    '6.1.3',
    {
      tree: {
        relationships: [relationship('A', 'B', 'C'), relationship('B', 'A', 'C')],
        full_product_names: [named('C')],
      },
    },
  ],
  [
    'product groups in a circle',
    '6.1.3',
    {
      tree: {
        product_groups: [
          { group_id: 'G', product_ids: ['H'] },
          { group_id: 'H', product_ids: ['G'] },
        ],
      },
      vulnerabilities: [{ threats: [{ category: 'impact', details: '', group_ids: ['G'] }] }],
    },
  ],
  ['an unknown group', '6.1.4', { vulnerabilities: [{ threats: [{ category: 'impact', group_ids: ['X'] }] }] }],
  ['a remediation of nothing', '6.1.29', { vulnerabilities: [{ remediations: [{ category: 'mitigation' }] }] }],
  ['a flag of nothing', '6.1.32', { vulnerabilities: [{ flags: [{ label: 'component_not_present' }] }] }],
]

for (const [what, clause, parts] of faults) {
  test(`${what} is told as ${clause}`, () => {
    assert.ok(read(parts).problems.some((problem) => problem.test === clause))
  })
}

test('product groups in a circle hold all that the circle names: what is affected is not lost', () => {
  const product_groups = [
    { group_id: 'G', product_ids: ['A', 'H'] },
    { group_id: 'H', product_ids: ['B', 'G'] },
  ]
  const threats = [{ category: 'impact', details: 'x', group_ids: ['G'] }]
  const tree = { product_groups, full_product_names: [named('A'), named('B')] }
  assert.deepEqual(read({ tree, vulnerabilities: [{ threats }] }).vulnerabilities[0]?.threats[0]?.productIds, [
    'A',
    'B',
  ])
})

test('a product whose relationships run in a circle is resolved by nobody', () => {
  const { products } = read({
    tree: {
      relationships: [relationship('A', 'B', 'C'), relationship('B', 'A', 'C')],
      full_product_names: [named('C')],
    },
  })
  assert.notEqual(products.get('A')?.unresolved, undefined)
  assert.notEqual(products.get('B')?.unresolved, undefined)
})

test('branches deeper than any real tree are told and not followed', () => {
  let deep: object = branch('product_version', '1', { product: named('P') })
  for (let depth = 0; depth < 5000; depth += 1) deep = branch('product_family', 'deeper', { branches: [deep] })
  const { products, problems } = read({ tree: { branches: [deep] } })
  assert.equal(products.size, 0)
  assert.equal(problems[0]?.test, '6.1.34')
})

test('what is no CSAF document is told apart', () => {
  for (const value of [null, 1, 'text', [], {}, { document: {} }, { document: 'csaf' }]) {
    assert.equal(isCsaf(value), false)
    assert.equal(readCsaf(value).is, 'notCsaf')
  }
})

test('no JSON value makes it throw', () => {
  const keys = [
    'document',
    'tracking',
    'product_tree',
    'branches',
    'vulnerabilities',
    'product_status',
    'relationships',
    'id',
  ]
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...keys), tie('tree')),
      fc.array(tie('tree')),
    ),
  }))
  fc.assert(
    fc.property(tree, (value) => {
      readCsaf(value)
      readCsaf({ document: { csaf_version: '2.0' }, product_tree: value, vulnerabilities: [value] })
    }),
  )
})

interface Parts {
  readonly tree?: object
  readonly vulnerabilities?: readonly object[]
}

function read({ tree = {}, vulnerabilities = [] }: Parts): CsafDocument {
  const tracking = { id: 'EX-1', version: '1', status: 'final', revision_history: [{ number: '1', summary: 'first' }] }
  const publisher = { category: 'vendor', name: 'Example Medical', namespace: 'https://example.org' }
  const document = { csaf_version: '2.0', category: 'csaf_security_advisory', title: 'Example', publisher, tracking }
  const reading = readCsaf({ document, product_tree: tree, vulnerabilities })
  assert.equal(reading.is, 'csaf')
  return reading.document
}

function named(id: string, name = id): { readonly product_id: string; readonly name: string } {
  return { product_id: id, name }
}

function branch(category: string, name: string, below: object): object {
  return { category, name, ...below }
}

function pump(id: string, version: string): object {
  const leaf = branch('product_version', version, { product: named(id, `Pump 3000 ${version}`) })
  return branch('vendor', 'Example Medical', { branches: [branch('product_name', 'Pump 3000', { branches: [leaf] })] })
}

function relationship(id: string, component: string, host: string): object {
  return {
    category: 'installed_on',
    product_reference: component,
    relates_to_product_reference: host,
    full_product_name: named(id),
  }
}
