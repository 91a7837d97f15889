import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareWithFingerprints, compareWithPurls } from './identity-evidence.ts'
import { withoutSharedData } from './shared-data.ts'

const skip = withoutSharedData()

test(
  'a CPE and the purls that others found for it share a name here, or how they differ is known',
  { skip },
  async () => {
    const { all } = await compareWithPurls()
    assert.ok(all.total > 20_000)
    assert.ok(all.share > 0.7, all.say('pairs'))
  },
)

test('a maker and a product as people write them are those of the CPE beside them', { skip }, async () => {
  const { makers, products } = await compareWithFingerprints()
  assert.ok(makers.total > 500)
  assert.ok(makers.share > 0.7, makers.say('makers'))
  assert.ok(products.share > 0.5, products.say('products'))
})
