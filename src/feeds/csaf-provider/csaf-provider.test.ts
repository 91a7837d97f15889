import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { csafText, describeProvider, publish, serveProvider, signatureOf } from '../../../test/csaf-provider.ts'
import { scratchFile } from '../testing.ts'
import { zipOf } from '../testing-zip.ts'
import type { KnownProvider } from './pull-provider.ts'
import {
  impostor,
  listIn,
  metadataOf,
  nothingKnown,
  open,
  pull,
  say,
  signer,
  trusted,
} from '../../../test/pulled-provider.ts'
import { unpackMirror } from './unpack-mirror.ts'

test('documents of a directory are fetched, the oldest first, and verified by the keys that are pinned now', async (t) => {
  const provider = await open(metadataOf(await trusted(t)))
  assert.deepEqual([provider.keys.isFirstUse, provider.keys.fresh, provider.problems], [true, [signer.fingerprint], []])
  const documents = await pull(t, provider)
  assert.deepEqual(say(documents), { 'b.json': 'sha512 valid', 'a.json': 'sha512 valid' })
  assert.equal(documents[0]?.url.endsWith('b.json'), true)
})

test('only what is later than known, or was rejected, is fetched again', async (t) => {
  const server = await trusted(t)
  const at = (name: string): string => `${server.url}/white/2031/${name}`
  const known = (aVerified: boolean): KnownProvider => ({
    ...nothingKnown,
    documents: [
      { url: at('a.json'), releasedAt: '2031-01-02T00:00:00Z', isVerified: aVerified },
      { url: at('b.json'), releasedAt: '2030-12-31T00:00:00Z', isVerified: true },
    ],
  })
  assert.deepEqual(
    (await open(metadataOf(server), known(true))).wanted.map(({ url }) => url),
    [at('b.json')],
  )
  assert.deepEqual(
    (await open(metadataOf(server), known(false))).wanted.map(({ url }) => url),
    [at('b.json'), at('a.json')],
  )
})

test('a document that is not what hash or signature say is rejected with its reason, and stops no other', async (t) => {
  const server = await trusted(t)
  const path = (name: string): string => `/white/2031/${name}`
  const names = ['hash', 'forged', 'cut', 'stranger', 'unsigned', 'bare', 'gone']
  listIn(server, Object.fromEntries(['a', ...names].map((name, day) => [`2031/${name}.json`, `2031-02-0${day + 1}`])))
  const text = csafText('X', '2031-02-01T00:00:00Z')
  for (const name of names) await publish(server, path(`${name}.json`), text, signer)
  server.files.set(path('hash.json'), `${text} `)
  server.files.set(path('forged.json.asc'), await signatureOf('something else', signer))
  server.files.set(path('cut.json.asc'), (await signatureOf(text, signer)).slice(0, 100))
  server.files.set(path('stranger.json.asc'), await signatureOf(text, impostor))
  server.files.delete(path('unsigned.json.asc'))
  server.files.delete(path('bare.json.sha512'))
  server.files.delete(path('gone.json'))
  assert.deepEqual(say(await pull(t, await open(metadataOf(server)))), {
    'a.json': 'sha512 valid',
    'hash.json': 'hashWrong',
    'forged.json': 'signatureInvalid',
    'cut.json': 'signatureInvalid',
    'stranger.json': 'keyNotPinned',
    'unsigned.json': 'signatureMissing',
    'bare.json': 'hashMissing',
    'gone.json': 'notReachable',
  })
})

test('a change of key is a problem: what the new key signed is rejected until it is accepted', async (t) => {
  const server = await trusted(t)
  const pinned = (await open(metadataOf(server))).keys.keys
  describeProvider(server, { distributions: [{ directory_url: `${server.url}/white/` }] }, [impostor])
  for (const name of ['a', 'b'])
    await publish(server, `/white/2031/${name}.json`, csafText('A', '2031-01-02T00:00:00Z'), impostor)
  const changed = await open(metadataOf(server), { ...nothingKnown, pinned })
  assert.deepEqual(
    changed.keys.keys.map(({ fingerprint }) => fingerprint),
    [signer.fingerprint],
  )
  assert.match(changed.problems.join('\n'), /new key .* not believed[^]*known key .* offered no more/)
  assert.deepEqual(say(await pull(t, changed)), { 'a.json': 'keyNotPinned', 'b.json': 'keyNotPinned' })
  const accepted = await open(metadataOf(server), { ...nothingKnown, pinned, acceptsChange: true })
  assert.deepEqual(say(await pull(t, accepted)), { 'a.json': 'sha512 valid', 'b.json': 'sha512 valid' })
})

test('a key that the metadata names and that is not there does not make documents unsigned ones', async (t) => {
  const server = await trusted(t)
  server.files.delete(`/keys/${signer.fingerprint}.asc`)
  const provider = await open(metadataOf(server))
  assert.match(provider.problems.join(), /key is not there/)
  assert.deepEqual(say(await pull(t, provider)), { 'a.json': 'keyNotPinned', 'b.json': 'keyNotPinned' })
})

test('a key of another fingerprint than the metadata says is not taken', async (t) => {
  const server = await trusted(t)
  server.files.set(`/keys/${signer.fingerprint}.asc`, impostor.armored)
  const provider = await open(metadataOf(server))
  assert.deepEqual(provider.keys.keys, [])
  assert.match(provider.problems.join(), /fingerprint is .* and not/)
})

