import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { addStatements } from '../flows/index.ts'
import { findFlaw, inOrganisation } from './index.ts'
import { statementsOnFlaw } from './stated.ts'

const flaw = 'CVE-2031-0001'

test('where more is stated of a flaw than is weighed, what clears goes before what accuses', async (t) => {
  const { store, organisation, own } = await testHospital(t)
  await own(['Pump'])
  const { organisationId } = organisation
  for (const [index, status] of [
    'not_affected',
    'fixed',
    'affected',
    'not_affected',
    'under_investigation',
  ].entries()) {
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://example.org/${index}`,
      author: 'Maker',
      timestamp: `2026-01-0${index + 1}T00:00:00Z`,
      version: 1,
      statements: [
        {
          vulnerability: { name: flaw },
          products: [{ '@id': 'pkg:generic/Maker/Pump@1' }],
          status,
          impact_statement: 'seen',
        },
      ],
    }
    await addStatements(store, { organisationId, bytes: Buffer.from(JSON.stringify(document)), role: 'maker' })
  }
  const statusesOf = async (most: number) =>
    inOrganisation(store, organisationId, async (trx) => {
      const flaws = (await findFlaw(trx, flaw)).same
      return (await statementsOnFlaw(trx, { flaws, most })).map(({ status }) => status)
    })
  assert.deepEqual(await statusesOf(2), ['affected', 'underInvestigation'])
  assert.deepEqual(await statusesOf(3), ['notAffected', 'affected', 'underInvestigation'])
  assert.equal((await statusesOf(100)).length, 5)
})
