import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeviceSupport } from '../../src/server/contract.ts'
import { en } from '../words/en.ts'
import { countsText, partsText } from './device-support.ts'

const none = { endOfLife: 0, paidOnly: 0, unknown: 0, endOfSupport: 0, supported: 0 }
const support: DeviceSupport = { day: '2026-01-01', counts: none, endingSoon: 0, untold: 7, items: [] }

test('parts are counted by how they stand, the worst first; where no source speaks, that proves nothing', () => {
  assert.deepEqual(countsText(support, en), [en.support.nothing])
  assert.deepEqual(countsText({ ...support, counts: { ...none, supported: 3, endOfLife: 1 }, endingSoon: 2 }, en), [
    '1 whose flaws nobody repairs any more, 3 supported',
    '2 parts whose support ends within 12 months',
    '7 parts of which no source says anything',
  ])
})

test('parts that stand alike go by their names, each once, and of many it is told how many there are', () => {
  const named = [
    { componentId: 1, sbomId: 1, name: 'openssl', version: '1.0' },
    { componentId: 2, sbomId: 2, name: 'openssl', version: '1.0' },
    { componentId: 3, sbomId: 1, group: 'org', name: 'log4j' },
  ]
  const line = {
    source: 'sbom' as const,
    standing: 'endOfLife' as const,
    cycles: [],
    says: '',
    others: [],
    endsSoon: false,
  }
  assert.equal(partsText({ ...line, named, parts: 3 }, en), 'openssl 1.0, org/log4j')
  assert.equal(partsText({ ...line, named, parts: 40 }, en), '40 parts: openssl 1.0, org/log4j …')
})
