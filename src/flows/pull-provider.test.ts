import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { csafProvider } from '../../test/csaf-provider.ts'
import { listAdvisoryProviders, pullProvider } from './index.ts'
import type { ProviderPulled } from './index.ts'

const store = await testStore(test)
const folder = await mkdtemp(join(tmpdir(), 'auscult-provider-'))
test.after(async () => rm(folder, { recursive: true, force: true }))
const infusa = await csafProvider(test)
await infusa.publish('a.json', '2031-01-02T00:00:00Z')
await infusa.publish('b.json', '2031-01-01T00:00:00Z')

async function pull(more: object = {}): Promise<ProviderPulled> {
  const patience = { wait: async () => undefined, random: () => 0 }
  const now = (): Date => new Date()
  return pullProvider(store, {
    provider: infusa.metadataUrl,
    folder,
    fetch,
    now,
    patience,
    allowsPrivate: true,
    ...more,
  })
}

test('a provider is pulled, its key is pinned and shown, and the second time nothing is fetched that was taken', async () => {
  const first = await pull()
  assert.deepEqual([first.name, first.listed, first.isFirstUse, first.keys], ['Infusa', 2, true, [infusa.fingerprint]])
  assert.deepEqual(
    first.rejected.map(({ because }) => because),
    [],
  )
  const [listed] = await listAdvisoryProviders(store)
  assert.deepEqual(
    listed?.keys.map(({ fingerprint }) => fingerprint),
    [infusa.fingerprint],
  )
  assert.equal(listed?.newestAt, '2031-01-02T00:00:00Z')
  infusa.asked.length = 0
  const second = await pull()
  assert.deepEqual([second.isFirstUse, second.keys], [false, [infusa.fingerprint]])
  assert.equal(infusa.asked.filter((path) => path.endsWith('.json') && path.startsWith('/white')).length, 0)
})

test('a forged document is kept apart with its reason, and comes again when it was mended', async () => {
  const mend = await infusa.publish('c.json', '2031-01-03T00:00:00Z', 'forged')
  const { rejected } = await pull()
  const forged = rejected.find(({ url }) => url.endsWith('c.json'))
  assert.equal(forged?.because, 'signatureInvalid')
  assert.match(forged?.detail ?? '', /otherBytes/)
  await mend()
  const again = await pull()
  assert.equal(again.rejected.find(({ url }) => url.endsWith('c.json'))?.because, undefined)
})

test('keys that changed are told, and believed only when somebody says so', async () => {
  const fingerprint = await infusa.changeKey()
  await infusa.publish('d.json', '2031-01-04T00:00:00Z')
  const told = await pull()
  assert.deepEqual(told.keys.includes(fingerprint), false)
  assert.match(told.problems.join(), new RegExp(`a new key ${fingerprint} is offered and not believed`))
  assert.equal(told.rejected.find(({ url }) => url.endsWith('d.json'))?.because, 'keyNotPinned')
  const [listed] = await listAdvisoryProviders(store)
  assert.ok((listed?.rejected ?? 0) >= 1)
  const accepted = await pull({ acceptsKeys: true })
  assert.ok(accepted.keys.includes(fingerprint))
  assert.equal(accepted.rejected.find(({ url }) => url.endsWith('d.json'))?.because, undefined)
})

test('what is verified and still no CSAF document is told, and the others are taken', async () => {
  await infusa.publish('e.json', '2031-01-05T00:00:00Z')
  await infusa.publish('f.json', '2031-01-06T00:00:00Z', 'noDocument')
  const { records, rejected } = await pull()
  assert.equal(records, 1)
  assert.deepEqual(
    rejected.map(({ because }) => because),
    ['notRead'],
  )
})
