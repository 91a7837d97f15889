import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Observation } from '../../model/index.ts'
import { toSighting } from './sightings.ts'

function told(facts: Readonly<Record<string, string>>): string | null {
  const observation = {
    subject: {},
    protocol: 'dicom',
    confidence: 'exact',
    facts: Object.entries(facts).map(([field, value]) => ({ field, value })),
  } as unknown as Observation
  return toSighting(observation).serialKey
}

test('the serial number of a UDI counts where none is told, and not where one is or the UDI was misread', () => {
  const udi = '{01}04046964000003{21}S-77'
  assert.equal(told({ maker: 'Acme', udi }), told({ maker: 'Acme', serial: 'S-77' }))
  assert.equal(told({ maker: 'Acme', udi, serial: 'T-1' }), told({ maker: 'Acme', serial: 'T-1' }))
  assert.equal(told({ maker: 'Acme', udi: udi.replace('04046964000003', '04046964000004') }), null)
  assert.equal(told({ maker: 'Acme', udi: '(01)04046964000003' }), null)
})
