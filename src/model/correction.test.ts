import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkCorrection, correctComponent } from './correction.ts'
import type { CorrectionSets } from './correction.ts'
import type { Component } from './component.ts'

const written: Component = {
  ref: 'a',
  type: 'library',
  group: 'org',
  name: 'openssl',
  version: '1.0',
  supplier: 'Acme',
  purls: ['pkg:deb/debian/openssl@1.0?arch=amd64'],
  cpes: ['cpe:2.3:a:openssl:openssl:1.0:beta:*:*:*:*:*:*'],
  swids: ['tag'],
  hashes: [{ algorithm: 'md5', hex: 'ab' }],
  sourcePackages: ['openssl'],
  licences: [],
  deployed: true,
}

const cases: readonly (readonly [string, CorrectionSets, Partial<Component>])[] = [
  [
    'a version goes into all identifiers',
    { version: '3.0.1' },
    {
      version: '3.0.1',
      purls: ['pkg:deb/debian/openssl@3.0.1?arch=amd64'],
      cpes: ['cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*'],
    },
  ],
  [
    'a purl with a version is the version too',
    { purl: 'pkg:generic/openssl@2' },
    {
      version: '2',
      purls: ['pkg:generic/openssl@2'],
      cpes: ['cpe:2.3:a:openssl:openssl:2:*:*:*:*:*:*:*'],
      sourcePackages: [],
    },
  ],
  [
    'a purl without a version takes the one that is written',
    { purl: 'pkg:generic/openssl' },
    { purls: ['pkg:generic/openssl@1.0'], sourcePackages: [] },
  ],
  [
    'a CPE alone leaves the purl',
    { cpe: 'cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*' },
    { cpes: ['cpe:2.3:a:x:y:1.0:*:*:*:*:*:*:*'] },
  ],
  [
    'another name takes the identifiers along, and not the digests',
    { name: 'zlib' },
    { name: 'zlib', purls: [], cpes: [], swids: [], sourcePackages: [] },
  ],
  ['a supplier is set', { supplier: 'Other' }, { supplier: 'Other' }],
]

for (const [what, sets, changed] of cases) {
  test(what, () => {
    const { group: _group, ...ungrouped } = written
    const expected = { ...(sets.name === undefined ? written : ungrouped), ...changed }
    assert.deepEqual(correctComponent(written, [sets]), expected)
  })
}

test('what is not on the device is nothing, whatever else is said of it', () => {
  assert.equal(correctComponent(written, [{ version: '2' }, { notOnDevice: true }, { version: '3' }]), undefined)
})

test('a correction that says nothing, or nothing that can be read, is told apart', () => {
  const why = (sets: CorrectionSets, reason = 'seen', name = 'openssl'): unknown =>
    typeof checkCorrection({ match: { name }, sets, reason })
  assert.equal(why({ version: '1' }), 'object')
  const wrong = [why({}), why({ version: ' ' }), why({ version: '1' }, ' '), why({ version: '1' }, 'seen', ' ')]
  const unread = [
    why({ version: 'a\0' }),
    why({ version: '\ud800' }),
    why({ version: '1' }, 'a\0'),
    why({ purl: 'x' }),
    why({ cpe: 'x' }),
    why({ notOnDevice: true, version: '1' }),
  ]
  assert.deepEqual(new Set([...wrong, ...unread]), new Set(['string']))
})
