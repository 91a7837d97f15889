import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delayMs } from './retry.ts'

const noon = new Date('2026-11-25T12:00:00Z')
const delays: readonly (readonly [attempt: number, retryAfter: string | null, random: number, expected: number])[] = [
  [1, null, 0, 500],
  [1, null, 1, 1000],
  [4, null, 1, 8000],
  [20, null, 1, 60_000],
  [1, '7', 1, 7000],
  [1, '99999', 1, 300_000],
  [1, 'Wed, 25 Nov 2026 12:00:30 GMT', 1, 30_000],
  [1, 'Wed, 25 Nov 2026 11:00:00 GMT', 1, 1000],
  [1, 'soon', 1, 1000],
]

for (const [attempt, retryAfter, random, expected] of delays) {
  test(`waits ${expected} ms after try ${attempt} when the server asks for ${retryAfter ?? 'nothing'}`, () => {
    assert.equal(
      delayMs(attempt, retryAfter, noon, () => random),
      expected,
    )
  })
}
