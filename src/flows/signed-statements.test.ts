import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { addKey, addStatements, addStatementSignature, removeKey } from './index.ts'

const flaw = 'CVE-2031-0001'
const { privateKey, publicKey } = await openpgp.generateKey({
  userIDs: [{ name: 'Maker PSIRT', email: 'psirt@maker.example' }],
  format: 'object',
})

const documentOf = (author: string, status: object): Buffer =>
  Buffer.from(
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://example.org/${author}`,
      author,
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: [{ vulnerability: { name: flaw }, products: [{ '@id': 'pkg:generic/Maker/Pump@1' }], ...status }],
    }),
  )

async function signatureOf(bytes: Uint8Array): Promise<Uint8Array> {
  const message = await openpgp.createMessage({ binary: bytes })
  return Buffer.from(await openpgp.sign({ message, signingKeys: privateKey, detached: true }))
}

test('a maker is believed before a coordinator only by a signature of a trusted key, for as long as it is trusted', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [{ name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }] })
  const ofCert = documentOf('CERT', { status: 'affected', action_statement: 'update' })
  await addStatements(store, { organisationId, bytes: ofCert, role: 'coordinator' })
  const bytes = documentOf('Maker', { status: 'not_affected', justification: 'vulnerable_code_not_present' })
  const signature = { bytes: await signatureOf(bytes) }
  const added = await addStatements(store, { organisationId, bytes, role: 'maker', signature })
  assert.equal(added.is === 'added' && added.signature.is, 'unknownKey')
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' })

  const key = { organisation, bytes: Buffer.from(publicKey.armor()) }
  const other = await addKey(store, { ...key, maker: 'Somebody Else' })
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' }, 'a key of another maker')
  await removeKey(store, organisation, other.key.fingerprint)
  const trusted = await addKey(store, { ...key, maker: 'Maker' })
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedNotAffected' })
  await removeKey(store, organisation, trusted.key.fingerprint)
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' })
})

test('a statement under a signature of other bytes counts for nothing, and is kept', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [{ name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }] })
  await addKey(store, { organisation, bytes: Buffer.from(publicKey.armor()), maker: 'Maker' })
  const signature = {
    bytes: await signatureOf(documentOf('Maker', { status: 'affected', action_statement: 'update' })),
  }
  const forged = documentOf('Maker', { status: 'fixed' })
  const added = await addStatements(store, { organisationId, bytes: forged, role: 'maker', signature })
  assert.equal(added.is === 'added' && added.signature.is, 'invalid')
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected listedInRange' })
  const [device] = (await hospital.ask(flaw)).devices
  assert.deepEqual(
    device?.why.flatMap(({ statement }) =>
      statement === undefined ? [] : [[statement.signature, statement.isDeciding]],
    ),
    [['invalid', false]],
  )
})

test('a signature may come after its document, and gives way to nothing that proves less', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [{ name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }] })
  const ofCert = documentOf('CERT', { status: 'affected', action_statement: 'update' })
  await addStatements(store, { organisationId, bytes: ofCert, role: 'coordinator' })
  const bytes = documentOf('Maker', { status: 'fixed' })
  const added = await addStatements(store, { organisationId, bytes, role: 'maker' })
  const documentId = added.is === 'refused' ? 0 : added.documentId
  const signature = { documentId, bytes: await signatureOf(bytes) }
  const first = await addStatementSignature(store, organisationId, signature)
  assert.deepEqual([first.is, first.is === 'added' && first.state?.is], ['added', 'unknownKey'])
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' })
  await addKey(store, { organisation, bytes: Buffer.from(publicKey.armor()), maker: 'Maker' })
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedFixed' })
  assert.equal((await addStatementSignature(store, organisationId, signature)).is, 'unchanged')
  const ofOther = { documentId, bytes: await signatureOf(ofCert) }
  assert.equal((await addStatementSignature(store, organisationId, ofOther)).is, 'refused')
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedFixed' })
  const south = await testHospital(t, 'South', store)
  const strange = await addStatementSignature(store, south.organisation.organisationId, signature)
  assert.equal(strange.is, 'notFound')
})
