import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Component } from '../model/index.ts'
import { indexComponent } from './index-component.ts'

function component(facts: Partial<Component>): Component {
  return {
    ref: 'x',
    type: 'library',
    name: 'x',
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    ...facts,
  }
}

/** `key tier doubt guard-effect` of each key, names once. */
function keysOf(facts: Partial<Component>): string[] {
  const keys = indexComponent(component(facts)).keys.map(({ key, tier, doubt, guard, guardEffect }) =>
    [key, tier, doubt, guardEffect === undefined ? undefined : `${guardEffect} with ${guard.join(',')}`]
      .filter((part) => part !== undefined)
      .join(' '),
  )
  return [...new Set(keys)].sort()
}

test('a registry package is proven by its purl; its CPE is in doubt while the registry is covered; its names wait for a missing feed', () => {
  const facts = {
    name: 'log4j-core',
    purls: ['pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1'],
    cpes: ['cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*'],
  }
  assert.deepEqual(keysOf(facts), [
    'cpe/a/apache/log4j 2 otherFeedOnly doubts with maven',
    'maven/org.apache.logging.log4j/log4j-core 1',
    'name/log4j 5 nameOnly silences with maven,cpe/a/apache/log4j',
    'name/log4j-core 5 nameOnly silences with maven,cpe/a/apache/log4j',
  ])
})

test('a distribution package answers to its source package in its own release', () => {
  const facts = { name: 'libssl3', purls: ['pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl'] }
  assert.deepEqual(keysOf(facts), [
    'deb/debian:12/libssl3 5 nameOnly silences with deb/debian:12',
    'deb/debian:12/openssl 1',
    'name/libssl3 5 releaseNotCovered silences with deb/debian:12',
    'name/openssl 5 releaseNotCovered silences with deb/debian:12',
  ])
})

test('a component with a name only answers by name, whatever is loaded', () => {
  assert.deepEqual(keysOf({ name: 'OpenSSL' }), ['name/openssl 5 nameOnly'])
})

test('a CPE with a wildcard vendor is no key: the component is known by its names', () => {
  assert.deepEqual(keysOf({ name: 'openssl', cpes: ['cpe:2.3:a:*:openssl:1.0.2:*:*:*:*:*:*:*'] }), [
    'name/openssl 5 nameOnly',
  ])
})

test('what Syft once called pkg:alpine is an Alpine package', () => {
  assert.ok(
    keysOf({ name: 'zlib', purls: ['pkg:alpine/zlib@1.2.12-r1?distro=alpine-3.16.0'] }).includes(
      'apk/alpine:3.16/zlib 1',
    ),
  )
})

test('the identity of a component does not depend on where it stands or in which order its identifiers are written', () => {
  const [a, b] = ['pkg:npm/a@1', 'pkg:npm/b@1']
  const one = indexComponent(component({ ref: '1', purls: [a, b], parent: 'p', licences: ['MIT'] }))
  const two = indexComponent(component({ ref: '2', purls: [b, a] }))
  assert.deepEqual(one.identity, two.identity)
  assert.notDeepEqual(one.identity, indexComponent(component({ purls: [a] })).identity)
})

test('any component can be indexed: no text makes it throw, and every key without a version says so by a missing sort key', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'pkg:npm/%40s/n@1',
      'pkg:deb/debian/x@1:2-3?distro=debian-12',
      'cpe:2.3:a:v:p:-:sp1:*:*:*:*:*:*',
      'cpe:/o:v:p',
    ),
  )
  const facts = fc.record(
    {
      name: text,
      version: text,
      purls: fc.array(text, { maxLength: 3 }),
      cpes: fc.array(text, { maxLength: 3 }),
      sourcePackages: fc.array(text, { maxLength: 2 }),
    },
    { requiredKeys: ['name'] },
  )
  fc.assert(
    fc.property(facts, ({ name, ...rest }) => {
      const stated = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
      const indexed = indexComponent(component({ name, ...stated }))
      assert.equal(indexed.identity.length, 64)
      for (const key of indexed.keys) assert.ok(key.tier >= 1 && key.key.includes('/'))
    }),
  )
})
