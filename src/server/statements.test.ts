import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { SignatureAdded } from './contract.ts'

const flaw = 'CVE-2031-0001'

test('statements come in and are listed, decisions are kept and confirmed, and answers show who says what', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump'])
  await hospital.own(['Pump'], { serial: 'next', 'software version': '2' })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [{ name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }] })
  const server = await testServer(t, hospital.store)
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://maker.example/1',
    author: 'Maker',
    role: 'Vendor',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: flaw },
        products: [{ '@id': 'pkg:generic/Maker/Pump@1' }, { '@id': 'pkg:generic/Maker/Pump@7' }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
      },
    ],
  }
  const post = async (path: string, body: object) =>
    server.ask(`POST ${path}`, { 'content-type': 'application/json' }, JSON.stringify(body))
  const added = await post('/statements', document)
  assert.equal(added.status, 201, added.text)
  const { role, statements, documentId } = JSON.parse(added.text) as {
    role: string
    statements: number
    documentId: number
  }
  assert.deepEqual([role, statements], ['maker', 2])
  assert.equal((await post('/statements', { nothing: 1 })).status, 422)
  assert.equal((await server.ask('POST /statements/999/signatures', {}, 'no signature')).status, 404)

  const listed = JSON.parse((await server.ask('GET /statements?matched=false')).text) as {
    items: { product: { name: string }; nearest: { version: string; modelVersionId: number }[] }[]
  }
  assert.deepEqual(
    listed.items.map(({ product, nearest }) => [product.name, nearest.map(({ version }) => version)]),
    [['pkg:generic/Maker/Pump@7', ['1', '2']]],
  )
  const [one, two] = listed.items[0]?.nearest ?? []
  const ofModel = await server.ask(`GET /models/${one?.modelVersionId}/statements`)
  assert.equal((JSON.parse(ofModel.text) as { items: object[] }).items.length, 1)

  const of = async (path: string) =>
    (JSON.parse((await server.ask(`GET ${path}`)).text) as { items: { says: string }[] }).items.map(({ says }) => says)
  const decided = {
    vulnerability: flaw,
    modelVersionId: one?.modelVersionId,
    status: 'affected',
    reason: 'seen',
    author: 'M. Curie',
  }
  const triage = await post('/triage', decided)
  assert.equal(triage.status, 201, triage.text)
  const { triageId } = JSON.parse(triage.text) as { triageId: string }
  const waiting = await server.ask('GET /triage/to-confirm')
  assert.equal((JSON.parse(waiting.text) as { items: object[] }).items.length, 1)
  assert.deepEqual(await of(`/triage/to-confirm?modelVersionId=${one?.modelVersionId}`), [])
  assert.deepEqual(await of(`/triage/to-confirm?modelVersionId=${two?.modelVersionId}&lang=fr`), [
    'affecté — M. Curie, hôpital',
  ])
  const confirmed = await post(`/triage/${triageId}/confirmations`, {
    modelVersionId: two?.modelVersionId,
    author: 'P. Curie',
  })
  assert.equal(confirmed.status, 201, confirmed.text)
  assert.equal((await post('/triage', { ...decided, deviceId: triageId })).status, 400)
  const { items: fleet } = JSON.parse((await server.ask('GET /devices')).text) as {
    items: { serial: string; deviceId: string }[]
  }
  const next = fleet.find(({ serial }) => serial === 'next')
  assert.deepEqual(await of(`/triage?deviceId=${next?.deviceId}`), ['affected — P. Curie, hospital'])

  const asked = await server.ask(`GET /ask/devices?q=${flaw}`)
  const { items } = JSON.parse(asked.text) as {
    items: { serial: string; reason: string; why: { statement?: { role: string; isDeciding: boolean } }[] }[]
  }
  assert.deepEqual(
    items.map(({ serial, reason, why }) => [
      serial,
      reason,
      why.flatMap(({ statement }) => (statement ? [statement.role, statement.isDeciding] : [])),
    ]),
    [
      ['next', 'statedAffected', ['hospital', true]],
      ['Pump', 'statedNotAffected', ['maker', true, 'hospital', false]],
    ],
  )

  for (const format of ['csaf', 'cyclonedx', 'openvex']) {
    const exported = await server.ask(`GET /models/${one?.modelVersionId}/vex?format=${format}`)
    assert.equal(exported.status, 200, exported.text)
    const again = await post('/statements?role=supplier', JSON.parse(exported.text) as object)
    assert.equal((JSON.parse(again.text) as { statements: number }).statements, 1, format)
  }
  assert.equal((await server.ask('GET /models/99/vex')).status, 404)

  const signed = await server.ask(`POST /statements/${documentId}/signatures?fileName=a.asc`, {}, 'no signature')
  assert.equal(signed.status, 201, signed.text)
  const proved = JSON.parse(signed.text) as SignatureAdded
  assert.deepEqual([proved.signature.is, proved.laterSignature?.is], ['unsigned', 'invalid'])
})
