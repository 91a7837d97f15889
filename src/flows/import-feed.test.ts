import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { newSigner, sha512Of, signatureOf } from '../../test/csaf-provider.ts'
import { testStore } from '../../test/database.ts'
import { osvRecord } from '../../test/hospital.ts'
import { importFeed, listAdvisoryProviders } from './index.ts'
import type { FeedImported } from './index.ts'

const store = await testStore(test)
const scratch = await mkdtemp(join(tmpdir(), 'auscult-mirror-test-'))
test.after(async () => rm(scratch, { recursive: true, force: true }))
const [signer, impostor] = [await newSigner(), await newSigner('Impostor')]

/** A folder of these files; the path of it, or of one of them. */
async function folderOf(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(scratch, name)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

function record(id: string): string {
  return JSON.stringify(osvRecord(id, 'npm', 'part', [{ introduced: '0' }, { fixed: '2' }]))
}

async function load(path: string, skipped: string[] = []): Promise<FeedImported> {
  return importFeed(store, { path, now: () => new Date(), onSkipped: (name) => skipped.push(name) })
}

test('a folder without hashes or signatures is loaded as it is, and nothing is said of them', async () => {
  const loaded = await load(await folderOf('plain', { 'a.json': record('GHSA-aaaa-aaaa-aaaa') }))
  assert.deepEqual([loaded.records, loaded.verified], [1, undefined])
})

test('what is not as its hash says is left out and told, and the others are loaded', async () => {
  const [right, wrong] = [record('GHSA-bbbb-aaaa-aaaa'), record('GHSA-bbbb-bbbb-bbbb')]
  const skipped: string[] = []
  const folder = await folderOf('hashes', {
    '2031/right.json': right,
    '2031/right.json.sha512': sha512Of(right),
    '2031/wrong.json': wrong,
    '2031/wrong.json.sha512': sha512Of(right),
    '2031/plain.json': record('GHSA-bbbb-cccc-cccc'),
    'notes.md': 'x',
  })
  const { records, verified } = await load(folder, skipped)
  assert.equal(records, 2)
  assert.deepEqual(
    verified?.rejected.map(({ name, because }) => [name, because]),
    [['2031/wrong.json', 'hashWrong']],
  )
  assert.equal(verified?.checked, 1)
  assert.deepEqual(skipped, ['notes.md'])
})

test('one file by itself is checked by what lies beside it', async () => {
  const text = record('GHSA-cccc-aaaa-aaaa')
  const folder = await folderOf('single', { 'a.json': text, 'a.json.sha512': '00'.repeat(64) })
  await assert.rejects(load(join(folder, 'a.json')), /rejected and none is left, such as a\.json \(hashWrong/)
})

test('a mirror with its metadata and keys is verified by them, and they are pinned and shown', async () => {
  const text = record('GHSA-dddd-aaaa-aaaa')
  const url = 'https://infusa.example/.well-known/csaf/provider-metadata.json'
  const mirror = async (name: string, by: typeof signer): Promise<string> =>
    folderOf(name, {
      'provider-metadata.json': JSON.stringify({
        canonical_url: url,
        metadata_version: '2.0',
        role: 'csaf_trusted_provider',
        publisher: { name: 'Infusa', namespace: 'https://infusa.example', category: 'vendor' },
        public_openpgp_keys: [{ url: 'https://infusa.example/key.asc', fingerprint: by.fingerprint.toUpperCase() }],
      }),
      'openpgp/key.asc': by.armored,
      'white/2031/a.json': text,
      'white/2031/a.json.sha512': sha512Of(text),
      'white/2031/a.json.asc': await signatureOf(text, by),
      'white/2031/b.json': record('GHSA-dddd-bbbb-bbbb'),
    })
  const first = await load(await mirror('mirror', signer))
  assert.deepEqual(first.verified?.keys, [signer.fingerprint])
  assert.deepEqual(
    first.verified?.rejected.map(({ name, because }) => [name, because]),
    [['white/2031/b.json', 'hashMissing']],
  )
  assert.deepEqual([first.records, first.verified?.checked], [1, 1])
  const [listed] = await listAdvisoryProviders(store)
  assert.deepEqual([listed?.url, listed?.keys.map(({ fingerprint }) => fingerprint)], [url, [signer.fingerprint]])

  const changed = await mirror('changed', impostor)
  await assert.rejects(load(changed), /rejected and none is left/)
  await writeFile(join(changed, 'other.ndjson'), record('GHSA-dddd-cccc-cccc'))
  const told = await load(changed)
  assert.match(told.verified?.problems.join() ?? '', /new key .* not believed/)
  assert.ok(told.verified?.rejected.some(({ because }) => because === 'keyNotPinned'))
})

test('without metadata a known key counts, a forged signature is rejected, and an unknown key is said', async () => {
  const texts = ['GHSA-eeee-aaaa-aaaa', 'GHSA-eeee-bbbb-bbbb', 'GHSA-eeee-cccc-cccc'].map(record)
  const [known = '', forged = '', stranger = ''] = texts
  const folder = await folderOf('signed', {
    'known.json': known,
    'known.json.asc': await signatureOf(known, signer),
    'forged.json': forged,
    'forged.json.asc': await signatureOf(known, signer),
    'stranger.json': stranger,
    'stranger.json.asc': await signatureOf(stranger, impostor),
  })
  const { records, verified } = await load(folder)
  assert.deepEqual([records, verified?.checked, verified?.unknownKey], [2, 1, 1])
  assert.deepEqual(
    verified?.rejected.map(({ name, because }) => [name, because]),
    [['forged.json', 'signatureInvalid']],
  )
})
