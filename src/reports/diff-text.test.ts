import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ComparedLine, FlawChange } from '../model/index.ts'
import { renderDiff } from './diff-text.ts'
import type { ComparedNomenclatures } from './diff-text.ts'

const line = (name: string, facts: Partial<ComparedLine> = {}): ComparedLine => ({
  sbomId: 1,
  ordinal: 0,
  componentId: 1,
  type: 'library',
  name,
  purls: [],
  cpes: [],
  swids: [],
  hashes: [],
  sourcePackages: [],
  licences: [],
  deployed: true,
  ...facts,
})

const flaw = (vulnerability: string): FlawChange => ({
  turn: 'noLongerTold',
  vulnerability,
  names: [vulnerability],
  was: 'affected',
  is: 'notListed',
  reason: 'notListed',
  cvssBase: 9.8,
  exploitedSince: '2022-01-01',
  components: [{ name: 'openssl', version: '1.1.1' }],
})

const header = { sha256: 'aa', format: 'SPDX 2.3', addedAt: '2026-01-02T03:04:05Z' }
const diff: ComparedNomenclatures = {
  before: { sboms: [{ ...header, sbomId: 12, fileName: 'old.json' }] },
  after: { name: 'Acme Pump 2', sboms: [{ ...header, sbomId: 15, fileName: 'new\u001B[31m.json' }] },
  components: {
    unchanged: 1200,
    added: [line('zlib', { version: '1.3', purls: ['pkg:generic/zlib@1.3'] })],
    removed: Array.from({ length: 22 }, (_, index) => line(`old-${index}`, { deployed: false })),
    changed: [
      {
        before: line('openssl', { version: '1.1.1', licences: [] }),
        after: line('openssl', { version: '3.0', licences: ['Apache-2.0'] }),
        by: 'name',
        fields: ['version', 'licences'],
      },
    ],
  },
  flaws: { newlyAffected: [], newlyUnknown: [], noLongerTold: [flaw('CVE-2031-1')], fixed: [] },
}
const look = { colour: false, width: 200, all: false } as const
const textIn = (language: 'en' | 'fr', all = false): string =>
  [...renderDiff(diff, { ...look, language, all })].join('')

test('a comparison reads as sentences, then what each flaw and component did', () => {
  const text = textIn('en')
  assert.match(
    text,
    /^− SBOM 12 old\.json \(SPDX 2\.3, added 2026-01-02\)\n\+ Acme Pump 2\n {4}SBOM 15 new<U\+001B>\[31m\.json/,
  )
  assert.match(text, /Components: 1 added, 22 removed, 1 changed, 1,200 unchanged\./)
  assert.match(text, /Flaws: 0 newly affected, 0 newly in doubt, 1 no longer told, 0 fixed\./)
  assert.match(
    text,
    /CVE-2031-1 · exploited · CVSS 9\.8 · openssl 1\.1\.1 · affected → not listed · the SBOM does not list it/,
  )
  assert.match(text, /~ openssl 1\.1\.1 → 3\.0 · licence: — → Apache-2\.0\n/)
  assert.match(text, /\+ zlib 1\.3 · pkg:generic\/zlib@1\.3\n/)
})

test('what is stated and decides is named, also where no component is listed', () => {
  const said = {
    status: 'notAffected',
    author: 'Acme\u001B[31m',
    role: 'maker',
    signature: 'valid',
    isDeciding: true,
  } as const
  const flaws = {
    ...diff.flaws,
    fixed: [
      {
        ...flaw('CVE-2031-2'),
        turn: 'fixed',
        is: 'notAffected',
        reason: 'statedNotAffected',
        components: [],
        statedAfter: [{ ...said, justification: 'componentNotPresent', document: 'OpenVEX acme-1 3' }],
      } as const,
    ],
  }
  const text = [...renderDiff({ ...diff, flaws }, { ...look, language: 'en' })].join('')
  assert.match(
    text,
    /CVE-2031-2 · exploited · CVSS 9\.8 · affected → not affected · .* · \+ not affected \(the component is not in it\) — Acme<U\+001B>\[31m, maker\n {4}\(OpenVEX acme-1 3\)\n/,
  )
})

test('what is folded is counted, and nothing is folded when all is asked for', () => {
  assert.match(textIn('en'), /… and 2 more: --all, or --json/)
  assert.match(textIn('en', true), /− old-21 \(no version\) · not on the device/)
})

test('it is told in French too, and ends with the sentence on care', () => {
  const text = textIn('fr')
  assert.match(text, /Composants : 1 ajouté, 22 retirés, 1 modifié,/)
  assert.match(text, /touché → non listé/)
  assert.ok(text.trimEnd().split('\n').at(-1)?.includes('biomédical'))
})
