import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Component } from '../model/index.ts'
import { statesSources } from './stated-sources.ts'

function packages(...purls: readonly string[]): Component[] {
  return purls.map((purl) => ({
    ref: purl,
    type: 'library',
    name: purl,
    purls: [purl],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }))
}

const lists: readonly (readonly [boolean, string, readonly string[]])[] = [
  [true, 'no distribution package at all', ['pkg:npm/left-pad@1.0.0']],
  [true, 'a stated source', ['pkg:deb/debian/libssl3@3.0?distro=debian-12&upstream=openssl']],
  [
    true,
    'one stated source among others',
    ['pkg:deb/debian/curl@7?distro=debian-12', 'pkg:deb/debian/libssl3@3.0?distro=debian-12&upstream=openssl'],
  ],
  [
    false,
    'packages without any source',
    ['pkg:deb/debian/libssl1.1@1.1.1k?distro=debian-11', 'pkg:npm/left-pad@1.0.0'],
  ],
  [false, 'Alpine packages without any source', ['pkg:apk/alpine/libcrypto3@3.1?distro=alpine-3.18']],
]
for (const [states, what, purls] of lists) {
  test(`${what}: sources are ${states ? '' : 'not '}stated`, () =>
    assert.equal(statesSources(packages(...purls)), states))
}
