import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csafText, publish, serveProvider, describeProvider } from '../../../test/csaf-provider.ts'
import { checkAddress } from './address.ts'
import { findMetadata } from './metadata.ts'
import type { Reach } from './provider.ts'
import { metadataOf, open, pull, reachOf, say, signer, trusted } from '../../../test/pulled-provider.ts'

test('an index that names an address in the own network gets nothing from it', async (t) => {
  const server = await serveProvider(t)
  describeProvider(server, { distributions: [{ rolie: { feeds: [{ url: `${server.url}/feed.json` }] } }] })
  const src = 'http://infusa.example/a.json'
  server.files.set('/feed.json', JSON.stringify({ feed: { entry: [{ content: { src } }] } }))
  assert.deepEqual(say(await pull(t, await open(metadataOf(server)))), { 'a.json': 'notAllowed' })
})

const elsewhere: Readonly<Record<string, (url: string) => string>> = {
  'to itself': (url) => url,
  'to another document': (url) => url.replace('a.json', 'b.json'),
  'to a file of this machine': () => 'file:///etc/passwd',
  'into the own network': () => 'https://10.0.0.7/a.json',
  'to the metadata of a cloud': () => 'http://169.254.169.254/latest/meta-data',
  'out of https': (url) => url.replace('https:', 'http:'),
  'to no address': () => '//',
}

for (const [where, to] of Object.entries(elsewhere)) {
  test(`a redirect ${where} is refused and not followed, of a document and of its signature, hash, index, key and metadata`, async (t) => {
    const server = await trusted(t)
    const path = '/white/2031/a.json'
    const redirect = (from: string): void =>
      void server.files.set(from, { status: 302, to: to(`${server.url}${from}`) })
    redirect(path)
    const provider = await open(metadataOf(server))
    const before = server.asked.filter((each) => each === path).length
    assert.equal(say(await pull(t, provider))['a.json'], 'notReachable')
    assert.equal(server.asked.filter((each) => each === path).length, before + 1)
    await publish(server, path, csafText('A', '2031-01-02T00:00:00Z'), signer)
    for (const ending of ['.asc', '.sha512', '.sha256']) redirect(`${path}${ending}`)
    assert.equal(say(await pull(t, await open(metadataOf(server))))['a.json'], 'notReachable')
    for (const index of ['/white/changes.csv', `/keys/${signer.fingerprint}.asc`]) redirect(index)
    const blind = await open(metadataOf(server))
    assert.deepEqual([blind.listed, blind.problems.filter((each) => each.includes('it redirects to')).length], [0, 2])
    redirect('/.well-known/csaf/provider-metadata.json')
    await assert.rejects(open(metadataOf(server)), /redirects to/)
  })
}

test('a thousand redirects, one leading to the next, cost one request', async (t) => {
  const server = await trusted(t)
  for (let hop = 0; hop < 1_000; hop += 1)
    server.files.set(`/hop/${hop}`, { status: 302, to: `${server.url}/hop/${hop + 1}` })
  server.files.set('/white/2031/a.json', { status: 307, to: `${server.url}/hop/0` })
  assert.equal(say(await pull(t, await open(metadataOf(server))))['a.json'], 'notReachable')
  assert.deepEqual(
    server.asked.filter((path) => path.startsWith('/hop')),
    [],
  )
})

test('a domain whose well-known address redirects into the own network is not known, and nothing is asked there', async () => {
  const asked: string[] = []
  const fetchAt = async (url: string): Promise<Response> => {
    asked.push(url)
    return new Response(null, { status: 301, headers: { location: 'https://10.0.0.7/provider-metadata.json' } })
  }
  const resolve = async (): Promise<readonly string[]> => ['203.0.113.9']
  await assert.rejects(
    findMetadata('infusa.example', reachOf({ fetch: fetchAt, allowsPrivate: false, resolve })),
    /no provider-metadata|redirects/,
  )
  assert.ok(asked.length > 0 && asked.every((url) => new URL(url).hostname.endsWith('infusa.example')), asked.join())
})

test('a domain is asked at its well-known address and in its security.txt, and by its DNS name only when neither knows', async () => {
  const metadata = (url: string): string =>
    JSON.stringify({
      canonical_url: url,
      metadata_version: '2.0',
      role: 'csaf_provider',
      publisher: { name: 'I', namespace: 'https://i.example', category: 'vendor' },
    })
  const asked: string[] = []
  const reach = (files: Readonly<Record<string, string>>): Reach => {
    asked.length = 0
    return reachOf({
      allowsPrivate: false,
      fetch: async (url) => {
        asked.push(url)
        return new Response(files[url] ?? 'none', { status: files[url] === undefined ? 404 : 200 })
      },
    })
  }
  const wellKnown = 'https://infusa.example/.well-known/csaf/provider-metadata.json'
  const text = 'https://infusa.example/.well-known/security.txt'
  const named = 'https://infusa.example/csaf/provider-metadata.json'
  const dns = 'https://csaf.data.security.infusa.example'

  const both = await findMetadata(
    'infusa.example',
    reach({ [wellKnown]: metadata(wellKnown), [text]: `Contact: x\nCSAF: ${named}\n`, [named]: metadata(named) }),
  )
  assert.equal(both.url, wellKnown)
  assert.match(both.problems.join(), /security\.txt names another provider/)
  assert.ok(!asked.includes(dns))

  const second = await findMetadata('infusa.example', reach({ [text]: `csaf: ${named}\r\n`, [named]: metadata(named) }))
  assert.equal(second.url, named)
  assert.ok(!asked.includes(dns))

  const third = await findMetadata('infusa.example', reach({ [dns]: metadata(named) }))
  assert.equal(third.url, dns)
  await assert.rejects(findMetadata('infusa.example', reach({})), /no provider-metadata\.json was found/)
  await assert.rejects(
    findMetadata('infusa.example', reach({ [wellKnown]: '{"canonical_url":1}' })),
    /no provider-metadata\.json of CSAF/,
  )
  await assert.rejects(findMetadata('not a domain', reach({})), /neither a domain nor an address/)
})

test('addresses that lead into the own network, or that are not encrypted, are refused', async () => {
  const strict = reachOf({
    allowsPrivate: false,
    resolve: async (host) => (host === 'inside.example' ? ['10.0.0.7'] : ['203.0.113.9']),
  })
  for (const url of [
    'http://infusa.example/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://169.254.169.254/latest',
    'https://pacs/',
    'https://pacs.local/',
    'https://10.1.2.3/',
    'https://172.20.0.1/',
    'https://192.168.1.1/',
    'https://inside.example/',
    'https://me:secret@infusa.example/',
    'ftp://infusa.example/',
    'file:///etc/passwd',
    'https://0x7f000001/',
    'https://2130706433/',
  ])
    await assert.rejects(checkAddress(url, strict), /no https|private address|not encrypted|name or password/, url)
  await checkAddress('https://infusa.example/', strict)
  await checkAddress('http://127.0.0.1:8080/', { ...strict, allowsPrivate: true })
  await assert.rejects(checkAddress('http://infusa.example/', { ...strict, allowsPrivate: true }), /not encrypted/)
})
