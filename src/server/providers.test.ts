import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { csafProvider } from '../../test/csaf-provider.ts'
import { testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { Job, Page, Provider, RejectedDocument } from './contract.ts'

const { store } = await testHospital(test)
const infusa = await csafProvider(test)
await infusa.publish('a.json', '2031-01-02T00:00:00Z', 'forged')

/** The provider of this machine under a public name: over HTTP nobody can ask for private addresses to be permitted. */
async function fetchAsPublic(url: string, init: RequestInit): Promise<Response> {
  const { host } = new URL(infusa.metadataUrl)
  const response = await fetch(url.replace('https://infusa.example', `http://${host}`), init)
  const text = await response.text()
  return new Response(text.replaceAll(`http://${host}`, 'https://infusa.example'), { status: response.status })
}

const server = await testServer(test, store, { background: { fetch: fetchAsPublic } })

async function ended(job: Job): Promise<Job> {
  for (let round = 0; round < 200; round += 1) {
    const { json } = await server.ask(`GET /jobs/${job.jobId}`)
    if (['done', 'failed'].includes((json as Job).state)) return json as Job
    await sleep(50)
  }
  throw new Error('the job does not end')
}

test('a provider is pulled in the background, and what was rejected is listed with its reason', async () => {
  const asked = await server.ask('POST /providers/pull?provider=infusa.example')
  assert.equal(asked.status, 202, asked.text)
  const done = await ended(asked.json as Job)
  assert.equal(done.state, 'done', JSON.stringify(done))
  const { items } = (await server.ask('GET /providers')).json as Page<Provider>
  assert.deepEqual(
    items.map(({ name, keys, rejected }) => [name, keys, rejected]),
    [['Infusa', [infusa.fingerprint], 1]],
  )
  const rejected = (await server.ask('GET /rejected-documents?limit=1')).json as Page<RejectedDocument>
  assert.deepEqual(
    rejected.items.map(({ url, because }) => [url, because]),
    [['https://infusa.example/white/a.json', 'signatureInvalid']],
  )
})

test('a provider in the own network is refused', async () => {
  const asked = await server.ask(`POST /providers/pull?provider=${encodeURIComponent(infusa.metadataUrl)}`)
  const failed = await ended(asked.json as Job)
  assert.equal(failed.state, 'failed')
  assert.match(JSON.stringify(failed), /private address/)
})
