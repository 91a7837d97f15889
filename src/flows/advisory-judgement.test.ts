import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdvisoryDocument } from '../model/index.ts'
import { judgeAssets } from './advisory-judgement.ts'

/** Version 4.0 is affected, 4.1 has the repair. */
const document = {
  products: ['4.0', '4.1'].map((text) => ({
    id: text,
    name: `Philips Ingenuity ${text}`,
    maker: 'Philips',
    product: 'Ingenuity',
    path: [],
    version: { is: 'version', text },
    identifiers: {
      purls: [],
      hashes: [],
      modelNumbers: [],
      serialNumbers: [],
      skus: [],
      sbomUrls: [],
      genericUris: [],
    },
    place: '',
  })),
  flaws: [
    {
      id: 'CVE-2026-0001',
      standings: [
        { productId: '4.0', status: 'affected' },
        { productId: '4.1', status: 'fixed' },
      ],
      remediations: [],
    },
  ],
} as unknown as AdvisoryDocument
const asset = { maker: 'Philips', model: 'Ingenuity' }

function verdicts(...versions: readonly string[]): string[] {
  return judgeAssets(
    document,
    versions.map((version) => ({ ...asset, version })),
  ).flaws.map(({ verdict }) => verdict)
}

test('an advisory says of a device that may run several versions the worst that it says of one of them', () => {
  assert.deepEqual(verdicts('4.1'), ['fixed'])
  assert.deepEqual(verdicts('4.0'), ['affected'])
  assert.deepEqual(verdicts('4.1', '4.0'), ['affected'])
  assert.deepEqual(verdicts('4.0', '4.1'), ['affected'])
})
