import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { product, statementsToWrite as given } from '../../test/statements-to-write.ts'
import { cycloneDxFaults } from '../../test/sbom-validators.ts'
import { subjectsOfPart, subjectsOfProduct } from '../findings/index.ts'
import { readStatements, statementWriters } from './index.ts'
import type { StatementsToWrite } from './index.ts'

/** What a format has no field for. */
const lost: Readonly<Record<string, readonly string[]>> = { openvex: ['remediation'] }

test('what is written reads back without loss of what the format can hold', () => {
  for (const writer of statementWriters) {
    fc.assert(
      fc.property(given, (written) => {
        const reading = readStatements(Buffer.from(JSON.stringify(writer.write(written))))
        assert.equal(reading.is, 'read')
        if (reading.is !== 'read') return
        assert.deepEqual(reading.problems, [], writer.id)
        assert.deepEqual(
          reading.statements.map((each) => toFacts(each, writer.id)).sort(),
          written.statements.map((each) => toFacts({ ...each, product: { ...named, ...product } }, writer.id)).sort(),
          writer.id,
        )
      }),
      { numRuns: 100 },
    )
  }
})

const named = { name: '', purls: [], cpes: [], hashes: [], serials: [], modelNumbers: [], sbomIds: [] }

function toFacts(
  each: StatementsToWrite['statements'][number] & { readonly product: Parameters<typeof subjectsOfProduct>[0] },
  format: string,
): string {
  const models = subjectsOfProduct(each.product).flatMap(({ model }) => model ?? [])
  const keys = each.component === undefined ? [] : subjectsOfPart(each.component).flatMap(({ key }) => key?.key ?? [])
  const facts = ['status', 'vulnerability', 'justification', 'impact', 'action', 'remediation'] as const
  const said = facts.filter((name) => lost[format]?.includes(name) !== true).map((name) => each[name])
  return JSON.stringify([models, [...new Set(keys)].sort(), ...said])
}

test('a CSAF document passes every mandatory test of CSAF 2.0', async () => {
  const [mandatory, schema, { default: validate }] = await Promise.all([
    import('@secvisogram/csaf-validator-lib/mandatoryTests.js'),
    import('@secvisogram/csaf-validator-lib/schemaTests.js'),
    import('@secvisogram/csaf-validator-lib/validate.js'),
  ])
  const tests = [...Object.values(schema), ...Object.values(mandatory)]
  const writer = statementWriters[0]
  for (const written of fc.sample(given, { numRuns: 25, seed: 7 })) {
    const { isValid, tests: results } = await validate(tests, writer.write(written))
    const errors = results.flatMap(({ name, errors: some }) => some.map((error) => `${name} ${JSON.stringify(error)}`))
    assert.ok(isValid, errors.join('\n'))
  }
})

test('a CycloneDX document follows its schema', () => {
  for (const written of fc.sample(given, { numRuns: 25, seed: 7 }))
    assert.deepEqual(cycloneDxFaults(statementWriters[1].write(written)), [])
})
