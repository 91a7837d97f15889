import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { contains, schemeById } from '../versions/index.ts'
import type { CsafDocument } from './document.ts'
import { icsmaProducts } from './testing-icsma.ts'
import { readCsaf, readProductVersion } from './index.ts'
import type { VersionReading } from './version-text.ts'

test('products of medical advisories mean what a person read from them', { skip: withoutSharedData() }, async () => {
  const documents = await medicalAdvisories()
  const wrong: string[] = []
  const rows = icsmaProducts.trim().split('\n')
  for (const row of rows) {
    const [which = '', ...columns] = row.split('|').map((column) => column.trim())
    const [id = '', number = ''] = which.split(' ')
    const product = documents.get(`ICSMA-${id}`)?.products.get(`CSAFPID-000${number}`)
    if (product === undefined) {
      wrong.push(`${row}: there is no such product`)
      continue
    }
    for (const [index, expected] of (['inside', 'perhaps', 'outside'] as const).entries()) {
      for (const version of (columns[index] ?? '-').split(', ').filter((text) => text !== '-')) {
        const said = say(readProductVersion(product), version)
        if (said !== expected) wrong.push(`${which}: ${version} is ${said}, not ${expected}`)
      }
    }
  }
  assert.deepEqual(wrong, [])
  assert.ok(rows.length >= 100)
})

test(
  'every product of a medical advisory is a range or an explained unknown',
  { skip: withoutSharedData() },
  async () => {
    const documents = await medicalAdvisories()
    let products = 0
    let understood = 0
    for (const document of documents.values()) {
      for (const product of document.products.values()) {
        products += 1
        const { ranges, possible, because } = readProductVersion(product)
        assert.ok(ranges.length + possible.length > 0, `${document.tracking.id} ${product.name}`)
        assert.ok(possible.length === 0 || because !== undefined, product.name)
        if (ranges.length > 0) understood += 1
      }
    }
    assert.ok(understood / products > 0.8)
  },
)

function say({ ranges, possible }: VersionReading, version: string): 'inside' | 'perhaps' | 'outside' {
  const key = schemeById('natural').sortKey(version)
  const sure = ranges.map((range) => contains(range, key))
  if (sure.includes('inside')) return 'inside'
  const all = [...sure, ...possible.map((range) => contains(range, key))]
  return all.every((each) => each === 'outside') ? 'outside' : 'perhaps'
}

async function medicalAdvisories(): Promise<ReadonlyMap<string, CsafDocument>> {
  const folder = join(await sharedSet('csaf'), 'icsma')
  const documents = readdirSync(folder).flatMap((name) => {
    const reading = readCsaf(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    return reading.is === 'csaf' ? [[reading.document.tracking.id, reading.document] as const] : []
  })
  return new Map(documents)
}
