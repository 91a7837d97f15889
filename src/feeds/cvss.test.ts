import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { baseScore, cvssVersionOf } from './cvss.ts'

/** Scores that FIRST's calculators and documents give. */
const known: readonly (readonly [vector: string, score: number])[] = [
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['(AV:N/AC:M/Au:N/C:P/I:P/A:P)', 6.8],
  ['AV:N/AC:L/Au:N/C:N/I:N/A:N', 0],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:LM/TD:H/CR:M/IR:M/AR:ND', 10],
  ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  ['CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:L/A:L', 3.5],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N', 5.9],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
  ['CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:L/AC:L/AV:L', 7.8],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U/RL:O/RC:U/CR:L/MAV:P', 9.8],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/MSI:S/S:P/U:Amber', 9.3],
]

for (const [vector, score] of known) {
  test(`scores ${vector} as ${score}, from its base metrics alone`, () => {
    assert.equal(baseScore(vector), score)
  })
}

const invalid: readonly (readonly [vector: string, why: string])[] = [
  ['', 'it is empty'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H', 'A is missing'],
  ['CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV stands twice'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:C', 'A has a value of version 2'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/', 'it ends in a slash'],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/toString:N', 'the metric does not exist'],
  ['CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'the version does not exist'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:S/SA:N', 'safety is no base value'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H', 'most of it is missing'],
  ['AV:N/AC:L/Au:N/C:N/I:N', 'A is missing'],
  ['cvss:3.1/av:n', 'letters count'],
]

for (const [vector, why] of invalid) {
  test(`gives ${JSON.stringify(vector)} no score: ${why}`, () => {
    assert.equal(baseScore(vector), undefined)
  })
}

test('a score lies between 0 and 10 or is absent, whatever the text', () => {
  const metric = fc.stringMatching(/^[A-Z]{1,3}:[A-Z]{1,2}$/)
  const prefix = fc.constantFrom('', 'CVSS:3.0/', 'CVSS:3.1/', 'CVSS:4.0/')
  const text = fc.oneof(
    fc.string(),
    fc.tuple(prefix, fc.array(metric)).map(([p, m]) => p + m.join('/')),
  )
  fc.assert(
    fc.property(text, (vector) => {
      const score = baseScore(vector)
      assert.ok(score === undefined || (score >= 0 && score <= 10))
      if (score !== undefined) assert.notEqual(cvssVersionOf(vector), undefined)
    }),
  )
})
