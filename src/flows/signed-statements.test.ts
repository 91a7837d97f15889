import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { addKey, addStatements, addStatementSignature, listStatements, removeKey } from './index.ts'

const flaw = 'CVE-2031-0001'
const { privateKey, publicKey } = await openpgp.generateKey({
  userIDs: [{ name: 'Maker PSIRT', email: 'psirt@maker.example' }],
  format: 'object',
})

const documentOf = (author: string, status: object, id = '', version = 1): Buffer =>
  Buffer.from(
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://example.org/${author}${id}`,
      author,
      timestamp: `2026-0${version}-01T00:00:00Z`,
      version,
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

test('a statement under a signature of other bytes clears nothing, and is kept', async (t) => {
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

const other = await openpgp.generateKey({
  userIDs: [{ name: 'Nobody', email: 'nobody@example.org' }],
  format: 'object',
})
const clears = { status: 'not_affected', justification: 'vulnerable_code_not_present' }
const raises = { status: 'affected', action_statement: 'update' }

type Sign = 'none' | 'right' | 'wrong' | 'strange'

// The signature that came with the document, the one that came later, what it states; what is shown of both, and what holds.
const arrivals: readonly (readonly [Sign, Sign, object, string, string])[] = [
  ['none', 'none', clears, 'unsigned', 'notAffected statedNotAffected'],
  ['none', 'wrong', clears, 'unsigned, later invalid', 'notAffected statedNotAffected'],
  ['none', 'wrong', raises, 'unsigned, later invalid', 'affected statedAffected'],
  ['none', 'strange', clears, 'unknownKey', 'notAffected statedNotAffected'],
  ['none', 'right', clears, 'valid', 'notAffected statedNotAffected'],
  ['wrong', 'none', clears, 'invalid', 'affected listedInRange'],
  ['wrong', 'none', { status: 'fixed' }, 'invalid', 'affected listedInRange'],
  ['wrong', 'none', raises, 'invalid', 'affected statedAffected'],
  ['wrong', 'strange', clears, 'invalid, later unknownKey', 'affected listedInRange'],
  ['wrong', 'wrong', clears, 'invalid, later invalid', 'affected listedInRange'],
  ['wrong', 'right', clears, 'valid', 'notAffected statedNotAffected'],
  ['strange', 'wrong', clears, 'unknownKey, later invalid', 'notAffected statedNotAffected'],
  ['right', 'wrong', clears, 'valid, later invalid', 'notAffected statedNotAffected'],
]

async function signed(bytes: Uint8Array, how: Sign): Promise<{ readonly bytes: Uint8Array } | undefined> {
  if (how === 'none') return undefined
  const message = await openpgp.createMessage({ binary: how === 'wrong' ? Buffer.from('other bytes') : bytes })
  const signingKeys = how === 'strange' ? other.privateKey : privateKey
  return { bytes: Buffer.from(await openpgp.sign({ message, signingKeys, detached: true })) }
}

test('a bad signature that comes later lowers nothing and is shown; one that came with its document clears nothing and silences no alarm', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await addKey(store, { organisation, bytes: Buffer.from(publicKey.armor()), maker: 'Maker' })
  await hospital.own(arrivals.map((_row, index) => `Pump ${index}`))
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  for (const [index, [came, later, status, shown, verdict]] of arrivals.entries()) {
    const model = `Pump ${index}`
    const what = JSON.stringify({ came, later, status })
    await hospital.describe(model, { parts: [{ name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }] })
    const product = { products: [{ '@id': `pkg:generic/Maker/Pump%20${index}@1` }] }
    const bytes = documentOf('Maker', { ...status, ...product }, String(index))
    const signature = await signed(bytes, came)
    const added = await addStatements(store, { organisationId, bytes, role: 'maker', ...(signature && { signature }) })
    const documentId = added.is === 'refused' ? 0 : added.documentId
    const after = await signed(bytes, later)
    if (after !== undefined) await addStatementSignature(store, organisationId, { documentId, ...after })
    const { items } = await listStatements(store, { organisation, page: { limit: 100 }, now: new Date() })
    const source = items.find((item) => item.documentId === documentId)?.source
    const states = [source?.signature.is, ...(source?.laterSignature ? [`later ${source.laterSignature.is}`] : [])]
    assert.equal(states.join(', '), shown, what)
    const answer = await hospital.ask(flaw)
    const device = answer.devices.find((each) => each.serial === model)
    assert.equal(`${device?.verdict} ${device?.reason}`, verdict, what)
    const [said] = device?.why.flatMap(({ statement }) => statement ?? []) ?? []
    assert.equal(said?.laterSignature, source?.laterSignature?.is, what)
  }
})

test('a document with an invalid signature takes the place of no earlier one', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await addKey(store, { organisation, bytes: Buffer.from(publicKey.armor()), maker: 'Maker' })
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord('CVE-2031-0009', 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await addStatements(store, { organisationId, bytes: documentOf('Maker', raises), role: 'maker' })
  const bytes = documentOf('Maker', { ...clears, timestamp: '2026-02-01T00:00:00Z' }, '', 2)
  const signature = await signed(bytes, 'wrong')
  const forged = await addStatements(store, { organisationId, bytes, role: 'maker', ...(signature && { signature }) })
  assert.deepEqual([forged.is, forged.is === 'added' && forged.replaced], ['added', 0])
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' })
})

test('a signature that is given when its document is added once more is kept and judged', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await addKey(store, { organisation, bytes: Buffer.from(publicKey.armor()), maker: 'Maker' })
  const bytes = documentOf('Maker', raises)
  const add = async (how: Sign) => {
    const signature = await signed(bytes, how)
    const added = await addStatements(store, { organisationId, bytes, role: 'maker', ...(signature && { signature }) })
    return added.is === 'refused'
      ? added.because
      : `${added.is} ${added.signature.is}${added.laterSignature ? ` later ${added.laterSignature.is}` : ''}`
  }
  assert.equal(await add('none'), 'added unsigned')
  assert.equal(await add('wrong'), 'signed unsigned later invalid')
  assert.equal(await add('right'), 'signed valid')
  assert.equal(await add('none'), 'unchanged valid')
  assert.match(await add('wrong'), /validly signed/)
})
