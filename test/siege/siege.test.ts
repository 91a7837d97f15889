import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../hospital.ts'
import { testServer } from '../server.ts'
import type { Attack, Target } from './attack.ts'
import { flood } from './flood.ts'
import { keyStorm, listeners } from './storms.ts'
import { tricks } from './tricks.ts'

const hospital = await testHospital(test)
await hospital.load('osv', [osvRecord('CHAOS-1', 'npm', 'package-1', [{ introduced: '0' }])])
await hospital.describe('Pump', { parts: [{ name: 'package-1', version: '1.0.0', purl: 'pkg:npm/package-1@1.0.0' }] })
await hospital.own(['s-1', 's-2'], { model: 'Pump' })
const server = await testServer(test, hospital.store)
const target: Target = {
  place: { dataFolder: '', port: server.port },
  token: server.token,
  requests: 1_000,
  atOnce: 200,
}

/** What takes no long time of what `npm run siege` does. */
const quick: readonly Attack[] = [
  { id: 'a flood of requests', run: flood },
  { id: 'very many listeners', run: listeners },
  { id: 'a storm of idempotency keys', run: keyStorm },
  { id: 'malformed, ambiguous and confusing requests', run: tricks },
]

for (const { id, run } of quick) {
  test(`${id} meets clear answers, and the next question is answered`, async () => {
    const { faults } = await run(target)
    assert.deepEqual(faults, [])
    const { status, text } = await server.ask('GET /ask?q=CHAOS-1')
    assert.equal(status, 200, text)
  })
}
