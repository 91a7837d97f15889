import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzzTargets } from './fuzz-targets.ts'
import { mutate, randomFrom } from './mutate.ts'

test('the same seed damages the same inputs in the same way', () => {
  const seeds = [Buffer.from('one'), Buffer.from('another')]
  const [first, second] = [randomFrom(7), randomFrom(7)]
  for (let i = 0; i < 100; i += 1) assert.deepEqual(mutate(seeds, first), mutate(seeds, second))
})

for (const { name, seeds, run } of fuzzTargets) {
  test(`${name} bears its sound inputs and 50 damaged ones`, async () => {
    const sound = await seeds()
    assert.ok(sound.length > 0, 'the target has no seeds')
    const random = randomFrom(1)
    const damaged = Array.from({ length: 50 }, () => mutate(sound, random))
    for (const bytes of [...sound.slice(0, 50), ...damaged]) await run(bytes)
  })
}
