import assert from 'node:assert/strict'
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { newSigner, sha512Of, signatureOf } from '../../../test/csaf-provider.ts'
import { sharedSet, withoutSharedData } from '../../../test/shared-data.ts'
import { scratchFolder } from '../testing.ts'
import { fetchDocuments, openProvider } from './pull-provider.ts'
import type { OpenProvider } from './pull-provider.ts'
import type { Reach } from './provider.ts'
import { verifyFolder } from './verify-folder.ts'

const skip = withoutSharedData()
const published = 'https://raw.githubusercontent.com/cisagov/CSAF/develop/'

/** The published files of a national authority, where they say that they lie; its metadata is written here. */
async function reach(distributions: readonly object[]): Promise<Reach> {
  const folder = join(await sharedSet('csaf'), 'provider')
  const metadata = {
    canonical_url: 'https://authority.example/provider-metadata.json',
    metadata_version: '2.0',
    role: 'csaf_provider',
    publisher: { name: 'Authority', namespace: 'https://authority.example', category: 'coordinator' },
    distributions,
  }
  const answer = (url: string): Response => {
    if (url === metadata.canonical_url) return Response.json(metadata)
    const path = join(folder, url.slice(published.length))
    return url.startsWith(published) && existsSync(path)
      ? new Response(readFileSync(path))
      : new Response(null, { status: 404 })
  }
  const patience = { wait: async () => undefined, random: () => 0 }
  const fetch = async (url: string): Promise<Response> => answer(url)
  return { fetch, resolve: undefined, allowsPrivate: false, patience, now: () => new Date(), signal: undefined }
}

async function open(by: Reach): Promise<OpenProvider> {
  const known = { pinned: [], acceptsChange: false, documents: [] }
  return openProvider('https://authority.example/provider-metadata.json', by, async () => known)
}

const white = ['IT', 'OT'].map((name) => `${published}csaf_files/${name}/white/`)

test('the ROLIE feeds and the directories of an authority list the same documents', { skip }, async () => {
  const feeds = ['it', 'ot'].map((name, index) => ({
    url: `${white[index]}cisa-csaf-${name}-feed-tlp-white.json`,
    tlp_label: 'WHITE',
  }))
  const byFeed = await open(await reach([{ rolie: { feeds } }]))
  const byDirectory = await open(await reach(white.map((url) => ({ directory_url: url }))))
  for (const { problems, wanted } of [byFeed, byDirectory]) {
    assert.deepEqual(problems, [])
    assert.ok(wanted.length > 4, String(wanted.length))
    assert.ok(wanted.every(({ releasedAt, url }) => releasedAt !== undefined && url.startsWith(published)))
  }
  const listed = new Set(byFeed.wanted.map(({ url }) => url))
  const both = byDirectory.wanted.filter(({ url }) => listed.has(url))
  assert.ok(both.length > byDirectory.wanted.length / 2, `${both.length} of ${byDirectory.wanted.length}`)
})

test('documents of an authority that are there are taken, and the others are told', { skip }, async (t) => {
  const by = await reach([{ directory_url: white[0] }])
  const provider = await open(by)
  const documents = await Array.fromAsync(fetchDocuments({ provider, reach: by, folder: scratchFolder(t) }))
  assert.equal(documents.filter(({ is }) => is === 'verified').length, 4)
  assert.ok(documents.every((each) => each.is === 'verified' || each.because === 'notReachable'))
})

test(
  'a signed copy of the medical advisories is verified, and the one that was changed is found',
  { skip },
  async (t) => {
    const source = join(await sharedSet('csaf'), 'icsma')
    const names = readdirSync(source).filter((name) => name.endsWith('.json'))
    const folder = scratchFolder(t)
    cpSync(source, folder, { recursive: true })
    const signer = await newSigner()
    for (const name of names) {
      const text = readFileSync(join(folder, name), 'utf8')
      writeFileSync(join(folder, `${name}.sha512`), sha512Of(text))
      writeFileSync(join(folder, `${name}.asc`), await signatureOf(text, signer))
    }
    const [changed = ''] = names
    const text = readFileSync(join(folder, changed), 'utf8')
    writeFileSync(join(folder, changed), text.replace('{', '{ '))
    writeFileSync(join(folder, `${changed}.sha512`), sha512Of(text.replace('{', '{ ')))
    const pinned = [{ fingerprint: signer.fingerprint, publicKey: signer.armored }]
    const verified = await verifyFolder(folder, { now: new Date(), signal: undefined }, async () => ({
      pinned,
      acceptsChange: false,
    }))
    assert.equal(verified.checked, names.length - 1)
    assert.deepEqual(
      verified.rejected.map(({ name, because }) => [name, because]),
      [[changed, 'signatureInvalid']],
    )
  },
)
