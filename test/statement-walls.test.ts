import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOrganisation } from '../src/flows/index.ts'
import { osvRecord, testHospital } from './hospital.ts'
import { testServer } from './server.ts'

// What one organisation supplies, decides and asks for is seen, counted and changed by no other. Whatever is secret here holds the word "hush".

const flaw = 'CVE-2031-0009'
const leaky = { name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }
const pump = { products: [{ '@id': 'pkg:generic/Maker/Pump@1' }] }
const vex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'hush-document',
  author: 'Hush',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      ...pump,
      vulnerability: { name: 'HUSH-FLAW-1', aliases: [flaw] },
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
    { ...pump, vulnerability: { name: 'HUSH-FLAW-2' }, status: 'affected', action_statement: 'hush' },
  ],
}

interface Ids {
  readonly modelVersionId: number
  readonly sbomId: number
  readonly deviceId: string
  readonly triageId: string
  readonly aliasId: number
}

test('neither a neighbour nor a newcomer sees, counts or changes what an organisation supplied and decided', async (t) => {
  const ours = await testHospital(t, 'Ours')
  const neighbour = await testHospital(t, 'Neighbour', ours.store)
  await createOrganisation(ours.store, 'Newcomer')
  await ours.load('osv', [osvRecord(flaw, 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }])])
  for (const each of [ours, neighbour]) await each.own(['Pump'])
  await neighbour.describe('Pump', { parts: [leaky] })
  await ours.own(['Hushmodel'], { ward: 'Hushward' })
  for (const model of ['Pump', 'Hushmodel'])
    await ours.describe(model, { parts: [leaky, { name: 'hushpart', purl: 'pkg:npm/hushpart@3' }] })

  const server = await testServer(t, ours.store)
  const call = async (line: string, who: string, body?: object) => {
    const json = body === undefined ? undefined : JSON.stringify(body)
    const headers = json === undefined ? {} : { 'content-type': 'application/json' }
    return server.ask(`${line}${line.includes('?') ? '&' : '?'}organisation=${who}`, headers, json)
  }
  const idsIn = async (path: string) => ((await call(`GET ${path}`, 'Ours')).json as { items: Ids[] }).items
  assert.equal((await call('POST /statements?role=maker', 'Ours', vex)).status, 201)
  const models = await idsIn('/models')
  for (const { modelVersionId } of models) {
    const words = { status: 'notAffected', reason: 'hush', author: 'Hush', vulnerability: 'HUSH-FLAW-3' }
    assert.equal((await call('POST /triage', 'Ours', { ...words, modelVersionId })).status, 201)
  }
  const alias = { relation: 'same', kind: 'product', from: 'Hushname', to: 'leaky', source: 'us' }
  assert.equal((await call('POST /aliases', 'Ours', { aliases: [alias], isPublic: false })).status, 200)

  const [sboms, devices, triages] = [await idsIn('/sboms'), await idsIn('/devices'), await idsIn('/triage')]
  const aliases = await idsIn('/aliases?q=Hushname')
  const hushDevice = devices[0]?.deviceId
  const paths = [
    'statements',
    'triage',
    'triage/to-confirm',
    'aliases',
    'keys',
    'list-columns',
    'sboms',
    'models',
    'devices',
    'jobs',
    'suggest?q=hush',
    'suggest?q=HUSH-FL',
    'suggest?q=Hushname',
    'vulnerabilities',
    'advisories',
    ...['HUSH-FLAW-1', 'HUSH-FLAW-3', 'hushpart', 'Hushname', flaw].map((q) => `ask?q=${q}`),
    ...models.map(({ modelVersionId: id }) => `models/${id}/statements`),
    ...models.map(({ modelVersionId: id }) => `models/${id}/vex?format=openvex`),
    ...models.map(({ modelVersionId: id }) => `sbom-export?what=model:${id}`),
    ...sboms.map(({ sbomId: id }) => `sbom-export?what=${id}`),
    ...sboms.flatMap(({ sbomId: id }) => ['', '/document', '/quality', '/depth'].map((of) => `sboms/${id}${of}`)),
    ...sboms.flatMap(({ sbomId: id }) => ['', '/components', '/flaws'].map((of) => `diff${of}?from=${id}&to=${id}`)),
    ...['', '/findings', '/software', '/advisories'].map((of) => `devices/${hushDevice}${of}`),
  ]
  for (const path of paths)
    for (const who of ['Neighbour', 'Newcomer']) {
      const { text, status } = await call(`GET /${path}`, who)
      assert.notEqual(status, 400, `${path}: ${text}`)
      // an answer repeats what was asked
      const secret = path.startsWith('ask?') ? /Hushmodel|Hushward|hush-document/ : /hush/i
      assert.doesNotMatch(text.replaceAll(/"(?:detail|instance)":"[^"]*"/g, ''), secret, `${path} of ${who}`)
    }

  const changes: readonly (readonly [string, object?])[] = [
    ...sboms.map(({ sbomId }) => [`DELETE /sboms/${sbomId}`] as const),
    ...aliases.map(({ aliasId }) => [`DELETE /aliases/${aliasId}`] as const),
    ...triages.flatMap(({ triageId }) =>
      models.map(
        ({ modelVersionId }) => [`POST /triage/${triageId}/confirmations`, { modelVersionId, author: 'M' }] as const,
      ),
    ),
    ['POST /triage', { vulnerability: flaw, deviceId: hushDevice, status: 'fixed', reason: 'no', author: 'M' }],
  ]
  for (const [line, body] of changes)
    for (const who of ['Neighbour', 'Newcomer'])
      assert.equal((await call(line, who, body)).status, 404, `${line} of ${who}`)

  assert.deepEqual(await neighbour.verdicts(flaw), { Pump: 'affected listedInRange' })
  assert.deepEqual(await ours.verdicts(flaw), {
    Pump: 'notAffected statedNotAffected',
    Hushmodel: 'affected listedInRange',
  })
})