test('a provider that signs nothing is taken by its hashes, and a wrong hash is rejected all the same', async (t) => {
  const server = await serveProvider(t)
  describeProvider(server, { distributions: [{ directory_url: `${server.url}/white` }] })
  listIn(server, {
    'a.json': '2031-01-01',
    'b.json': '2031-01-02',
    'c.json': '2031-01-03',
    '../outside.json': '2031-01-04',
  })
  await publish(server, '/white/a.json', csafText('A', '2031-01-01T00:00:00Z'))
  server.files.set('/white/b.json', csafText('B', '2031-01-02T00:00:00Z'))
  server.files.set('/white/c.json', csafText('C', '2031-01-03T00:00:00Z'))
  server.files.set('/white/c.json.sha256', '00'.repeat(32))
  const provider = await open(metadataOf(server))
  assert.match(provider.problems.join(), /lie outside of it .*such as \.\.\/outside\.json/)
  assert.deepEqual(say(await pull(t, provider)), {
    'a.json': 'sha512 unsigned',
    'b.json': 'none unsigned',
    'c.json': 'hashWrong',
  })
})

test('ROLIE feeds go before directories, page by page, and only those for everybody', async (t) => {
  const server = await serveProvider(t)
  const { url } = server
  const feeds = [
    { url: `${url}/feed.json`, tlp_label: 'WHITE' },
    { url: `${url}/secret.json`, tlp_label: 'AMBER' },
  ]
  describeProvider(server, { distributions: [{ directory_url: `${url}/white/` }, { rolie: { feeds } }] }, [signer])
  const entry = (name: string): object => ({
    id: name,
    updated: '2031-01-01T00:00:00Z',
    link: [
      { rel: 'hash', href: `${url}/x/${name}.json.sha512` },
      { rel: 'signature', href: `${url}/signatures/${name}.asc` },
    ],
    content: { src: `${url}/x/${name}.json`, type: 'application/json' },
  })
  server.files.set(
    '/feed.json',
    JSON.stringify({ feed: { id: 'f', link: [{ rel: 'next', href: 'feed-2.json' }], entry: [entry('a')] } }),
  )
  server.files.set(
    '/feed-2.json',
    JSON.stringify({ feed: { id: 'f', link: [{ rel: 'next', href: 'feed.json' }], entry: [entry('b')] } }),
  )
  for (const name of ['a', 'b']) {
    const text = csafText(name, '2031-01-01T00:00:00Z')
    await publish(server, `/x/${name}.json`, text)
    server.files.set(`/signatures/${name}.asc`, await signatureOf(text, signer))
  }
  const provider = await open(metadataOf(server))
  assert.match(provider.problems.join(), /1 feeds are not for everybody/)
  assert.deepEqual(say(await pull(t, provider)), { 'a.json': 'sha512 valid', 'b.json': 'sha512 valid' })
  assert.ok(!server.asked.some((path) => path.startsWith('/white') || path === '/secret.json'))
})

test('paths that begin further up are understood, as some providers write them', async (t) => {
  const server = await serveProvider(t)
  describeProvider(server, { distributions: [{ directory_url: `${server.url}/csaf_files/OT/white/` }] })
  server.files.set('/csaf_files/OT/white/changes.csv', 'csaf_files/OT/white/2024/a.json,2024-09-10T06:00:00.000000Z\n')
  const { wanted } = await open(metadataOf(server))
  assert.deepEqual(
    wanted.map(({ url, releasedAt }) => [url, releasedAt]),
    [[`${server.url}/csaf_files/OT/white/2024/a.json`, '2024-09-10T06:00:00.000Z']],
  )
})

test('a pull ends at once when it is told to, and early when the provider is down', async (t) => {
  const server = await trusted(t)
  const provider = await open(metadataOf(server))
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  await assert.rejects(pull(t, provider, { signal: stop.signal }), /stopped/)
  const many = Array.from({ length: 40 }, (_, index) => [`2031/d${index}.json`, '2031-03-01'] as const)
  listIn(server, Object.fromEntries(many))
  for (const [name] of many) server.files.set(`/white/${name}`, { status: 403 })
  const documents = await pull(t, await open(metadataOf(server)))
  assert.ok(documents.length < 20, String(documents.length))
  assert.ok(documents.every((each) => each.is === 'rejected' && each.because === 'notReachable'))
})

test('an archive with signatures inside is unpacked to be verified, and no name in it leads out', async (t) => {
  const file = (name: string): readonly [string, Buffer] => [name, Buffer.from(name)]
  const path = scratchFile(
    t,
    'mirror.zip',
    zipOf([file('white/2031/a.json'), file('white/2031/a.json.asc'), file('readme.md')]),
  )
  const mirror = await unpackMirror(path)
  assert.equal(readFileSync(`${mirror.path}/white/2031/a.json`, 'utf8'), 'white/2031/a.json')
  assert.throws(() => readFileSync(`${mirror.path}/readme.md`))
  await mirror.remove()
  const plain = scratchFile(t, 'plain.zip', zipOf([file('a.json')]))
  assert.equal((await unpackMirror(plain)).path, plain)
  for (const name of ['../out.json', '/out.json', 'a/../../out.json', 'a\\..\\..\\out.json'])
    await assert.rejects(
      unpackMirror(scratchFile(t, 'bad.zip', zipOf([file('a.json.asc'), file(name)]))),
      /cannot be unpacked/,
      name,
    )
})
