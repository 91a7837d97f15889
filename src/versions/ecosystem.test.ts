import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { schemeOfOsvEcosystem, schemeOfPurlType } from './index.ts'

test('package URL types and OSV ecosystems lead to the scheme of their package manager', () => {
  assert.equal(schemeOfPurlType('npm'), 'semver')
  assert.equal(schemeOfPurlType('PyPI'), 'pep440')
  assert.equal(schemeOfPurlType('generic'), 'natural')
  assert.equal(schemeOfOsvEcosystem('crates.io'), 'semver')
  assert.equal(schemeOfOsvEcosystem('Debian:12'), 'deb')
  assert.equal(schemeOfOsvEcosystem('Red Hat:enterprise_linux:9::baseos'), 'rpm')
})

test('a type or ecosystem whose order we do not hold has no scheme', () => {
  for (const name of ['', 'alpm', 'conda', 'constructor', '__proto__']) assert.equal(schemeOfPurlType(name), undefined)
  for (const name of ['', 'Android', 'FreeBSD:14', 'toString']) assert.equal(schemeOfOsvEcosystem(name), undefined)
})

/** Types of the specification whose order we do not hold. */
const withoutScheme = ['alpm', 'cocoapods', 'conda', 'cpan', 'luarocks', 'mlflow']

test(
  'every type of the package URL specification has a scheme, or is known to have none',
  { skip: withoutSharedData() },
  async () => {
    const files = readdirSync(join(await sharedSet('versions'), 'purl-spec', 'types'))
    const types = files.map((file) => file.replace('-definition.json', ''))
    assert.deepEqual(types.filter((type) => schemeOfPurlType(type) === undefined).toSorted(), withoutScheme)
  },
)
